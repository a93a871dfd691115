"""How a request of a browser or a program is taken: how much of it, counted while it arrives,
whatever it announced; and HEAD as the GET that it stands for.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

LONGEST = 1_000_000
"""Bytes of a request: more is no form and no command of ours."""


def longest_with_file(largest: int) -> int:
    """Bytes of a request that brings documents of at most that many each: so many that one which is
    too large still comes in, and can be told so.
    """
    return 2 * largest + LONGEST


def announces_too_much(scope: Scope, longest: int = LONGEST) -> bool:
    """Whether it says beforehand that it is longer than that, or how long in no number."""
    length = Headers(scope=scope).get("content-length", "0")
    return not length.isdecimal() or int(length) > longest


def measured(receive: Receive, too_long: Exception, longest: int = LONGEST) -> Receive:
    """The same request, which raises that error once more than that of it has come."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > longest:
            raise too_long
        return message

    return counted


def as_get(scope: Scope, send: Send) -> tuple[Scope, Send]:
    """The same request; one for the head of an answer is one for the answer, sent without it."""
    if scope["method"] != "HEAD":
        return scope, send

    async def bare(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return {**scope, "method": "GET"}, bare
