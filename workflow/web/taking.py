"""A form of a definition on its way: asked, told what will happen, done; of whichever step it is.

The form carries the revision of the case that it was made for and an id of its own: sent twice it
is done once, and where the case has changed meanwhile it comes back with all that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Command, Refused
from workflow.engine.accounts import new_token
from workflow.engine.due_list import asked
from workflow.engine.foresee import foresee
from workflow.engine.step_form import StepForm
from workflow.web.answers import told
from workflow.web.fields import a_day, begun, filled_rows, kept, typed
from workflow.web.foretold import letters_told
from workflow.web.site import Site
from workflow.web.visiting import SignedIn
from workflow.web.wrong import Wrong, wrong_of

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
    if form.get("go") in ("change", "more"):
        return _form(request, site, visit, wanted, form)
    try:
        if form.get("go") == "do":
            outcome = site.app.run(command, revision=_revision(wanted, form))
            done = f"{home(wanted.form, outcome.case)}?done={quote(command.event)}"
            return RedirectResponse(done, 303)
        return _check(request, site, visit, wanted, form, command)
    except Refused as refused:
        wrong = wrong_of(refused, wanted.form)
        return _form(request, site, visit, wanted, form, wrong)


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
    revision = _revision(wanted, form)
    ahead = foresee(site.app.store, site.app.catalogue, command, revision=revision)
    return site.pages.page(
        request,
        "check.html",
        visit=visit,
        asked=wanted,
        step=wanted.form,
        answers=[
            (each.label, told(each, command.facts[each.name]))
            for each in wanted.form.fields
            if each.name in command.facts
        ],
        day=command.occurred_on,
        ahead=ahead,
        letters=letters_told(ahead.letters),
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
