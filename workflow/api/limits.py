"""What every answer of the API says beside its document, and how much a program may send.

It is the outermost part: what goes wrong anywhere inside becomes a problem here, and says nothing.
"""

from __future__ import annotations

import logging

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow.api.problems import Problem, fault_of, told
from workflow.errors import CasewardError
from workflow.request_limit import (
    LONGEST,
    announces_too_much,
    as_get,
    longest_with_file,
    measured,
)

_LOG = logging.getLogger(__name__)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guarded:
    """Wraps the API. `https`: it is reached by https alone. `largest`: bytes of a document."""

    def __init__(self, app: ASGIApp, *, https: bool, largest: int) -> None:
        self._app, self._largest = app, largest
        self._headers = dict(_HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, send = as_get(scope, send)
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        longest = self._longest(scope)
        if announces_too_much(scope, longest):
            await told(_too_long(longest))(scope, receive, guarded)
            return
        try:
            await self._app(scope, measured(receive, HTTPException(413), longest), guarded)
        except Exception as error:  # noqa: BLE001  # what it says may hold a fact: its kind is logged
            kind = error.code if isinstance(error, CasewardError) else type(error).__name__
            _LOG.error("request failed", extra={"action": "api.failed", "fault": kind})
            if not begun:
                await told(fault_of(error))(scope, receive, guarded)

    def _longest(self, scope: Scope) -> int:
        """Bytes of a request: more where a file comes, so that it is told why it is too large."""
        brings = scope["method"] == "POST" and scope["path"].endswith("/documents")
        return longest_with_file(self._largest) if brings else LONGEST


def _too_long(longest: int) -> Problem:
    return Problem(status=413, code="too_long", detail=f"Send at most {longest} bytes.")
