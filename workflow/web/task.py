"""A task of a case: to say that one has seen it, to take it, or to hand it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused, Task
from workflow.case.task_deed import HAND_OVER
from workflow.definition.model import Workflow
from workflow.engine.about_whom import About, about_whom
from workflow.engine.accounts import new_token
from workflow.engine.case_name import case_name
from workflow.engine.case_page import OpenStep, loaded
from workflow.engine.changes import due_name, task_title
from workflow.engine.due_list import asked
from workflow.engine.finishing import finishing, of_roles, opened_for
from workflow.engine.scope import scope_of
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.web.case import door
from workflow.web.deeds import Pressed, deed, do, why_not_done
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/tasks/{task}/{occurrence}")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An open task, and who may have it. `called`: the case, and whom it is about. `steps` finish
    the task, and so do cases of `openings`. `given_to`: whom it was handed over to last.
    """

    task: Task
    called: str = field(repr=False)
    about: About
    title: str
    due: str
    steps: tuple[OpenStep, ...]
    openings: list[Workflow]
    takers: list[Person]
    given_to: str


@ROUTES.get("")
def show(
    request: Request,
    site: Here,
    visit: Visitor,
    ref: str,
    task: str,
    occurrence: int,
    item: str = "",
) -> Response:
    """What can be done about it."""
    shown = _shown(site, visit, ref, task, occurrence, item)
    return _page(request, site, visit, ref, shown)


@ROUTES.post("")
def act(
    request: Request,
    site: Here,
    visit: Visitor,
    ref: str,
    task: str,
    occurrence: int,
    form: Posted,
    item: str = "",
) -> Response:
    """Keep that it was seen, or whose it is now."""
    shown = _shown(site, visit, ref, task, occurrence, item)
    go, person = str(form.get("go", "")), str(form.get("person", ""))[:200]
    pressed = Pressed(go=go, case=ref, task=shown.task.id, person=person)
    try:
        said = do(site, deed(site, visit, form, pressed), go)
    except Refused as refused:
        return _page(request, site, visit, ref, shown, why_not_done(refused))
    return RedirectResponse(f"/?done={quote(said)}", 303)


def _shown(site: Site, visit: SignedIn, ref: str, name: str, occurrence: int, item: str) -> Shown:
    app = site.app

    def read(reading: Reading) -> Shown:
        release, case = loaded(reading, app.catalogue, ref)
        wanted = (name, occurrence, item)
        found = next(
            (t for t in case.tasks if (t.name, t.occurrence, t.item or "") == wanted), None
        )
        if found is None:
            raise Refused("task_not_open", f"{ref} has no such open task any more", case=ref)
        stored = reading.case(ref)
        assert stored is not None  # it was just loaded
        given = [
            str(facts["person"])
            for facts in reading.facts_of(stored.case_id, HAND_OVER)
            if facts.get("task") == found.id
        ]
        workflow = release.workflow(case.workflow)
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        flows = release.process.workflows.values()
        return Shown(
            task=found,
            called=case_name(release, case),
            about=about_whom(reading, scope, flows, {ref}).get(ref, About()),
            title=task_title(workflow, found.name, found.item),
            steps=finishing(release, case.workflow, found.name, case.state),
            openings=opened_for(release, case, found.name, visit.person.roles),
            due=due_name(found),
            takers=[each for each in reading.people() if found.role in each.roles],
            given_to=given[-1] if given else "",
        )

    shown = door(site).look(visit.person, ref, f"task {name}", app.now(), read)
    door(site).named(visit.person, shown.about.cases, app.now())
    return shown


def _page(
    request: Request, site: Site, visit: SignedIn, ref: str, shown: Shown, wrong: str = ""
) -> Response:
    return site.pages.page(
        request,
        "task.html",
        status=422 if wrong else 200,
        visit=visit,
        ref=ref,
        shown=shown,
        steps=of_roles(shown.steps, visit.person.roles),
        today=asked(site.app.now()).as_of,
        mine=visit.person.person in [each.person for each in shown.takers],
        wrong=wrong,
        command_id=new_token(),
    )
