"""Correcting a row of the story: the form as it was recorded, what would move, and done."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.clock import london_day
from workflow.deadlines.naming import day_name
from workflow.engine.amend import Author
from workflow.engine.colleagues import colleagues
from workflow.engine.correct import Change
from workflow.engine.correction import Corrected, correct_case
from workflow.engine.door import check_sight
from workflow.engine.drafts import FormOf
from workflow.engine.due_list import asked
from workflow.engine.form import Field
from workflow.engine.row_form import RowForm, row_form
from workflow.engine.scope import scope_of
from workflow.store.reading import Reading
from workflow.web.answers import told as told_answer
from workflow.web.case import door, look_at_named
from workflow.web.drafting import TYPING, found, keep_typed
from workflow.web.fields import (
    MOST_ROWS,
    a_day,
    a_number,
    filled,
    filled_rows,
    kept,
    typed,
    typed_day,
)
from workflow.web.foretold import letters_told
from workflow.web.site import Here, Site
from workflow.web.taking import home, roles_of
from workflow.web.visiting import Posted, SignedIn, Visitor, cleaned
from workflow.web.wrong import Wrong, wrong_of

ROUTES = APIRouter(prefix="/cases/{ref}/rows/{seq}/correct")
_NO_REASON = "Say in a few words why the row was wrong"
_NOTHING = "Nothing is different yet: change what was wrong, or say that it did not happen"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The row that is to be corrected, and in which roles the visitor may."""

    ref: str
    row: RowForm
    roles: Mapping[str, str]

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/cases/{quote(self.ref, safe='')}/rows/{self.row.seq}/correct"

    def whose(self, visit: SignedIn) -> FormOf:
        """The form as one of that person."""
        return FormOf(
            person=visit.person.person,
            about=self.ref,
            event=f"correct {self.row.seq}",
            title=f"Correct: {self.row.form.title}, {self.ref}",
            address=self.address,
        )


@ROUTES.get("")
def ask(request: Request, site: Here, visit: Visitor, ref: str, seq: int) -> Response:
    """The form with what is recorded, or with what the person has typed into it before."""
    wanted = _wanted(site, visit, ref, seq)
    draft = found(site, wanted.whose(visit))
    if draft is None:
        return _form(request, site, visit, wanted, _recorded(wanted.row))
    before = FormData(list(draft.typed))
    return _form(request, site, visit, wanted, before, kept_at=draft.touched_at)


@ROUTES.post("")
def take(
    request: Request, site: Here, visit: Visitor, ref: str, seq: int, form: Posted
) -> Response:
    """Back to the form, on to the page that tells what would move, or correct it."""
    wanted = _wanted(site, visit, ref, seq)
    mine, go = wanted.whose(visit), form.get("go")
    if go == "afresh":
        site.drafts.drop(site.app.store, mine)
        return RedirectResponse(wanted.address, 303)
    is_kept = keep_typed(site, mine, form)
    if go == "draft" and TYPING in request.headers:
        return Response(status_code=204)
    if go in ("change", "more", "draft"):
        kept_at = site.app.now() if go == "draft" and is_kept else None
        return _form(request, site, visit, wanted, form, kept_at=kept_at)
    try:
        change = _change(wanted.row, form)
        if wrong := _lacking(change, form):
            return _form(request, site, visit, wanted, form, wrong)
        corrected = _correct(site, visit, wanted, form, change, keep=go == "do")
    except Refused as refused:
        return _form(request, site, visit, wanted, form, wrong_of(refused, wanted.row.form))
    if go == "do":
        site.drafts.drop(site.app.store, mine)
        return RedirectResponse(f"{home(wanted.row.form, ref)}?done=correct", 303)
    return _check(request, site, visit, wanted, form, change, corrected)


def _wanted(site: Site, visit: SignedIn, ref: str, seq: int) -> Wanted:
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Wanted:
        check_sight(reading, app.catalogue, visit.person, ref, now)
        scope = partial(scope_of, reading, app.catalogue, visit.person, policy=app.settings.policy)
        row = row_form(reading, app.catalogue, ref, seq, asked(now).as_of, scope)
        return Wanted(ref=ref, row=row, roles=roles_of(visit, row.form))

    wanted = door(site).look(visit.person, ref, f"correction of row {seq}", now, read)
    look_at_named(site, visit, wanted.row.form, f"in correction of row {seq} of {ref}")
    return wanted


def _recorded(row: RowForm) -> FormData:
    """The form as it was filled in when it was recorded."""
    day = london_day(row.occurred_on)
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    on = [(f"occurred_on-{part}", str(number)) for part, number in parts]
    return cleaned(FormData([*filled(row.form.fields, row.facts).multi_items(), *on]))


