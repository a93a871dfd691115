"""Taking a step of a case: a form made of the definition, what will happen, and done.

A step that is not open any more is recorded late, in its place: what was typed is never lost to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from workflow.case.edge import is_a_year
from workflow.case.independence import holder, holdings
from workflow.case.model import Case, Refused
from workflow.case.record import moment
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.around import around_case, seen_by
from workflow.engine.availability import with_availability
from workflow.engine.beginnings import beginnings
from workflow.engine.board import Desk
from workflow.engine.case_name import about_of, case_name
from workflow.engine.changes import titles_of
from workflow.engine.colleagues import NameOf, colleagues
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.form import StepForm
from workflow.engine.limits import limits
from workflow.engine.scope import scope_of
from workflow.engine.step_form import late_form, step_form
from workflow.engine.surroundings import Around
from workflow.engine.viewing import Chosen, viewed
from workflow.store.reading import Reading
from workflow.web.case import door, look_at_named
from workflow.web.fields import typed
from workflow.web.site import Here, Site
from workflow.web.taking import Asked, answer, home, roles_of, show_form
from workflow.web.uploads import WithFiles
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}")
_EMPTY = FormData()


@ROUTES.get("/late")
def closed_steps(request: Request, site: Here, visit: Visitor, ref: str) -> Response:
    """The steps that are not open now, of which the visitor may record one late."""
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> dict[str, str]:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        workflow, chart = release.workflow(case.workflow), release.chart(case.workflow)
        mine = [step for step in workflow.steps if set(step.by) & set(visit.person.roles)]
        events = dict.fromkeys(step.event for step in mine)
        shut = [event for event in events if not chart.open_steps(case.state, event)]
        return {event: titles_of(s for s in mine if s.event == event) for event in shut}

    steps = door(site).look(visit.person, ref, "steps not open", now, read)
    return site.pages.page(request, "late.html", visit=visit, ref=ref, steps=steps)


@ROUTES.get("/steps/{event}")
def ask(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, late: str = ""
) -> Response:
    """The form, with the rows that are known already. `late=yes`: also where it is not open now."""
    try:
        wanted = _asked(site, visit, ref, event, _EMPTY, late=late == "yes")
    except Refused as refused:
        if refused.code != "event_not_open":
            raise
        return _not_open(request, site, visit, ref, event)
    return show_form(request, site, visit, wanted)


def _not_open(request: Request, site: Site, visit: SignedIn, ref: str, event: str) -> Response:
    def read(reading: Reading) -> dict[str, str]:
        release, case = check_sight(reading, site.app.catalogue, visit.person, ref, site.app.now())
        workflow = release.workflow(case.workflow)
        title = titles_of(step for step in workflow.steps if step.event == event)
        return {"title": title, "place": workflow.place_title(case.state)}

    told = door(site).look(visit.person, ref, f"step {event}", site.app.now(), read)
    return site.pages.page(request, "not_open.html", status=409, visit=visit, ref=ref, **told)


@ROUTES.post("/steps/{event}")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: WithFiles
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    return answer(request, site, visit, _asked(site, visit, ref, event, form, late=True), form)


def _asked(
    site: Site, visit: SignedIn, ref: str, event: str, given: FormData, *, late: bool
) -> Asked:
    """The step as it is asked now. `given`: what is typed so far, by which it is known who is free.

    Raises Refused `event_not_open`, but not with `late`.
    """
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        scope = partial(scope_of, reading, app.catalogue, visit.person, policy=app.settings.policy)
        around = around_case(reading, app.catalogue, case, asked(now).as_of, scope)
        workflow = release.workflow(case.workflow)
        see = seen_by(reading, app.catalogue, visit.person, now)
        ties = {link: case.linked(link) for link in case.links}
        around = replace(around, begun=beginnings(workflow, ref, ties, asked(now).as_of, see))
        is_open = bool(release.chart(case.workflow).open_steps(case.state, event))
        form_of = late_form if late and not is_open else step_form
        found = form_of(release, case, event, around)
        at = _moment_typed(given, found, workflow.diary.starts) if workflow.diary else None
        about = about_of(release, case, _seen(around))
        found = replace(found, names=(*found.names, *about))
        found = with_availability(_desk(site, visit, reading), case, found, at)
        roles, called = roles_of(visit, found), (case_name(release, case), *about.values())
        here = f"/cases/{quote(ref, safe='')}/steps/{quote(event, safe='')}"
        return Asked(
            ref=ref,
            address=here if is_open else f"{here}?late=yes",
            above=f"{', '.join(called)}: {workflow.place_title(case.state)}",
            beforehand=(
                *_instead_of(workflow, case, visit, roles, colleagues(reading)),
                *limits(workflow, case, found, around.cases),
            ),
            back=(ref, home(found, ref)),
            form=found,
            roles=roles,
            revision=case.revision,
            late=not is_open,
        )

    found = door(site).look(visit.person, ref, f"step {event}", now, read)
    look_at_named(site, visit, found.form, f"in step {event} of {ref}")
    return found


def _desk(site: Site, visit: SignedIn, reading: Reading) -> Desk:
    """What meetings beside this one are found by."""
    app = site.app
    seen = viewed(reading, app.catalogue, visit.person, Chosen(), policy=app.settings.policy)
    return Desk(reading=reading, catalogue=app.catalogue, seen=seen, what=asked(app.now()))


def _instead_of(
    workflow: Workflow, case: Case, visit: SignedIn, roles: Mapping[str, str], name_of: NameOf
) -> Iterator[str]:
    """Who else has the role on the case in which a visitor without one would take the step."""
    me = visit.person.person
    if any(each.person == me for each in holdings(workflow, case)):
        return
    for role, title in roles.items():
        if who := holder(workflow, case, role):
            yield f"{title} of this case is {name_of(who)}; what you record stands under your name."


def _seen(around: Around) -> dict[str, tuple[Release, Case]]:
    return {ref: around.cases[ref] for ref in around.names if ref in around.cases}


def _moment_typed(given: FormData, form: StepForm, name: str) -> datetime | None:
    """The moment that was typed as an answer to that question, if it is one."""
    try:
        found = moment(str(typed(given, form.fields).get(name, "")))
    except ValueError:
        return None
    if not isinstance(found, datetime) or found.tzinfo is None or not is_a_year(found.year):
        return None
    return found
