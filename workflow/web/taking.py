"""A form of a definition on its way: asked, told what will happen, done; of whichever step it is.

The form carries the revision of the case that it was made for and an id of its own: sent twice it
is done once, and where the case has changed meanwhile it comes back with all that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Command, Refused
from workflow.clock import london_day
from workflow.definition.comparison import spelt
from workflow.definition.model import FactKind
from workflow.engine.accounts import new_token
from workflow.engine.case_history import HistoryLine, rows_since
from workflow.engine.colleagues import colleagues
from workflow.engine.drafts import FormOf
from workflow.engine.due_list import asked
from workflow.engine.foresee import foresee
from workflow.engine.form import StepForm
from workflow.web.answers import told
from workflow.web.drafting import TYPING, found, keep_typed
from workflow.web.fields import (
    a_day,
    a_number,
    filled,
    filled_rows,
    kept,
    row_numbers,
    typed,
    typed_day,
)
from workflow.web.foretold import letters_told
from workflow.web.planned_days import meets_on_no_working_day
from workflow.web.site import Site
from workflow.web.uploads import check_files
from workflow.web.visiting import SignedIn
from workflow.web.wrong import Wrong, as_numbered, wrong_of

_EMPTY = FormData()
_CLOSED = "This step is not open any more; see what has been recorded since"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step of a case, or one that opens a case of that `workflow`. `address` is its page's.

    `above` stands over its title, and `beforehand` below it, what one should know. `back` is where
    the page goes back to: what it is called, and its address. `late`: it is not open now, and what
    happened while it was can be recorded.
    """

    ref: str
    address: str
    above: str
    back: tuple[str, str]
    form: StepForm
    roles: Mapping[str, str]
    revision: int | None
    workflow: str = ""
    late: bool = False
    beforehand: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """The case that it is about; empty where one is opened about none."""
        called, address = self.back
        return called if address != "/" else ""


def show_form(
    request: Request, site: Site, visit: SignedIn, wanted: Asked, begun_with: FormData = _EMPTY
) -> Response:
    """The form as it is at first, or with what the person has typed into it before."""
    draft = found(site, whose(visit, wanted))
    if draft is None:
        first = filled(wanted.form.fields, wanted.form.known).multi_items()
        first += begun_with.multi_items()
        return _form(request, site, visit, wanted, FormData(first))
    typed = FormData(list(draft.typed))
    return _form(request, site, visit, wanted, typed, kept_at=draft.touched_at)


def answer(
    request: Request, site: Site, visit: SignedIn, wanted: Asked, form: FormData
) -> Response:
    """What follows from a form that was sent. What was typed is kept until it is recorded."""
    mine, go = whose(visit, wanted), form.get("go")
    if go == "afresh":
        site.drafts.drop(site.app.store, mine)
        return RedirectResponse(wanted.address, 303)
    if wanted.late and not _is_late(form):
        keep_typed(site, mine, form)
        return _form(request, site, visit, wanted, form, Wrong(sentence=_CLOSED, stale=True))
    try:
        check_files(form)
        if go == "do":
            done = _done(site, visit, wanted, form)
            site.drafts.drop(site.app.store, mine)
            return RedirectResponse(done + ("&view=large" if _is_large(request) else ""), 303)
        is_kept = keep_typed(site, mine, form)
        if go == "draft" and TYPING in request.headers:
            return Response(status_code=204)
        if go in ("change", "more", "free", "draft"):
            kept_at = site.app.now() if go == "draft" and is_kept else None
            return _form(request, site, visit, wanted, form, kept_at=kept_at)
        return _check(request, site, visit, wanted, form)
    except Refused as refused:
        if go == "do":
            keep_typed(site, mine, form)
        late = wanted.late or refused.code == "event_closed_since"
        numbers = row_numbers(form, wanted.form.fields)
        wrong = as_numbered(wrong_of(refused, wanted.form), wanted.form, numbers)
        return _form(request, site, visit, replace(wanted, late=late), form, wrong)


def _is_large(request: Request) -> bool:
    """Whether the pages are read across a room: they stay so from step to step."""
    return request.query_params.get("view") == "large"


def whose(visit: SignedIn, wanted: Asked) -> FormOf:
    """The form as one of that person."""
    return FormOf(
        person=visit.person.person,
        about=wanted.address if wanted.workflow else wanted.ref,
        event=wanted.form.event,
        title=", ".join(filter(None, (wanted.form.title, wanted.about))),
        address=wanted.address,
    )


