"""Search: cases by reference, name, family or date, of those that one may see."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.engine.scope import scope_of
from workflow.engine.search import MOST, search
from workflow.web.case import door
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter()


@ROUTES.get("/find")
def find(request: Request, site: Here, visit: Visitor, ref: str = "") -> Response:
    """The case of that reference at once; else the cases that fit what was typed."""
    app, typed = site.app, ref.strip()[:200]
    if typed:
        site.searches.check(visit.person.person)
    with app.store.reading() as reading:
        if typed and reading.is_taken(typed):
            return RedirectResponse(f"/cases/{quote(typed, safe='')}", 303)
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        hits = search(reading, app.catalogue, scope, typed)
    door(site).named(visit.person, [ref for hit in hits for ref in hit.about.cases], app.now())
    shown = "".join(c for c in typed if c.isprintable())
    return site.pages.page(request, "found.html", visit=visit, typed=shown, hits=hits, most=MOST)
