"""Taking a step: a form made of the definition, a page that tells what will happen, and done.

The form carries the revision of the case that it was made for and an id of its own: sent twice it
is done once, and where the case has changed meanwhile it comes back with all that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Command, Refused
from workflow.case.record import moment
from workflow.deadlines.naming import moment_name
from workflow.definition.model import FactKind
from workflow.engine.accounts import new_token
from workflow.engine.around import around_case
from workflow.engine.availability import with_availability
from workflow.engine.board import Desk
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.foresee import foresee
from workflow.engine.step_form import Field, StepForm, step_form
from workflow.engine.viewing import Chosen, viewed
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.fields import a_day, begun, filled_rows, kept, typed
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/steps/{event}")
_EMPTY = FormData()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step of a case, or one that opens a case of that `workflow`. `above` stands over its title,
    `back` is where the page goes back to: what it is called, and its address.
    """

    ref: str
    above: str
    back: tuple[str, str]
    form: StepForm
    roles: Mapping[str, str]
    revision: int | None
    workflow: str = ""


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What stands in the way, and beside which fields."""

    sentence: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False


@ROUTES.get("")
def ask(request: Request, site: Here, visit: Visitor, ref: str, event: str) -> Response:
    """The form, with the rows that are known already."""
    return show_form(request, site, visit, _asked(site, visit, ref, event, _EMPTY))


@ROUTES.post("")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: Posted
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    return answer(request, site, visit, _asked(site, visit, ref, event, form), form)


def show_form(
    request: Request, site: Site, visit: SignedIn, wanted: Asked, begun_with: FormData = _EMPTY
) -> Response:
    """The form as it is at first."""
    return _form(request, site, visit, wanted, begun_with)


def answer(
    request: Request, site: Site, visit: SignedIn, wanted: Asked, form: FormData
) -> Response:
    """What follows from a form that was sent."""
    command = _command(site, visit, wanted, form)
    if form.get("go") in ("change", "more", "free"):
        return _form(request, site, visit, wanted, form)
    try:
        if form.get("go") == "do":
            outcome = site.app.run(command, revision=_revision(wanted, form))
            done = f"{home(wanted.form, outcome.case)}?done={quote(command.event)}"
            return RedirectResponse(done + ("&view=large" if _is_large(request) else ""), 303)
        return _check(request, site, visit, wanted, form, command)
    except Refused as refused:
        wrong = wrong_of(refused, wanted.form)
        return _form(request, site, visit, wanted, form, wrong)


def _is_large(request: Request) -> bool:
    """Whether the pages are read across a room: they stay so from step to step."""
    return request.query_params.get("view") == "large"


def _asked(site: Site, visit: SignedIn, ref: str, event: str, given: FormData) -> Asked:
    """The step as it can be taken now. `given`: what is typed so far, by which it is known who is
    free.
    """
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        around = around_case(reading, app.catalogue, case, asked(now).as_of)
        found = step_form(release, case, event, around)
        diary = release.workflow(case.workflow).diary
        policy = app.settings.policy
        seen = viewed(reading, app.catalogue, visit.person, Chosen(), policy=policy)
        desk = Desk(reading=reading, catalogue=app.catalogue, seen=seen, what=asked(now))
        at = _moment_typed(given, found, diary.starts) if diary is not None else None
        found = with_availability(desk, case, found, at)
        place = release.workflow(case.workflow).place_title(case.state)
        return Asked(
            ref=ref,
            above=f"{ref}: {place}",
            back=(ref, home(found, ref)),
            form=found,
            roles=roles_of(visit, found),
            revision=case.revision,
        )

    return door(site).look(visit.person, ref, f"step {event}", now, read)


def _moment_typed(given: FormData, form: StepForm, name: str) -> datetime | None:
    """The moment that was typed as an answer to that question, if it is one."""
    try:
        found = moment(str(typed(given, form.fields).get(name, "")))
    except ValueError:
        return None
    return found if isinstance(found, datetime) and found.tzinfo is not None else None


def home(form: StepForm, ref: str) -> str:
    """The page from which steps of a case are taken: that of the meeting, if it is one."""
    return f"/cases/{quote(ref, safe='')}{'/meeting' if form.of_meeting else ''}"


def roles_of(visit: SignedIn, form: StepForm) -> dict[str, str]:
    """In which roles the visitor can take the step. Raises Refused `not_mine`."""
    mine = {role: title for role, title in form.roles.items() if role in visit.person.roles}
    if not mine:
        raise Refused("not_mine", f"“{form.title}” is for: {', '.join(form.roles.values())}")
    return mine


def _command(site: Site, visit: SignedIn, wanted: Asked, form: FormData) -> Command:
    chosen = str(form.get("role", ""))
    roles = list(wanted.roles)
    day = a_day(form, "occurred_on") if wanted.form.asks_day else ""
    return Command(
        case=wanted.ref,
        event=wanted.form.event,
        workflow=wanted.workflow,
        policy=site.app.settings.policy if wanted.workflow else "",
        recorded_at=site.app.now(),
        actor=visit.person.person,
        role=chosen if chosen in roles else roles[0],
        occurred_on=_day(day),
        facts=typed(form, wanted.form.fields),
        command_id=str(form.get("command_id", ""))[:64],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _revision(wanted: Asked, form: FormData) -> int | None:
    if wanted.revision is None:
        return None
    told = str(form.get("revision", ""))
    return int(told) if told.isdecimal() else -1


def _check(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Asked,
    form: FormData,
    command: Command,
) -> Response:
    ahead = foresee(site.app.store, site.app.catalogue, command)
    return site.pages.page(
        request,
        "check.html",
        visit=visit,
        large=_is_large(request),
        asked=wanted,
        step=wanted.form,
        answers=[
            (each.label, _told(each, command.facts[each.name]))
            for each in wanted.form.fields
            if each.name in command.facts
        ],
        day=command.occurred_on,
        ahead=ahead,
        cautions=[
            f"{each.label}, {each.codes[chosen]}: {note.text}"
            for each in wanted.form.fields
            if (chosen := str(command.facts.get(each.name, ""))) in each.notes
            if (note := each.notes[chosen]).warns
        ],
        kept=kept(form),
        revision=form.get("revision", ""),
        command_id=form.get("command_id", ""),
    )


def _form(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Asked,
    form: FormData,
    wrong: Wrong | None = None,
) -> Response:
    found = wrong or Wrong()
    given = form or begun(wanted.form.fields, wanted.form.known)
    return site.pages.page(
        request,
        "step.html",
        status=422 if wrong else 200,
        visit=visit,
        large=_is_large(request),
        asked=wanted,
        step=wanted.form,
        roles=wanted.roles,
        wrong=found,
        values=kept(given),
        rows={each.name: filled_rows(given, each) for each in wanted.form.fields if each.columns},
        # After a look at what has changed, it is the case of now that the form is for.
        revision=wanted.revision if found.stale or not form else form.get("revision", ""),
        command_id=form.get("command_id") or new_token(),
        today=asked(site.app.now()).as_of,
    )


def wrong_of(refused: Refused, form: StepForm) -> Wrong:
    """A refusal in the words of the page: its names of facts are labels here."""
    columns = (column for each in form.fields for column in each.columns)
    own = {each.name: each.label for each in form.fields}
    labels = {each.name: each.label for each in columns} | own
    named = [name for name in re.findall(r"`(\w+)`", str(refused)) if name in own]
    sentence = re.sub(
        r"`(\w+)`( \([^)]*\))?", lambda m: f"“{labels.get(m[1], m[1])}”", str(refused)
    )
    sentence = sentence[0].upper() + sentence[1:].rstrip(".") + "."
    if refused.code == "missing_fact":
        beside = {name: f"{labels[name]}: this is needed" for name in named}
        return Wrong(sentence="" if beside else sentence, beside=beside)
    if refused.code == "wrong_fact" and named:
        return Wrong(beside={named[0]: sentence})
    return Wrong(
        sentence=sentence,
        beside={named[0]: sentence} if named else {},
        stale=refused.code == "stale_revision",
    )


def _told(asked_for: Field, value: Any) -> str | list[str]:
    """An answer as the check page shows it: of rows each for itself."""
    if isinstance(value, Mapping):
        return [f"{ref}: {_row(asked_for, row)}" for ref, row in value.items()]
    if isinstance(value, list):
        rows = [_row(asked_for, v) if isinstance(v, Mapping) else _one(asked_for, v) for v in value]
        return rows if asked_for.columns else "; ".join(rows)
    return _one(asked_for, value)


def _row(asked_for: Field, row: Mapping[str, Any]) -> str:
    cells = ((each, row[each.name]) for each in asked_for.columns if each.name in row)
    return ", ".join(f"{each.label}: {_told(each, value)}" for each, value in cells)


def _one(asked_for: Field, value: Any) -> str:
    if asked_for.kind in (FactKind.DATE, FactKind.DATETIME):
        return moment_name(moment(value))
    return asked_for.codes.get(str(value), str(value))
