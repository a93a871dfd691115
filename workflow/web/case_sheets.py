"""Pages of a case that stand alone: its sheets, to print, and the picture of where it is."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from workflow.case.model import Case
from workflow.definition.diagram import svg
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.case_page import CasePage, page_of
from workflow.engine.due_list import asked
from workflow.engine.sheet import SheetPage, sheet_page
from workflow.engine.whereabouts import Where, whereabouts
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter(prefix="/cases/{ref}")

Pictured = tuple[str, str, tuple[Where, ...], Markup]
"""The reference and kind of a case, where it is in words, and the picture of that."""


@ROUTES.get("/sheets/{name}")
def sheet(request: Request, site: Here, visit: Visitor, ref: str, name: str) -> Response:
    """One sheet of the case, to print."""
    app, now = site.app, site.app.now()
    what, calendar = asked(now), app.catalogue.calendar()

    def read(reading: Reading, release: Release, case: Case) -> tuple[CasePage, SheetPage]:
        page = page_of(reading, app.catalogue, release, case, what, {})
        return page, sheet_page(reading, release, case, name, what, calendar)

    case, found = door(site).enter(visit.person, ref, f"sheet {name}", now, read)
    return site.pages.page(request, "sheet.html", visit=visit, case=case, sheet=found, now=now)


@ROUTES.get("/picture")
def picture(request: Request, site: Here, visit: Visitor, ref: str, view: str = "") -> Response:
    """The picture of its workflow with the present states lit. `view=small`: without what is inside
    of what goes on side by side.
    """
    small = view == "small"

    def read(reading: Reading, release: Release, case: Case) -> Pictured:
        workflow = release.workflow(case.workflow)
        where = whereabouts(workflow, case.state)
        return case.ref, workflow.title, where, _drawn(workflow, case.state, small)

    found = door(site).enter(visit.person, ref, "picture", site.app.now(), read)
    case, title, where, drawn = found
    return site.pages.page(
        request,
        "picture.html",
        visit=visit,
        case=case,
        title=title,
        where=where,
        drawn=drawn,
        small=small,
    )


@lru_cache(maxsize=64)  # laying one out takes as long as the rest of the page
def _drawn(workflow: Workflow, state: tuple[str, ...], small: bool) -> Markup:
    """Safe as it is: the titles of a definition are escaped where the document is written."""
    return Markup(svg(workflow, state, overview=small))
