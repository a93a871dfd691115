"""What went wrong, as problem details (RFC 9457) with the stable `code` of our errors.

A sentence of ours is shown, what others say is not: it could hold a fact, or tell how we are built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from workflow.case.model import Refused
from workflow.errors import CasewardError, DatabaseAway, DatabaseBusy, Fault, WrongUse
from workflow.throttle import TooOften

MEDIA_TYPE = "application/problem+json"

CONFLICT = HTTPStatus.CONFLICT
STATUS = {
    "command_id_used": 422,
    "link_over": 410,
    "missing_fact": 422,
    "not_mine": 403,
    "not_yours": 403,
    "reason_missing": 422,
    "stale_revision": 412,
    "unknown_case": 404,
    "document_destroyed": 410,
    "restricted_document": 403,
    "unknown_document": 404,
    "unknown_event": 422,
    "unknown_fact": 422,
    "unknown_person": 422,
    "unknown_row": 404,
    "unknown_workflow": 422,
    "wrong_date": 422,
    "wrong_document": 422,
    "wrong_fact": 422,
    "wrong_participant": 422,
    "wrong_participants": 422,
    "wrong_role": 403,
    "wrong_rows": 422,
}
"""By code of a refusal; the others are told as a conflict with the case as it is."""

SENTENCES = {
    404: ("no_such_address", "There is nothing at this address; /api/v1/openapi.json lists all."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_long", "The request is too long."),
}

_INSTEAD = (
    (r"`caseward case list`", "`GET /api/v1/cases`"),
    (r"`caseward case show ([^`]+)`", r"`GET /api/v1/cases/\1`"),
    (r"`caseward case history ([^`]+)`", r"`GET /api/v1/cases/\1/history`"),
    (r"`caseward person list` shows who is known", "whoever administers people knows who is known"),
    (r"record it with --late", "send it again with `late`"),
)
"""What a program does where a sentence names a command, which is for the command line."""


class Wrong(BaseModel):
    """One part of a request that is wrong. What was sent is not repeated."""

    where: str = Field(examples=["body.facts"])
    what: str


class Problem(BaseModel):
    """Why it was not done. Programs compare `code`, which stays; `detail` is for people."""

    type: str = "about:blank"
    title: str = ""
    status: int
    detail: str
    code: str
    case: str | None = None
    row: int | None = None
    errors: list[Wrong] | None = None


class NotKnown(Exception):
    """The request does not say for whom it speaks, or its token is over."""


class Lacking(Exception):
    """A header is missing without which it cannot be done safely."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code)
        self.problem = Problem(status=status, code=code, detail=detail)


def told(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as an answer."""
    titled = problem.model_copy(update={"title": HTTPStatus(problem.status).phrase})
    content = titled.model_dump(exclude_none=True)
    return JSONResponse(content, problem.status, headers, media_type=MEDIA_TYPE)


def fault_of(error: Exception) -> Problem:
    """What is said of an error that is nobody's mistake: a sentence of ours, or of our tree."""
    if isinstance(error, DatabaseBusy | DatabaseAway):
        return Problem(status=503, code=error.code, detail="Try again in a moment.")
    code = error.code if isinstance(error, Fault) else Fault.code
    detail = "Something went wrong here; nothing was changed. Whoever runs it finds it in the log."
    return Problem(status=500, code=code, detail=detail)


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused | WrongUse)
    if isinstance(error, WrongUse):
        return told(Problem(status=422, code=error.code, detail=_sentence(error)))
    return told(
        Problem(
            status=STATUS.get(error.code, CONFLICT),
            code=error.code,
            detail=_sentence(error),
            case=error.case or None,
            row=error.row,
            errors=[_part(each) for each in error.all()] if error.also else None,
        )
    )


def _part(refused: Refused) -> Wrong:
    """One of several things that stand in the way."""
    return Wrong(where=f"case {refused.case}" if refused.case else "body", what=_sentence(refused))


def _sentence(error: CasewardError) -> str:
    text = _for_programs(str(error))
    first = text.partition(" ")[0]
    start = first.capitalize() if first.isalpha() and first.islower() else first
    return start + text[len(first) :].rstrip(".") + "."


def _for_programs(text: str) -> str:
    """The sentence with what a program asks for in place of a command of ours."""
    for command, request in _INSTEAD:
        text = re.sub(command, request, text)
    return text


def _unreadable(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [
        Wrong(where=".".join(str(part) for part in each["loc"]), what=each["msg"])
        for each in error.errors()
    ]
    detail = "The request cannot be read; `errors` says what is wrong with which part."
    return told(Problem(status=422, code="wrong_request", detail=detail, errors=wrong))


def _not_known(_: Request, __: Exception) -> JSONResponse:
    detail = "Send `Authorization: Bearer TOKEN`; `caseward person token PERSON` gives a token."
    problem = Problem(status=401, code="not_signed_in", detail=detail)
    return told(problem, {"WWW-Authenticate": "Bearer"})


def _lacking(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Lacking)
    return told(error.problem)


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    other = ("wrong_request", "The request cannot be read.")
    code, detail = SENTENCES.get(error.status_code, other)
    problem = Problem(status=error.status_code, code=code, detail=detail)
    return told(problem, dict(error.headers or {}))


def _too_often(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TooOften)
    detail = f"These are more changes than a minute takes: wait {error.seconds} seconds."
    problem = Problem(status=429, code="too_often", detail=detail)
    return told(problem, {"Retry-After": str(error.seconds)})


HANDLERS: dict[type[Exception], Callable[[Request, Any], JSONResponse]] = {
    Refused: _refused,
    WrongUse: _refused,
    NotKnown: _not_known,
    Lacking: _lacking,
    RequestValidationError: _unreadable,
    HTTPException: _http,
    TooOften: _too_often,
}
"""By kind of error: what is answered. All others are seen to by `limits.Guarded`."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation may answer beside what it is for, for its description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted({400, 401, 403, 413, 422, 429, 500, 503, *statuses})
    }
