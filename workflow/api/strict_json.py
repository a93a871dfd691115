"""What programs send as JSON, before anything is read of it: that it is JSON, and says all once."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from workflow.api.problems import Lacking


class StrictRoute(APIRoute):
    """Refuses a document of another kind, and one in which a name stands twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind those looks."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            if body := await request.body():
                _check_kind(request)
                _check_names(body)
            return await handle(request)

        return checked


def _check_kind(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        detail = "Send JSON, and say so: `Content-Type: application/json`."
        raise Lacking(415, "wrong_content_type", detail)


def _check_names(body: bytes) -> None:
    """What is no JSON at all is told by whoever reads it next."""
    with suppress(ValueError, RecursionError):
        json.loads(body, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        detail = "A name stands twice in the JSON: nobody can say which of the two is meant."
        raise Lacking(400, "name_twice", detail)
    return found
