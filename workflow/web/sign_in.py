"""Signing in and out, and setting a password that was forgotten."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.engine import accounts
from workflow.web.browser_names import browser_of
from workflow.web.site import Here, Site
from workflow.web.visiting import AnyVisit, Posted, Visit, address_of, hold

ROUTES = APIRouter()
_SENT = "If that person is known here and has an e-mail address, a link is on its way to it."


@ROUTES.get("/sign-in")
def ask(
    request: Request, site: Here, visit: AnyVisit, to: Annotated[str, Query()] = "/"
) -> Response:
    """The page on which to sign in."""
    return _asked(request, site, visit, to)


@ROUTES.post("/sign-in")
def sign_in(request: Request, site: Here, visit: AnyVisit, form: Posted) -> Response:
    """Sign in and go on to the page that was asked for; or say that it was not right."""
    _need_passwords(site)
    to, person = str(form.get("to", "/")), str(form.get("person", "")).strip()
    here = address_of(request)
    who = f"{person[:100]} {here}"
    if not (site.addresses.allows(here) and site.tries.allows(who)):
        return _asked(request, site, visit, to, "Too many tries. Wait a minute.", person, 429)
    password = str(form.get("password", ""))
    try:
        token = accounts.sign_in(
            site.app.store, person, password, site.app.now(), browser_of(request)
        )
    except Refused as refused:
        sentence = str(refused)
        return _asked(request, site, visit, to, sentence[0].upper() + sentence[1:], person, 422)
    site.addresses.forgive(here)
    site.tries.forgive(who)
    response = RedirectResponse(within(to), 303)
    hold(response, site, token)
    return response


@ROUTES.post("/sign-out")
def sign_out(site: Here, visit: AnyVisit, form: Posted) -> Response:
    """Sign out this browser, here and in the database."""
    accounts.sign_out(site.app.store, visit.token)
    response = RedirectResponse("/signed-out" if site.directory else "/sign-in", 303)
    hold(response, site, accounts.new_token())
    return response


@ROUTES.get("/password")
def forgot(request: Request, site: Here, visit: AnyVisit) -> Response:
    """The page on which to ask for a link."""
    _need_passwords(site)
    return _forgot(request, site, visit)


@ROUTES.post("/password")
def send_link(request: Request, site: Here, visit: AnyVisit, form: Posted) -> Response:
    """Mail a link, and say the same whoever was named."""
    _need_passwords(site)
    settings = site.app.settings
    if not site.throttle.allows(address_of(request)):
        return _forgot(request, site, visit, "Too many tries. Wait a minute.", 429)
    if settings.base_url:
        accounts.mail_password_link(
            site.app.store,
            str(form.get("person", "")).strip(),
            site.app.now(),
            base_url=settings.base_url,
            council=site.app.catalogue.letterhead.council,
        )
    return site.pages.page(
        request, "told.html", visit=visit, heading="Look into your e-mail", sentence=_SENT
    )


@ROUTES.get("/password/{token}")
def choose(request: Request, site: Here, visit: AnyVisit, token: str) -> Response:
    """The page on which to set a password by a link."""
    _need_passwords(site)
    with site.app.store.reading() as reading:
        accounts.person_of_link(reading, token, site.app.now())
    return _choose(request, site, visit)


@ROUTES.post("/password/{token}")
def set_password(
    request: Request, site: Here, visit: AnyVisit, token: str, form: Posted
) -> Response:
    """Set it, and go to sign in."""
    _need_passwords(site)
    password, again = str(form.get("password", "")), str(form.get("again", ""))
    if password != again:
        return _choose(request, site, visit, "The two passwords differ. Type both again.", 422)
    try:
        accounts.set_password_by_link(site.app.store, token, password, site.app.now())
    except Refused as refused:
        if refused.code != "weak_password":
            raise
        return _choose(request, site, visit, f"{refused}.".capitalize(), 422)
    return RedirectResponse("/sign-in", 303)


def _need_passwords(site: Site) -> None:
    """Where people sign in with the council's directory alone, there is no page about passwords."""
    if not site.app.settings.local_passwords:
        raise HTTPException(404)


def within(to: str) -> str:
    """An address of ours to go to, never another site's."""
    inside = to.startswith("/") and not to.startswith("//") and "\\" not in to
    return to if inside and to.isprintable() else "/"


def _asked(
    request: Request,
    site: Site,
    visit: Visit,
    to: str,
    wrong: str = "",
    person: str = "",
    status: int = 200,
) -> Response:
    response = site.pages.page(
        request,
        "sign_in.html",
        status=status,
        visit=visit,
        to=to,
        wrong=wrong,
        person=person,
        by_directory=site.directory is not None,
        by_password=site.app.settings.local_passwords,
        kept="kept" in request.query_params,
    )
    hold(response, site, visit.token)
    return response


def _forgot(
    request: Request, site: Site, visit: Visit, wrong: str = "", status: int = 200
) -> Response:
    can = bool(site.app.settings.base_url and site.app.settings.mail)
    response = site.pages.page(
        request, "forgot.html", status=status, visit=visit, wrong=wrong, can_mail=can
    )
    hold(response, site, visit.token)
    return response


def _choose(
    request: Request, site: Site, visit: Visit, wrong: str = "", status: int = 200
) -> Response:
    response = site.pages.page(
        request,
        "password.html",
        status=status,
        visit=visit,
        wrong=wrong,
        shortest=accounts.SHORTEST,
    )
    hold(response, site, visit.token)
    return response
