"""Signing in with the council's own directory: sent there, back again, and out there too.

It begins with a link and not with a form, because a form of ours leads to no other site.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.engine import directory_sign_in
from workflow.engine.administrators import administrators, known_roles
from workflow.web.browser_names import browser_of
from workflow.web.directory import BACK, Directory, DirectoryAway, NotProved
from workflow.web.sign_in import within
from workflow.web.site import Here, Site
from workflow.web.visiting import AnyVisit, Visit, address_of, hold

ROUTES = APIRouter()
_LOG = logging.getLogger(__name__)
_AGAIN = "Go back to the sign-in page and begin again."


@ROUTES.get("/sign-in/council")
def begin(
    request: Request, site: Here, visit: AnyVisit, to: Annotated[str, Query()] = "/"
) -> Response:
    """Send the browser to the council's own sign-in."""
    directory = _directory(site)
    if not site.addresses.allows(address_of(request)):
        return _told(request, site, visit, 429, "Too many tries", "Wait a minute.")
    try:
        about = directory_sign_in.begin(site.app.store, visit.token, within(to), site.app.now())
        response = RedirectResponse(directory.way_there(*about), 303)
    except DirectoryAway as away:
        return _away(request, site, visit, away)
    hold(response, site, visit.token)
    return response


@ROUTES.get(BACK)
def come_back(
    request: Request,
    site: Here,
    visit: AnyVisit,
    state: str = "",
    code: str = "",
    error: str = "",
    iss: str = "",
) -> Response:
    """Take up what was begun here, and let in whom the directory proves."""
    directory = _directory(site)
    now = site.app.now()
    try:
        begun = directory_sign_in.take_up(site.app.store, state, visit.token, now)
        if error or not code or (iss and iss != directory.issuer):
            # What it says is theirs: whoever made the address could write anything there.
            raise NotProved("refused_there")
        token = _let_in(request, site, directory.proves(code, begun), now)
    except DirectoryAway as away:
        return _away(request, site, visit, away)
    except NotProved as wrong:
        _LOG.warning("nobody let in", extra={"action": "sign_in.not_proved", "reason": wrong.why})
        return _told(request, site, visit, 403, "You are not signed in", f"{_said(wrong)} {_AGAIN}")
    except Refused as refused:
        if refused.code == "sign_in_over":
            return _told(request, site, visit, 403, "You are not signed in", _said(refused))
        return _stranger(request, site, visit, refused)
    site.addresses.forgive(address_of(request))
    response = RedirectResponse(begun.goes_to, 303)
    hold(response, site, token)
    return response


@ROUTES.get("/signed-out")
def signed_out(request: Request, site: Here, visit: AnyVisit) -> Response:
    """That this browser is signed out here, and how to be signed out at the council too."""
    directory = _directory(site)
    way_out = directory.way_out(f"{site.app.settings.base_url}/sign-in")
    return site.pages.page(request, "signed_out.html", visit=visit, way_out=way_out)


def _let_in(request: Request, site: Site, claims: Mapping[str, Any], now: datetime) -> str:
    app, settings = site.app, site.app.settings
    with app.store.reading() as reading:
        known = known_roles(reading, app.catalogue, settings.policy)
    return directory_sign_in.let_in_by_claims(
        app.store,
        claims,
        person_claim=settings.oidc_person_claim,
        roles=directory_sign_in.roles_in(claims, settings.oidc_roles_claim, known),
        now=now,
        browser=browser_of(request),
    )


def _stranger(request: Request, site: Site, visit: Visit, refused: Refused) -> Response:
    """Whom the directory proved and nobody knows here is told whom to ask."""
    app = site.app
    with app.store.reading() as reading:
        asked = administrators(reading, app.catalogue, app.settings.policy)
    return site.pages.page(
        request,
        "stranger.html",
        status=403,
        visit=visit,
        sentence=_said(refused),
        asked=[person.name for person in asked],
        office=app.catalogue.letterhead.council,
    )


def _away(request: Request, site: Site, visit: Visit, away: DirectoryAway) -> Response:
    _LOG.warning("directory away", extra={"action": "sign_in.directory_away"})
    return _told(request, site, visit, 503, "The council's sign-in cannot be reached", _said(away))


def _told(
    request: Request, site: Site, visit: Visit, status: int, heading: str, sentence: str
) -> Response:
    return site.pages.page(
        request,
        "not_signed_in.html",
        status=status,
        visit=visit,
        heading=heading,
        sentence=sentence,
    )


def _said(error: Exception) -> str:
    sentence = str(error)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _directory(site: Site) -> Directory:
    if site.directory is None:
        raise HTTPException(404)
    return site.directory