def _done(site: Site, visit: SignedIn, wanted: Asked, form: FormData) -> str:
    """Record it, and go on to that address."""
    command = _command(site, visit, wanted, form)
    outcome = site.app.run(command, revision=_revision(wanted, form))
    return f"{home(wanted.form, outcome.case)}?done={quote(command.event)}"


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
    return Command(
        case=wanted.ref,
        event=wanted.form.event,
        workflow=wanted.workflow,
        policy=site.app.settings.policy if wanted.workflow else "",
        recorded_at=site.app.now(),
        actor=visit.person.person,
        role=chosen if chosen in roles else roles[0],
        occurred_on=_on(wanted, form),
        facts=typed(form, wanted.form.fields),
        command_id=str(form.get("command_id", ""))[:64],
        late=_is_late(form),
    )


def _on(wanted: Asked, form: FormData) -> date | None:
    """The day that was typed. Raises Refused `wrong_day`, `day_missing`."""
    if not wanted.form.asks_day:
        return None
    day = typed_day(a_day(form, "occurred_on"))
    if day is None and _is_late(form):
        raise Refused("day_missing", "give the day on which it happened: that finds its place")
    return day


def _is_late(form: FormData) -> bool:
    return form.get("late") == "yes"


def _revision(wanted: Asked, form: FormData) -> int | None:
    if wanted.revision is None:
        return None
    return a_number(form, "revision")


def _cautions(site: Site, wanted: Asked, command: Command) -> Iterator[str]:
    """What speaks against whoever or whichever place is chosen, and the day of a meeting."""
    for each in wanted.form.fields:
        chosen = str(command.facts.get(each.name, ""))
        if chosen in each.notes and (note := each.notes[chosen]).warns:
            yield f"{each.label}, {each.codes[chosen]}: {note.text}"
        if by := each.taken.get(str(spelt(chosen))):
            yield f"{each.label}: {chosen} is also taken by {by}"
    today, calendar = london_day(command.recorded_at), site.app.catalogue.calendar()
    yield from meets_on_no_working_day(wanted.form, command.facts, calendar, today)


def _check(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Asked,
    form: FormData,
) -> Response:
    command, revision = _command(site, visit, wanted, form), _revision(wanted, form)
    ahead = foresee(site.app.store, site.app.catalogue, command, revision=revision)
    if ahead.done:
        return RedirectResponse(f"{home(wanted.form, wanted.ref)}?done={quote(command.event)}", 303)
    return site.pages.page(
        request,
        "check.html",
        visit=visit,
        large=_is_large(request),
        asked=wanted,
        step=wanted.form,
        answers=_answers(site, wanted.form, command.facts),
        day=command.occurred_on,
        ahead=ahead,
        letters=letters_told(ahead.letters),
        cautions=list(_cautions(site, wanted, command)),
        kept=kept(form),
        late=_is_late(form),
        revision=form.get("revision", ""),
        command_id=form.get("command_id", ""),
        seal=site.drafts.seal(whose(visit, wanted), site.app.now()),
    )


def _answers(
    site: Site, form: StepForm, facts: Mapping[str, Any]
) -> list[tuple[str, str | list[str]]]:
    """What was answered, to be read again; documents are told for themselves."""
    with site.app.store.reading() as reading:
        return [
            (each.label, told(each, facts[each.name], colleagues(reading)))
            for each in form.fields
            if each.name in facts and each.kind is not FactKind.DOCUMENT
        ]


def _form(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Asked,
    form: FormData,
    wrong: Wrong | None = None,
    kept_at: datetime | None = None,
) -> Response:
    now = site.app.now()
    told = wrong or Wrong()
    since = _since(site, wanted, form)
    return site.pages.page(
        request,
        "step.html",
        status=422 if wrong else 200,
        visit=visit,
        large=_is_large(request),
        asked=wanted,
        step=wanted.form,
        roles=wanted.roles,
        wrong=told,
        since=since,
        kept_at=kept_at,
        seal=site.drafts.seal(whose(visit, wanted), now),
        values=kept(form),
        rows={each.name: filled_rows(form, each) for each in wanted.form.fields if each.columns},
        # After a look at what has changed, it is the case of now that the form is for.
        revision=wanted.revision,
        command_id=(not told.used and form.get("command_id")) or new_token(),
        today=asked(now).as_of,
    )


def _since(site: Site, wanted: Asked, form: FormData) -> list[HistoryLine]:
    """What has been recorded since the form was made, if anything; `actor` is a name here."""
    seen = _revision(wanted, form)
    if wanted.revision is None or not form or seen in (None, -1, wanted.revision):
        return []
    with site.app.store.reading() as reading:
        name_of = colleagues(reading)
        lines = rows_since(reading, site.app.catalogue, wanted.ref, seen or 0)
        return [replace(line, actor=name_of(line.actor)) for line in lines]
