"""What every answer says to the browser, and how much a browser may send.

Scripts run only when they carry the nonce of their answer, styles only from our own files; what we
said to others stands in a frame with a policy of its own, under which nothing runs. Nothing is kept
by a browser or a proxy but the files under /static, whose address changes with them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow.request_limit import announces_too_much, as_get, measured

STATIC = "/static/"

SHUT_IN = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
)
"""The policy of a document that somebody else gets, such as an e-mail: it is only looked at."""


class TooLong(Exception):
    """A browser sends more than a request may hold, whatever it said beforehand."""


class Guarded:
    """Wraps the application. The nonce of an answer stands in `scope["state"]["nonce"]`.

    `longest` says how many bytes a request may hold.
    """

    def __init__(self, app: ASGIApp, *, https: bool, longest: Callable[[Scope], int]) -> None:
        self._app, self._https, self._longest = app, https, longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, send = as_get(scope, send)
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._say(MutableHeaders(scope=message), scope["path"], nonce)
            await send(message)

        longest = self._longest(scope)
        if announces_too_much(scope, longest):
            longest = -1  # nothing of it is read: who asks for the form is told so
        await self._app(scope, measured(receive, TooLong(), longest), guarded)

    def _say(self, headers: MutableHeaders, path: str, nonce: str) -> None:
        headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self';"
            " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
            " frame-ancestors 'none'",
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if self._https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        lasting = path.startswith(STATIC) and "Cache-Control" in headers
        if not lasting:
            headers["Cache-Control"] = "no-store"
