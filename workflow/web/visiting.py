"""Who is at the browser, and that a form comes from one of our own pages.

A browser holds one random token, also before anybody signs in: what it proves is looked up on each
request, and what forms have to carry is worked out of it.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from workflow.engine.accounts import WHOLE, heard, new_token, visitor
from workflow.errors import CasewardError
from workflow.store.stored import Person
from workflow.typed_text import visible
from workflow.web.site import Here, Site

FIELDS = 2000
"""Fields that a form of ours may have."""

PASSWORDS = ("password", "again")
"""Fields that are taken as they were typed, whatever is in them."""


class NotSignedIn(Exception):
    """Somebody has to sign in first."""


class Forged(Exception):
    """The form does not come from one of our pages, or from one that is over."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A request's browser, and who is signed in there."""

    token: str = field(repr=False)
    person: Person | None = None

    @property
    def csrf(self) -> str:
        """What forms of this browser carry."""
        return sha256(f"form {self.token}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SignedIn(Visit):
    """One at which somebody is signed in."""

    person: Person


def _visit(request: Request, site: Here) -> Visit:
    visit = request.state.visit = _found(request, site)
    return visit


def visit_of(request: Request) -> Visit | None:
    """Who is there, as far as that was found out, or can be: none, where the database is away."""
    if not hasattr(request.state, "visit"):
        with suppress(CasewardError):
            return _visit(request, request.app.state.site)
    found: Visit | None = getattr(request.state, "visit", None)
    return found


def _found(request: Request, site: Here) -> Visit:
    token = request.cookies.get(cookie(site), "")
    if token:
        now = site.app.now()
        with site.app.store.reading() as reading:
            found = visitor(reading, token, now)
        if found:
            heard(site.app.store, found[1], now)
            return SignedIn(token=token, person=found[0])
    return Visit(token=token or new_token())


AnyVisit = Annotated[Visit, Depends(_visit)]


def _signed_in(visit: AnyVisit) -> SignedIn:
    if not isinstance(visit, SignedIn):
        raise NotSignedIn
    return visit


Visitor = Annotated[SignedIn, Depends(_signed_in)]


async def form_of(request: Request, *, files: int = 0) -> FormData:
    """What was sent, read once: a second time, where something was wrong, it is as it was."""
    if not hasattr(request.state, "form"):
        request.state.form = cleaned(await request.form(max_fields=FIELDS, max_files=files))
    form: FormData = request.state.form
    return form


def cleaned(sent: FormData) -> FormData:
    """The form without what nobody can see; files are as they were."""
    return FormData([(name, _cleaned(name, value)) for name, value in sent.multi_items()])


def _cleaned(name: str, value: str | UploadFile) -> str | UploadFile:
    return visible(value) if isinstance(value, str) and name not in PASSWORDS else value


async def posted(request: Request, visit: AnyVisit) -> FormData:
    """The form, from one of our own pages. Raises Forged, TooOften."""
    form = await form_of(request)
    told = str(form.get("csrf", ""))
    if not hmac.compare_digest(told.encode(), visit.csrf.encode()) or _is_foreign(request):
        raise Forged
    if isinstance(visit, SignedIn):
        site: Site = request.app.state.site
        site.writes.check(visit.person.person)
    return form


Posted = Annotated[FormData, Depends(posted)]


def _is_foreign(request: Request) -> bool:
    """Whether another site sent it. Not every browser says so, but none says so wrongly."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.headers.get("host", "")


def address_of(request: Request) -> str:
    """Where a request comes from, as the proxy before us tells it."""
    return request.client.host if request.client else ""


def cookie(site: Site) -> str:
    """The name of the cookie: with https one that no other site of the domain can set."""
    return "__Host-caseward" if site.https else "caseward"


def hold(response: Response, site: Site, token: str) -> None:
    """Let the browser hold that token from now on."""
    response.set_cookie(
        cookie(site),
        token,
        max_age=int(WHOLE.total_seconds()),
        secure=site.https,
        httponly=True,
        samesite="lax",
    )
