"""Search: cases by reference, name, family or date, of those that one may see.

What was typed is sealed in the address of what was found: the history of a browser and the log of a
proxy hold no name, and one can go back to the page all the same.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.engine.scope import scope_of
from workflow.engine.sealing import NotSealedHere, Sealing
from workflow.engine.search import MOST, search
from workflow.web.case import door
from workflow.web.site import Here
from workflow.web.visiting import Posted, Visitor

ROUTES = APIRouter()

LONGEST = 200
"""Characters of what is looked for."""


@ROUTES.post("/find")
def seek(site: Here, visit: Visitor, form: Posted) -> Response:
    """On to what is found by what was typed."""
    sealing = _sealing(site.app.settings.secret_key)
    typed = str(form.get("ref", "")).strip()[:LONGEST]
    if not sealing:
        return RedirectResponse(f"/find?ref={quote(typed)}", 303)
    return RedirectResponse(f"/find?seek={sealing.sealed(typed.encode()).decode()}", 303)


@ROUTES.get("/find")
def find(request: Request, site: Here, visit: Visitor, ref: str = "", seek: str = "") -> Response:
    """The case of that reference at once; else the cases that fit what was typed."""
    app = site.app
    typed = (_opened(_sealing(app.settings.secret_key), seek) or ref).strip()[:LONGEST]
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


@cache
def _sealing(secret: str) -> Sealing:
    return Sealing(secret, "searches")


def _opened(sealing: Sealing, seek: str) -> str:
    """What was typed; nothing where the address was changed, or made with another key."""
    try:
        return sealing.opened(seek.encode()).decode() if sealing and seek else ""
    except (NotSealedHere, UnicodeError):
        return ""
