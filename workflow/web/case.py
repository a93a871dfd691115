"""The page of a case: where it is, what comes next, its dates and how they come about, and more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Case, Refused
from workflow.definition.release import Release
from workflow.engine.case_page import CasePage, OpenStep, case_page
from workflow.engine.case_view import CaseView, case_view
from workflow.engine.door import Door
from workflow.engine.due_list import DueTask, asked
from workflow.engine.form import StepForm
from workflow.engine.story import story as story_of
from workflow.engine.work_line import days_left
from workflow.store.reading import Reading
from workflow.web.deeds import in_a_sentence
from workflow.web.reason import ask_reason, reason_form
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}")


def door(site: Site) -> Door:
    """The one door to cases."""
    return Door(store=site.app.store, catalogue=site.app.catalogue)


def look_at_named(site: Site, visit: SignedIn, form: StepForm, what: str) -> None:
    """Keep that the visitor has looked at the cases of which the form says whom they are about."""
    for ref in form.names:
        door(site).look(visit.person, ref, what, site.app.now(), lambda _: None)


@ROUTES.get("")
def show(
    request: Request, site: Here, visit: Visitor, ref: str, story: str = "", done: str = ""
) -> Response:
    """The page. `story`: which rows of it are told. `done`: the step that was taken just now."""
    app = site.app
    now = app.now()
    what, policy = asked(now), app.settings.policy

    def read(reading: Reading, release: Release, case: Case) -> CaseView:
        return case_view(reading, app.catalogue, release, case, visit.person, what, policy=policy)

    view = door(site).enter(visit.person, ref, "case", now, read)
    door(site).named(visit.person, view.about, now)
    mine = [step for step in view.page.steps if set(step.roles) & set(visit.person.roles)]
    return site.pages.page(
        request,
        "case.html",
        visit=visit,
        shown=view,
        case=view.page,
        mine=mine,
        others=[
            (step, list(_whose(view, step)))
            for step in view.page.steps
            if step not in mine and step.by
        ],
        today=what.as_of,
        dates=[(task, _left(site, what.as_of, task)) for task in view.page.due.tasks],
        story=story_of(view.rows, story),
        done=next((row.told for row in reversed(view.rows) if row.event == done), ""),
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


@ROUTES.post("/reason")
def give_reason(request: Request, site: Here, visit: Visitor, ref: str, form: Posted) -> Response:
    """Open a case that one does not see, for a reason that is kept."""
    to, reason = str(form.get("to", "")), str(form.get("reason", ""))
    inside = to.startswith(f"/cases/{ref}") and to.isprintable() and "\\" not in to
    back = to if inside else f"/cases/{ref}"
    try:
        door(site).break_glass(visit.person, ref, reason, site.app.now())
    except Refused as refused:
        if refused.code != "reason_missing":
            raise
        return ask_reason(request, site, visit, ref, back, in_a_sentence(refused), reason)
    site.drafts.drop(site.app.store, reason_form(visit, ref, back))
    return RedirectResponse(back, 303)


def _whose(view: CaseView, step: OpenStep) -> Iterator[str]:
    """Each role that may take the step, with who holds it on the case."""
    for title in step.by:
        held = ", ".join(view.name(who) for role, who in view.page.people if role == title)
        yield f"{title}: {held}" if held else title


def _left(site: Site, today: date, task: DueTask) -> int | None:
    return days_left(site.app.catalogue.calendar(), today, task.due)
