"""The page of a case: where it is, what comes next, its dates and how they come about, and more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Kind, Refused
from workflow.definition.model import Workflow
from workflow.engine.around import openings_about
from workflow.engine.case_documents import CaseDocument, case_documents
from workflow.engine.case_history import HistoryLine, case_history
from workflow.engine.case_page import CasePage, case_page, loaded, page_of
from workflow.engine.cases_around import CasesAround, cases_around
from workflow.engine.door import Door
from workflow.engine.due_list import DueTask, asked
from workflow.engine.scope import scope_of
from workflow.engine.sheet import SheetPage, sheet_page
from workflow.engine.worklist import days_left
from workflow.store.reading import Reading
from workflow.store.stored import Posting
from workflow.store.stored_access import Look
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}")

ROWS = 30
"""Rows of the story that are shown unasked, the last first; reminders are not among them."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows."""

    case: CasePage
    around: CasesAround
    story: list[HistoryLine]
    messages: list[Posting]
    looks: list[Look]
    documents: tuple[CaseDocument, ...]
    openings: list[Workflow]


def door(site: Site) -> Door:
    """The one door to cases."""
    return Door(store=site.app.store, catalogue=site.app.catalogue)


@ROUTES.get("")
def show(
    request: Request, site: Here, visit: Visitor, ref: str, story: str = "", done: str = ""
) -> Response:
    """The page. `story=all`: with every row. `done`: the step that was taken just now."""
    app = site.app
    now = app.now()

    def read(reading: Reading) -> Shown:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        release, case = loaded(reading, app.catalogue, ref)
        around = cases_around(reading, app.catalogue, release, case, scope, asked(now).as_of)
        return Shown(
            case=page_of(reading, app.catalogue, release, case, asked(now), around.seen),
            around=around,
            story=case_history(reading, app.catalogue, ref)[::-1],
            messages=reading.postings_of(ref),
            looks=reading.looks(ref, limit=20),
            documents=case_documents(reading, app.catalogue, ref, visit.person),
            openings=openings_about(reading, app.catalogue, ref, visit.person.roles),
        )

    shown = door(site).look(visit.person, ref, "case", now, read)
    today = asked(now).as_of
    mine = [step for step in shown.case.steps if set(step.roles) & set(visit.person.roles)]
    return site.pages.page(
        request,
        "case.html",
        visit=visit,
        shown=shown,
        case=shown.case,
        mine=mine,
        others=[step for step in shown.case.steps if step not in mine and step.by],
        dates=[(task, _left(site, today, task)) for task in shown.case.due.tasks],
        story=shown.story if story == "all" else _lately(shown.story),
        openings=shown.openings,
        done=next((line.told for line in shown.story if line.event == done), ""),
    )


@ROUTES.get("/dates/{task}/{occurrence}")
def explain(
    request: Request,
    site: Here,
    visit: Visitor,
    ref: str,
    task: str,
    occurrence: int,
    item: str = "",
) -> Response:
    """How the date of one task comes about: a page, or the part of one that htmx puts in place."""
    app = site.app
    now = app.now()

    def read(reading: Reading) -> CasePage:
        return case_page(reading, app.catalogue, ref, asked(now, explain=True))

    case = door(site).look(visit.person, ref, f"date of {task}", now, read)
    for found in case.due.tasks:
        if (found.task, found.occurrence, found.item or "") == (task, occurrence, item):
            part = "hx-request" in request.headers
            template = "explained_part.html" if part else "explained.html"
            return site.pages.page(request, template, visit=visit, case=case, task=found)
    raise Refused("task_not_open", f"{ref} has no such open task any more", case=ref)


@ROUTES.get("/sheets/{name}")
def sheet(request: Request, site: Here, visit: Visitor, ref: str, name: str) -> Response:
    """One sheet of the case, to print."""
    app, now = site.app, site.app.now()
    what, calendar = asked(now), app.catalogue.calendar()

    def read(reading: Reading) -> tuple[CasePage, SheetPage]:
        release, case = loaded(reading, app.catalogue, ref)
        workflow = release.workflow(case.workflow)
        page = page_of(reading, app.catalogue, release, case, what, {})
        return page, sheet_page(reading, workflow, case, name, what, calendar)

    case, found = door(site).look(visit.person, ref, f"sheet {name}", now, read)
    return site.pages.page(request, "sheet.html", visit=visit, case=case, sheet=found, now=now)


@ROUTES.post("/reason")
def give_reason(request: Request, site: Here, visit: Visitor, ref: str, form: Posted) -> Response:
    """Open a case that one does not see, for a reason that is kept."""
    to = str(form.get("to", ""))
    try:
        door(site).break_glass(visit.person, ref, str(form.get("reason", "")), site.app.now())
    except Refused as refused:
        if refused.code != "reason_missing":
            raise
        told = {"visit": visit, "ref": ref, "to": to, "wrong": f"{refused}.".capitalize()}
        return site.pages.page(request, "reason.html", status=422, **told)
    inside = to.startswith(f"/cases/{ref}") and to.isprintable() and "\\" not in to
    return RedirectResponse(to if inside else f"/cases/{ref}", 303)


def _lately(story: list[HistoryLine]) -> list[HistoryLine]:
    """What happened lately, without what we did ourselves."""
    return [line for line in story if line.kind != Kind.DEED][:ROWS]


def _left(site: Site, today: date, task: DueTask) -> int | None:
    return days_left(site.app.catalogue.calendar(), today, task.due)
