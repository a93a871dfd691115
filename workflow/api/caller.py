"""For whom a request speaks, and what it says of the state that it was decided on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from workflow.api.problems import Lacking, NotKnown
from workflow.app import App
from workflow.engine.door import Door
from workflow.engine.tokens import speaks_for
from workflow.store.stored import Person
from workflow.throttle import Throttle

_BEARER = HTTPBearer(auto_error=False, description="`caseward person token PERSON` gives one.")

Ref = Annotated[
    str,
    Path(description="Reference of the case.", max_length=100, pattern=r"^[^\x00-\x1f\x7f/]+$"),
]


def _app(request: Request) -> App:
    app: App = request.app.state.app
    return app


Here = Annotated[App, Depends(_app)]


def _caller(
    app: Here, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Person:
    if given is not None:
        with app.store.reading() as reading:
            person = speaks_for(reading, given.credentials, app.now())
        if person is not None:
            return person
    raise NotKnown


Caller = Annotated[Person, Depends(_caller)]


def paced(request: Request, caller: Caller) -> None:
    """Count a change of a program. Raises TooOften."""
    pace: Throttle = request.app.state.pace
    pace.check(caller.person)


def _key(
    idempotency_key: Annotated[
        str | None,
        Header(
            # Without a slash: what our own clock calls its commands has one.
            pattern="^[A-Za-z0-9._:~-]{8,64}$",
            description="Names the command. Sent again with the same key, it is done once.",
        ),
    ] = None,
) -> str:
    if idempotency_key is None:
        detail = "Send `Idempotency-Key`, a new one for each command, the same to repeat it."
        raise Lacking(400, "idempotency_key_missing", detail)
    return idempotency_key


Key = Annotated[str, Depends(_key)]

_IF_MATCH = Header(
    pattern='^"[0-9]{1,9}"$',
    description="The ETag of the case that was looked at. Another revision is refused as stale.",
    examples=['"7"'],
)


def _seen(if_match: Annotated[str | None, _IF_MATCH] = None) -> int | None:
    return int(if_match.strip('"')) if if_match is not None else None


SeenRevision = Annotated[int | None, Depends(_seen)]


def _must_have_seen(seen: SeenRevision) -> int:
    if seen is None:
        raise must_match()
    return seen


Revision = Annotated[int, Depends(_must_have_seen)]


KnownRevision = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=1000,
        description="The ETag of what is known already: where that is so still, it is not sent.",
    ),
]


def must_match() -> Lacking:
    """What is said where a change does not name the revision that it was decided on."""
    detail = 'Send `If-Match: "REVISION"` with the ETag of the case that you looked at.'
    return Lacking(428, "revision_missing", detail)


def door(app: App) -> Door:
    """The one door to cases."""
    return Door(store=app.store, catalogue=app.catalogue)


def etag(revision: int) -> str:
    """The revision of a case as a header tells it."""
    return f'"{revision}"'
