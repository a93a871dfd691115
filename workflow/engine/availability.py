"""Who of those who may be chosen can take a part in a meeting: their other meetings, their leave,
and whom an independent role keeps out. And which places are taken then.

It helps to choose. Whether somebody may take the part is judged when the step is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflow.case.independence import kept_out
from workflow.case.model import Case
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import day_name
from workflow.definition.comparison import spelt
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.board import Desk
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.diary import Meets, meetings
from workflow.engine.form import Field, Note, StepForm
from workflow.engine.meetings import ends_at
from workflow.store.reading import Reading

AHEAD = timedelta(weeks=2)
"""How far ahead one looks while it is open when the meeting will be."""

NAMED = 4
"""Meetings of one person that a note names."""


@dataclass(frozen=True)
class StoredNow:
    """Cases as they stand: fills `independence.Found`."""

    reading: Reading
    catalogue: Catalogue

    def get(self, ref: str) -> Case:
        """The case. Raises Refused `unknown_case`."""
        return loaded(self.reading, self.catalogue, ref)[1]

    def pins(self, case: Case) -> tuple[Release, Calendar]:
        """The release and calendar that it pins."""
        release = self.catalogue.release(self.reading, case.release)
        return release, self.catalogue.calendar(case.calendar)

    def acted(self, ref: str) -> Collection[tuple[str, str]]:
        """Role and person of whoever recorded a row of it."""
        stored = self.reading.case(ref)
        return self.reading.acted(stored.case_id) if stored else ()


def with_availability(desk: Desk, case: Case, form: StepForm, at: datetime | None) -> StepForm:
    """The form with what is to be known of each colleague whom a meeting takes or a role keeps out.

    `at`: when the meeting is to be, if that is known yet.
    """
    workflow = desk.workflow(case.release, case.workflow)
    diary = workflow.diary
    taken = {*diary.people, diary.at} if diary else set()
    asked = [each for each in form.fields if each.codes and _as_role(workflow, each.name)]
    places = [each for each in form.fields if diary and each.name == diary.at]
    if not (asked or places):
        return form
    at = at or _known(workflow, case)
    found = _around(desk, case, at) if taken & {each.name for each in (*asked, *places)} else []
    free = _Free(desk, workflow, case, at, found)
    fields = tuple(
        free.noted(each, meets=each.name in taken)
        if each in asked
        else free.placed(each)
        if each in places
        else each
        for each in form.fields
    )
    return replace(form, fields=fields)


def _as_role(workflow: Workflow, name: str) -> str | None:
    fact = workflow.facts.get(name)
    return fact.as_role if fact is not None else None


def _known(workflow: Workflow, case: Case) -> datetime | None:
    found = case.facts.get(workflow.diary.starts) if workflow.diary else None
    return found if isinstance(found, datetime) else None


def _around(desk: Desk, case: Case, at: datetime | None) -> list[Meets]:
    """The other meetings of that week, or of the two weeks ahead."""
    first, end = _week(london_day(at)) if at else (desk.what.as_of, desk.what.as_of + AHEAD)
    return [each for each in meetings(desk, first, end) if each.case != case.ref]


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(weeks=1)


@dataclass(frozen=True)
class _Free:
    """What is known of who is free when one case meets."""

    desk: Desk
    workflow: Workflow
    case: Case
    at: datetime | None
    beside: Sequence[Meets]

    def noted(self, asked: Field, *, meets: bool) -> Field:
        """The question without those who are kept out, and with a note on each of the others."""
        role = self.workflow.roles[str(_as_role(self.workflow, asked.name))]
        stored = StoredNow(self.desk.reading, self.desk.catalogue)
        out = dict(kept_out(stored, self.case, role, asked.codes))
        codes = {who: name for who, name in asked.codes.items() if who not in out}
        return replace(
            asked,
            codes=codes,
            notes={who: self._note(who) for who in codes} if meets else {},
            kept_out=tuple(f"{asked.codes[who]} {why}" for who, why in out.items()),
        )

    def placed(self, asked: Field) -> Field:
        """The question with the places that other meetings have at that time."""
        clash = [each for each in self._then() if each.venue]
        if not clash:
            return asked
        said = "; ".join(f"{each.venue} by {each.named}" for each in clash if each.seen)
        return replace(
            asked,
            hint=f"{asked.hint} Taken then: {said}.".strip() if said else asked.hint,
            taken={str(spelt(each.venue)): each.named for each in clash},
        )

    def _then(self) -> list[Meets]:
        """The other meetings at the time of this one; none while that is open."""
        if self.at is None:
            return []
        lasts = self.workflow.diary.lasts if self.workflow.diary else None
        end = ends_at(self.at, lasts, self.desk.catalogue.calendar())
        return [each for each in self.beside if each.overlaps(self.at, end)]

    def _note(self, who: str) -> Note:
        busy = [each for each in self.beside if who in {taken.person for taken in each.people}]
        if self.at is None:
            return Note(text=f"In the next two weeks: {_listed(busy)}.")
        day = london_day(self.at)
        person = next((each for each in self.desk.seen.people if each.person == who), None)
        if person is not None and person.is_away(day):
            return Note(text=f"Away on {day_name(day)}.", warns=True)
        if clash := [each for each in self._then() if each in busy]:
            return Note(text=f"At another meeting then: {_listed(clash)}.", warns=True)
        if same_day := [each for each in busy if each.day == day]:
            return Note(text=f"Free then; the same day: {_listed(same_day)}.")
        return Note(text=f"Free that day; the same week: {_listed(busy)}.")


def _listed(found: Sequence[Meets]) -> str:
    named = [
        f"{day_name(each.day)}, {each.hours}" + (f" ({each.case})" if each.seen else "")
        for each in found[:NAMED]
    ]
    more = [f"{len(found) - NAMED} more"] if len(found) > NAMED else []
    return "; ".join([*named, *more]) or "no meeting"
