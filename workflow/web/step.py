"""Taking a step: a form made of the definition, a page that tells what will happen, and done.

The form carries the revision of the case that it was made for and an id of its own: sent twice it
is done once, and where the case has changed meanwhile it comes back with all that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
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
from workflow.engine.case_page import CasePage, case_page
from workflow.engine.door import check_sight
from workflow.engine.due_list import asked
from workflow.engine.foresee import foresee
from workflow.engine.step_form import Field, StepForm, step_form
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.fields import a_day, filled_rows, kept, typed
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/steps/{event}")
_EMPTY = FormData()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step of a case, and the page of the case above it."""

    case: CasePage
    form: StepForm
    roles: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What stands in the way, and beside which fields."""

    sentence: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False


@ROUTES.get("")
def ask(request: Request, site: Here, visit: Visitor, ref: str, event: str) -> Response:
    """The form, empty."""
    return _form(request, site, visit, _asked(site, visit, ref, event), _EMPTY)


@ROUTES.post("")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, event: str, form: Posted
) -> Response:
    """Go back to the form, on to the page that tells what will happen, or do it."""
    wanted = _asked(site, visit, ref, event)
    command = _command(site, visit, wanted, form)
    if form.get("go") == "change":
        return _form(request, site, visit, wanted, form)
    try:
        if form.get("go") == "do":
            site.app.run(command, revision=_revision(form))
            return RedirectResponse(f"/cases/{quote(ref, safe='')}?done={quote(event)}", 303)
        return _check(request, site, visit, wanted, form, command)
    except Refused as refused:
        wrong = wrong_of(refused, wanted.form)
        return _form(request, site, visit, wanted, form, wrong)


def _asked(site: Site, visit: SignedIn, ref: str, event: str) -> Asked:
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Asked:
        release, case = check_sight(reading, app.catalogue, visit.person, ref, now)
        found = step_form(release, case, event)
        mine = {role: title for role, title in found.roles.items() if role in visit.person.roles}
        if not mine:
            raise Refused("not_mine", f"“{found.title}” is for: {', '.join(found.roles.values())}")
        page = case_page(reading, app.catalogue, ref, asked(now))
        return Asked(case=page, form=found, roles=mine)

    return door(site).look(visit.person, ref, f"step {event}", now, read)


def _command(site: Site, visit: SignedIn, wanted: Asked, form: FormData) -> Command:
    chosen = str(form.get("role", ""))
    roles = list(wanted.roles)
    day = a_day(form, "occurred_on") if wanted.form.asks_day else ""
    return Command(
        case=wanted.case.case,
        event=wanted.form.event,
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


def _revision(form: FormData) -> int:
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
        case=wanted.case,
        step=wanted.form,
        answers=[
            (each.label, _told(each, command.facts[each.name]))
            for each in wanted.form.fields
            if each.name in command.facts
        ],
        day=command.occurred_on,
        ahead=ahead,
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
    return site.pages.page(
        request,
        "step.html",
        status=422 if wrong else 200,
        visit=visit,
        case=wanted.case,
        step=wanted.form,
        roles=wanted.roles,
        wrong=found,
        values=kept(form),
        rows={each.name: filled_rows(form, each) for each in wanted.form.fields if each.columns},
        # After a look at what has changed, it is the case of now that the form is for.
        revision=wanted.case.revision if found.stale or not form else form.get("revision", ""),
        command_id=form.get("command_id") or new_token(),
        today=asked(site.app.now()).as_of,
    )


def wrong_of(refused: Refused, form: StepForm) -> Wrong:
    """A refusal in the words of the page: its names of facts are labels here."""
    labels = {each.name: each.label for each in form.fields}
    named = [name for name in re.findall(r"`(\w+)`", str(refused)) if name in labels]
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


def _told(asked_for: Field, value: Any) -> str:
    """An answer as the check page shows it."""
    if isinstance(value, Mapping):
        return "; ".join(f"{ref}: {_row(asked_for, row)}" for ref, row in value.items())
    if isinstance(value, list):
        rows = [_row(asked_for, v) if isinstance(v, Mapping) else _one(asked_for, v) for v in value]
        return "; ".join(rows)
    return _one(asked_for, value)


def _row(asked_for: Field, row: Mapping[str, Any]) -> str:
    cells = ((each, row[each.name]) for each in asked_for.columns if each.name in row)
    return ", ".join(f"{each.label}: {_told(each, value)}" for each, value in cells)


def _one(asked_for: Field, value: Any) -> str:
    if asked_for.kind in (FactKind.DATE, FactKind.DATETIME):
        return moment_name(moment(value))
    return asked_for.codes.get(str(value), str(value))
