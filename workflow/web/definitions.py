"""What the process owner looks at: the definitions, each with its picture, words and source.

Everybody who is signed in may read them: nothing in them is personal. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from definitions import FOLDER
from workflow.definition.beside import beside
from workflow.definition.diagram import svg
from workflow.definition.diagram.table import TASKS, WAYS, task_lines, way_lines
from workflow.definition.model import Workflow
from workflow.definition.problem import Problem
from workflow.definition.reader import texts_of
from workflow.engine.catalogue import process_folder
from workflow.engine.definition_shelf import (
    Shelf,
    changed_by,
    document,
    files_of,
    shelf,
    wrong_in,
)
from workflow.engine.stays import heat, stays
from workflow.engine.viewing import Chosen
from workflow.errors import WrongUse
from workflow.web.board_ground import desk_of
from workflow.web.site import Here, Site
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/definitions")


def _policy(site: Here, policy: str | None = None) -> str:
    return site.app.settings.policy if policy is None else policy


ChosenPolicy = Annotated[str, Depends(_policy)]


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor) -> Response:
    """The workflows, what was published and runs how many cases, and what each policy changes."""
    with site.app.store.reading() as reading:
        catalogue = site.app.catalogue
        found = shelf(reading, catalogue, site.app.settings.policy)
        itself = catalogue.newest(reading, "")
        changes = {
            policy: changed_by(catalogue.newest(reading, policy), itself)
            for policy in found.policies
            if policy
        }
        titles = {p: catalogue.newest(reading, p).process.policy.title for p in changes}
    return site.pages.page(
        request, "definitions.html", visit=visit, shelf=found, changes=changes, titles=titles
    )


@ROUTES.get("/check")
def check(request: Request, site: Here, visit: Visitor) -> Response:
    """What is wrong with the files as they are in their folder now."""
    folder = process_folder(site.app.settings.definitions or FOLDER)
    found = wrong_in(folder)
    return site.pages.page(request, "definitions_check.html", visit=visit, problems=found)


@ROUTES.get("/{workflow}")
def show_one(
    request: Request,
    site: Here,
    visit: Visitor,
    workflow: str,
    policy: ChosenPolicy,
    late: str = "",
) -> Response:
    """A workflow: its picture, and its ways and tasks in words.

    `late`: its states are the redder, the more is late of what waits there in cases that the person
    sees.
    """
    found = _shelf(site, policy)
    flow = _workflow(found, workflow)
    shares = _late(site, visit, flow) if late else {}
    return site.pages.page(
        request,
        "definition.html",
        visit=visit,
        shelf=found,
        flow=flow,
        policy=policy,
        picture=svg(flow, heat=shares),
        late=bool(late),
        marks=" ".join(f"state-{leaf}:cw-heat-{ceil(4 * s)}" for leaf, s in shares.items() if s),
        ways=list(way_lines(flow)),
        way_heads=WAYS,
        tasks=list(task_lines(flow)),
        task_heads=TASKS,
        files=files_of(found.release, flow),
    )


def _late(site: Site, visit: SignedIn, flow: Workflow) -> Mapping[str, float]:
    with desk_of(site, visit, Chosen(kind=flow.name)) as desk:
        return heat(stays(desk, flow))


@ROUTES.get("/{workflow}/bpmn")
def show_bpmn(
    site: Here, visit: Visitor, workflow: str, policy: ChosenPolicy, save: str = ""
) -> Response:
    """The workflow in BPMN, for the picture or for another tool."""
    found = _shelf(site, policy)
    flow = _workflow(found, workflow)
    name = f'attachment; filename="{flow.name}.bpmn"'
    headers = {"Content-Disposition": name} if save else {}
    text = document(found.release, flow.name)
    return Response(text, headers=headers, media_type="application/xml")


@ROUTES.get("/{workflow}/source")
def show_source(
    request: Request,
    site: Here,
    visit: Visitor,
    workflow: str,
    policy: ChosenPolicy,
    file: str = "",
    checked: str = "",
) -> Response:
    """A file of a workflow line by line, and beside each part what it says in words.

    `checked`: with what is wrong in these lines, as the file in the folder has them.
    """
    found = _shelf(site, policy)
    flow = _workflow(found, workflow)
    files = files_of(found.release, flow)
    if file and file not in files:
        raise HTTPException(404)
    shown = file or files[0]
    problems = _problems(site, shown, found.release.texts[shown]) if checked else ()
    return site.pages.page(
        request,
        "definition_source.html",
        visit=visit,
        shelf=found,
        flow=flow,
        policy=policy,
        files=files,
        file=shown,
        checked=bool(checked),
        problems=problems,
        blocks=beside(flow, shown, found.release.texts[shown], problems or ()),
    )


def _shelf(site: Site, policy: str) -> Shelf:
    with site.app.store.reading() as reading:
        try:
            return shelf(reading, site.app.catalogue, policy)
        except WrongUse as wrong:
            raise HTTPException(404) from wrong


def _workflow(found: Shelf, name: str) -> Workflow:
    if name not in found.release.process.workflows:
        raise HTTPException(404)
    return found.release.workflow(name)


def _problems(site: Site, file: str, text: str) -> tuple[Problem, ...] | None:
    """What is wrong in a file; None where the folder has another file than was published."""
    folder = process_folder(site.app.settings.definitions or FOLDER)
    if texts_of(folder).get(file) != text:
        return None
    return tuple(each for each in wrong_in(folder) if each.position.file == file)