def _change(row: RowForm, form: FormData) -> Change:
    """What is typed otherwise than it is recorded; what was taken out counts as nothing.

    Raises Refused `wrong_day`.
    """
    if form.get("retract"):
        return Change(facts={}, retract=True)
    as_it_is = _recorded(row)
    day = a_day(form, "occurred_on") if row.form.asks_day else ""
    other = day if day not in ("", a_day(as_it_is, "occurred_on")) else ""
    was, now = typed(as_it_is, row.form.fields), typed(form, row.form.fields)
    facts = {
        field.name: _answer(field, row.facts.get(field.name), form, now)
        for field in row.form.fields
        if _differs(field, was.get(field.name), now.get(field.name))
    }
    return Change(facts=facts, occurred_on=typed_day(other))


def _differs(field: Field, was: Any, now: Any) -> bool:
    unticked = field.is_tick and now is None and was == "no"
    return was != now and not unticked


def _answer(field: Field, recorded: Any, form: FormData, now: Mapping[str, Any]) -> Any:
    """The answer as it is to be; rows keep what the form does not ask of them."""
    if not field.columns or not recorded:
        return now.get(field.name, "")
    shown = {column.name for column in field.columns}
    if isinstance(recorded, Mapping):
        typed_rows = now.get(field.name, {})
        return {
            ref: {**_rest(row, shown), **typed_rows.get(ref, {})} for ref, row in recorded.items()
        }
    rows = (typed(form, field.columns, f"{field.name}-{row}-") for row in range(MOST_ROWS))
    kept_rows = [
        {**_rest(recorded[number] if number < len(recorded) else {}, shown), **row}
        for number, row in enumerate(rows)
        if set(row) - {"kind"}
    ]
    return [*kept_rows, *recorded[MOST_ROWS:]]


def _rest(row: Mapping[str, Any], shown: Set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in shown}


def _lacking(change: Change, form: FormData) -> Wrong | None:
    beside = {}
    if not (change.retract or change.facts or change.occurred_on):
        return Wrong(sentence=_NOTHING)
    if not _reason(form):
        beside["reason"] = _NO_REASON
    return Wrong(beside=beside) if beside else None


def _reason(form: FormData) -> str:
    return " ".join("".join(kept(form).get("reason", [])[:1]).split())


def _correct(
    site: Site, visit: SignedIn, wanted: Wanted, form: FormData, change: Change, *, keep: bool
) -> Corrected:
    chosen, roles = str(form.get("role", "")), list(wanted.roles)
    author = Author(
        actor=visit.person.person,
        role=chosen if chosen in roles else roles[0],
        recorded_at=site.app.now(),
        reason=_reason(form)[:1000],
    )
    return correct_case(
        site.app.store,
        site.app.catalogue,
        wanted.ref,
        wanted.row.seq,
        change,
        author,
        dry_run=not keep,
        revision=a_number(form, "revision"),
    )


def _form(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Wanted,
    form: FormData,
    wrong: Wrong | None = None,
    kept_at: datetime | None = None,
) -> Response:
    fields = wanted.row.form.fields
    return site.pages.page(
        request,
        "correct.html",
        status=422 if wrong else 200,
        visit=visit,
        ref=wanted.ref,
        row=wanted.row,
        step=wanted.row.form,
        roles=wanted.roles,
        wrong=wrong or Wrong(),
        values=kept(form),
        rows={each.name: filled_rows(form, each) for each in fields if each.columns},
        kept_at=kept_at,
        seal=site.drafts.seal(wanted.whose(visit), site.app.now()),
    )


def _check(
    request: Request,
    site: Site,
    visit: SignedIn,
    wanted: Wanted,
    form: FormData,
    change: Change,
    corrected: Corrected,
) -> Response:
    fields, was = wanted.row.form.fields, typed(_recorded(wanted.row), wanted.row.form.fields)
    with site.app.store.reading() as reading:
        told = partial(told_answer, name_of=colleagues(reading))
        answers = [
            (each.label, told(each, was.get(each.name, "")), told(each, change.facts[each.name]))
            for each in fields
            if each.name in change.facts
        ]
    if change.occurred_on:
        before = day_name(london_day(wanted.row.occurred_on))
        answers.insert(0, ("When this was done", before, day_name(change.occurred_on)))
    return site.pages.page(
        request,
        "correct_check.html",
        visit=visit,
        ref=wanted.ref,
        row=wanted.row,
        step=wanted.row.form,
        answers=answers,
        retract=change.retract,
        reason=_reason(form),
        corrected=corrected,
        letters=letters_told(corrected.letters),
        kept=kept(form),
        revision=form.get("revision", ""),
        seal=site.drafts.seal(wanted.whose(visit), site.app.now()),
    )
