"""Opening a case: which kinds there are, and the form of one, about a case that there is or not."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from workflow.case.evolve import unopened
from workflow.case.model import Refused
from workflow.definition.model import OPEN_CASE
from workflow.engine.around import around_opening, links_to
from workflow.engine.completing import NEW
from workflow.engine.door import check_sight
from workflow.engine.step_form import step_form
from workflow.store.reading import Reading
from workflow.web.case import door, look_at_named
from workflow.web.site import Here, Site
from workflow.web.taking import Asked, answer, roles_of, show_form
from workflow.web.uploads import WithFiles
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/open")


@ROUTES.get("")
def kinds(request: Request, site: Here, visit: Visitor) -> Response:
    """The kinds of case that the visitor may open."""
    with site.app.store.reading() as reading:
        flows = site.app.catalogue.newest(reading, site.app.settings.policy).process.workflows
    mine = [each for each in flows.values() if set(each.opening.by) & set(visit.person.roles)]
    others = [
        (each.opening.title, [each.roles[role].title for role in each.opening.by])
        for each in flows.values()
        if each.opening.by and each not in mine
    ]
    return site.pages.page(request, "open.html", visit=visit, workflows=mine, others=others)


@ROUTES.get("/{workflow}")
def ask(request: Request, site: Here, visit: Visitor, workflow: str, about: str = "") -> Response:
    """The form, in which the case that it is about is ticked already."""
    wanted, links = _asked(site, visit, workflow, about)
    ticked = FormData([(link, about) for link in links if len(links) == 1])
    look_at_named(site, visit, wanted.form, f"to open {workflow}")
    return show_form(request, site, visit, wanted, ticked)


@ROUTES.post("/{workflow}")
def take(
    request: Request, site: Here, visit: Visitor, workflow: str, form: WithFiles, about: str = ""
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or open the case."""
    return answer(request, site, visit, _asked(site, visit, workflow, about)[0], form)


def _asked(site: Site, visit: SignedIn, name: str, about: str) -> tuple[Asked, list[str]]:
    """The form, and the links by which the new case can be tied to the one that it is about."""
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> tuple[Asked, list[str]]:
        release = app.catalogue.newest(reading, app.settings.policy)
        if name not in release.process.workflows:
            raise Refused("unknown_event", "there is no such kind of case")
        workflow, calendar = release.workflow(name), app.catalogue.calendar_of(release)
        around = around_opening(reading, app.catalogue, workflow, visit.person, about, now)
        form = step_form(release, unopened(NEW, name, release, calendar, now), OPEN_CASE, around)
        back = (about, f"/cases/{quote(about, safe='')}") if about else ("My work", "/")
        wanted = Asked(
            ref=NEW,
            address=f"/open/{quote(name, safe='')}" + (f"?about={quote(about)}" if about else ""),
            above=workflow.title,
            back=back,
            form=form,
            roles=roles_of(visit, form),
            revision=None,
            workflow=name,
        )
        if not about:
            return wanted, []
        return wanted, links_to(workflow, _kind_of(reading, about))

    def _kind_of(reading: Reading, ref: str) -> str:
        return check_sight(reading, app.catalogue, visit.person, ref, now)[1].workflow

    if about:
        return door(site).look(visit.person, about, f"to open {name}", now, read)
    with app.store.reading() as reading:
        return read(reading)
