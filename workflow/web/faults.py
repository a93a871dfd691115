"""What a person sees when a page cannot be shown, and what of that is logged: never a fact."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route

from workflow.case.model import Refused
from workflow.engine.document_kinds import size_name
from workflow.errors import CasewardError
from workflow.throttle import TooOften
from workflow.web.deeds import in_a_sentence
from workflow.web.drafting import kept_for_later
from workflow.web.headers import TooLong
from workflow.web.reason import ask_reason
from workflow.web.site import Site
from workflow.web.uploads import brings_files
from workflow.web.visiting import Forged, NotSignedIn, SignedIn, visit_of

_LOG = logging.getLogger(__name__)
_STATUS = {
    "unknown_case": 404,
    "not_yours": 403,
    "not_mine": 403,
    "unknown_event": 404,
    "unknown_message": 404,
    "unknown_person": 404,
    "unknown_webhook": 404,
    "reason_missing": 422,
    "too_often": 429,
    "no_meeting": 404,
    "unknown_week": 404,
    "no_sheet": 404,
    "unknown_document": 404,
    "restricted_document": 403,
    "document_destroyed": 410,
    "link_over": 410,
}
_ON_PAGES = {
    "unknown_case": "There is no case {case}. Look at the reference again, or find it by a name.",
}
"""What is said here of a refusal whose own sentence names a command."""


_NO_PAGE = ("There is no such page", "Look at the address, or start from your work.")
_SAID = {
    400: (
        "This cannot be read",
        "Nothing was changed. Go back to the page before, and do it again.",
    ),
    405: (
        "This is no page to be opened so",
        "Go back to the page before, or start from your work.",
    ),
}
"""What is said of what no page of ours sends."""


def _told(request: Request, status: int, heading: str, sentence: str) -> Response:
    site: Site = request.app.state.site
    told = {"heading": heading, "sentence": sentence}
    return site.pages.page(request, "told.html", status=status, visit=visit_of(request), **told)


async def _not_signed_in(request: Request, _: Exception) -> Response:
    if form := await kept_for_later(request):
        return RedirectResponse(f"/sign-in?to={quote(form.address)}&kept=yes", 303)
    back = _asked_for(request) if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?to={quote(back)}", 303)


def _asked_for(request: Request) -> str:
    """The address of the page, with what is chosen on it."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _forged(request: Request, _: Exception) -> Response:
    visit, form = visit_of(request), await kept_for_later(request)
    if form and visit and visit.person and visit.person.person == form.person:
        return RedirectResponse(form.address, 303)
    sentence = "It came from a page that is over. Go back, load that page again, and send it anew."
    return _told(request, 403, "This form was not taken", sentence)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    visit = visit_of(request)
    if error.code == "not_yours" and isinstance(visit, SignedIn):
        site: Site = request.app.state.site
        return ask_reason(request, site, visit, error.case, _asked_for(request))
    status = _STATUS.get(error.code, 409)
    said = _ON_PAGES.get(error.code)
    sentence = said.format(case=error.case) if said else in_a_sentence(error)
    return _told(request, status, "This cannot be done", sentence)


def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    heading, sentence = _SAID.get(error.status_code, _NO_PAGE)
    answer = _told(request, error.status_code, heading, sentence)
    answer.headers.update(error.headers or {})
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(_methods(request))
    return answer


def _methods(request: Request) -> list[str]:
    """The methods that the address takes, whichever of our functions answers to each."""
    routes = [route for route in request.app.state.routes if isinstance(route, Route)]
    fitting = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = {method for route in fitting for method in route.methods or ()}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _no_address(request: Request, error: Exception) -> Response:
    """An address of ours with something in it that cannot be there, such as a row `abc`."""
    assert isinstance(error, RequestValidationError)
    in_path = any(each["loc"][0] == "path" for each in error.errors())
    return _not_there(request, HTTPException(404 if in_path else 400))


def _too_long(request: Request, _: Exception) -> Response:
    if brings_files(request.scope):
        site: Site = request.app.state.site
        sentence = (
            f"One file may have {size_name(site.app.shelf.largest)}, and what came is far more."
            " Nothing was changed. Go back to the page before, choose a smaller file, and go on."
        )
        return _told(request, 413, "This file is too large", sentence)
    sentence = (
        "It holds more text than can be taken at once. Nothing was changed. Go back to the page"
        " before, shorten the longest answer or hand it in as a file, and go on."
    )
    return _told(request, 413, "This form is too long", sentence)


def _too_often(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOften)
    wait = f"Wait {error.seconds} {'second' if error.seconds == 1 else 'seconds'}"
    sentence = f"{wait}, go back to the page before, and do it again: nothing was changed."
    answer = _told(request, 429, "That was too often", sentence)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _failed(request: Request, error: Exception) -> Response:
    """Told in a sentence. What the error says may hold a fact, so its kind alone is logged."""
    kind = error.code if isinstance(error, CasewardError) else type(error).__name__
    _LOG.error("page failed", extra={"action": "page.failed", "fault": kind})
    site: Site = request.app.state.site
    return site.pages.page(request, "failed.html", status=500, visit=None)


HANDLERS: dict[type[Exception], Callable[[Request, Any], Response | Awaitable[Response]]] = {
    NotSignedIn: _not_signed_in,
    Forged: _forged,
    Refused: _refused,
    TooLong: _too_long,
    TooOften: _too_often,
    HTTPException: _not_there,
    RequestValidationError: _no_address,
    Exception: _failed,
}
"""By kind of error: what is shown."""
