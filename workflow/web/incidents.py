"""Incidents: timers that could not be fired, and trying them again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.engine.scope import check_sees_to_messages
from workflow.store.reading import Reading
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/incidents")


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor, done: str = "") -> Response:
    """Each of them, the oldest first, for those who see to messages."""
    with site.app.store.reading() as reading:
        _check(site, reading, visit)
        found = reading.incidents()
        untold = [each for each in reading.webhooks() if each.disabled_at is not None]
    return site.pages.page(
        request,
        "incidents.html",
        visit=visit,
        incidents=found,
        untold=untold,
        done=done == "again",
    )


@ROUTES.post("/again")
def again(site: Here, visit: Visitor, form: Posted) -> Response:
    """Try them with the next round of the clock, whatever their time is."""
    with site.app.store.reading() as reading:
        _check(site, reading, visit)
    now = site.app.now()
    site.app.store.transact(lambda writing: writing.retry_incidents(now))
    return RedirectResponse("/incidents?done=again", 303)


def _check(site: Site, reading: Reading, visit: SignedIn) -> None:
    app = site.app
    check_sees_to_messages(reading, app.catalogue, visit.person, app.settings.policy)
