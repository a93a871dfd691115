"""Taking a step of a case: a form made of the definition, what will happen, and done."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.engine.around import around_case
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.step_form import step_form
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.site import Here, Site
from workflow.web.taking import Asked, answer, home, roles_of, show_form
from workflow.web.uploads import WithFiles
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/steps/{event}")


@ROUTES.get("")
def ask(request: Request, site: Here, visit: Visitor, ref: str, event: str) -> Response:
    """The form, with the rows that are known already."""
    return show_form(request, site, visit, _asked(site, visit, ref, event))


@ROUTES.post("")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: WithFiles
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    return answer(request, site, visit, _asked(site, visit, ref, event), form)


def _asked(site: Site, visit: SignedIn, ref: str, event: str) -> Asked:
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        around = around_case(reading, app.catalogue, case, asked(now).as_of)
        found = step_form(release, case, event, around)
        place = release.workflow(case.workflow).place_title(case.state)
        return Asked(
            ref=ref,
            address=f"/cases/{quote(ref, safe='')}/steps/{quote(event, safe='')}",
            above=f"{ref}: {place}",
            back=(ref, home(found, ref)),
            form=found,
            roles=roles_of(visit, found),
            revision=case.revision,
        )

    return door(site).look(visit.person, ref, f"step {event}", now, read)
