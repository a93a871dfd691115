"""Taking a step of a case: a form made of the definition, what will happen, and done."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from workflow.case.record import moment
from workflow.engine.around import around_case
from workflow.engine.availability import with_availability
from workflow.engine.board import Desk
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.step_form import StepForm, step_form
from workflow.engine.viewing import Chosen, viewed
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.fields import typed
from workflow.web.site import Here, Site
from workflow.web.taking import Asked, answer, home, roles_of, show_form
from workflow.web.uploads import WithFiles
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/steps/{event}")
_EMPTY = FormData()


@ROUTES.get("")
def ask(request: Request, site: Here, visit: Visitor, ref: str, event: str) -> Response:
    """The form, with the rows that are known already."""
    return show_form(request, site, visit, _asked(site, visit, ref, event, _EMPTY))


@ROUTES.post("")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: WithFiles
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    return answer(request, site, visit, _asked(site, visit, ref, event, form), form)


def _asked(site: Site, visit: SignedIn, ref: str, event: str, given: FormData) -> Asked:
    """The step as it can be taken now. `given`: what is typed so far, by which it is known who is
    free.
    """
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        around = around_case(reading, app.catalogue, case, asked(now).as_of)
        found = step_form(release, case, event, around)
        workflow = release.workflow(case.workflow)
        at = _moment_typed(given, found, workflow.diary.starts) if workflow.diary else None
        found = with_availability(_desk(site, visit, reading), case, found, at)
        return Asked(
            ref=ref,
            address=f"/cases/{quote(ref, safe='')}/steps/{quote(event, safe='')}",
            above=f"{ref}: {workflow.place_title(case.state)}",
            back=(ref, home(found, ref)),
            form=found,
            roles=roles_of(visit, found),
            revision=case.revision,
        )

    return door(site).look(visit.person, ref, f"step {event}", now, read)


def _desk(site: Site, visit: SignedIn, reading: Reading) -> Desk:
    """What meetings beside this one are found by."""
    app = site.app
    seen = viewed(reading, app.catalogue, visit.person, Chosen(), policy=app.settings.policy)
    return Desk(reading=reading, catalogue=app.catalogue, seen=seen, what=asked(app.now()))


def _moment_typed(given: FormData, form: StepForm, name: str) -> datetime | None:
    """The moment that was typed as an answer to that question, if it is one."""
    try:
        found = moment(str(typed(given, form.fields).get(name, "")))
    except ValueError:
        return None
    return found if isinstance(found, datetime) and found.tzinfo is not None else None
