"""Taking a step of a case: a form made of the definition, what will happen, and done.

A step that is not open any more is recorded late, in its place: what was typed is never lost to it.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.case.model import Refused
from workflow.engine.around import around_case
from workflow.engine.changes import titles_of
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.step_form import late_form, step_form
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.site import Here, Site
from workflow.web.taking import Asked, answer, home, roles_of, show_form
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}")


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
        wanted = _asked(site, visit, ref, event, late=late == "yes")
    except Refused as refused:
        if refused.code != "event_not_open":
            raise
        sentence = f"{refused}".rstrip(".") + "."
        told = {"visit": visit, "ref": ref, "sentence": sentence}
        return site.pages.page(request, "not_open.html", status=409, **told)
    return show_form(request, site, visit, wanted)


@ROUTES.post("/steps/{event}")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: Posted
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    return answer(request, site, visit, _asked(site, visit, ref, event, late=True), form)


def _asked(site: Site, visit: SignedIn, ref: str, event: str, *, late: bool) -> Asked:
    """The step as it is asked now. Raises Refused `event_not_open`, but not with `late`."""
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        around = around_case(reading, app.catalogue, case, asked(now).as_of)
        is_open = bool(release.chart(case.workflow).open_steps(case.state, event))
        form_of = late_form if late and not is_open else step_form
        found = form_of(release, case, event, around)
        place = release.workflow(case.workflow).place_title(case.state)
        here = f"/cases/{quote(ref, safe='')}/steps/{quote(event, safe='')}"
        return Asked(
            ref=ref,
            address=here if is_open else f"{here}?late=yes",
            above=f"{ref}: {place}",
            back=(ref, home(found, ref)),
            form=found,
            roles=roles_of(visit, found),
            revision=case.revision,
            late=not is_open,
        )

    return door(site).look(visit.person, ref, f"step {event}", now, read)
