"""What meets when: the diary of some days, drawn from what definitions say of it.

Whether a colleague or a room is wanted twice is judged by all meetings, whoever sees them: of one
that the person does not see, nothing is told but its hours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case.meeting_time import meets_at
from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.case.record import case_from
from workflow.clock import LONDON, london_day
from workflow.definition.comparison import spelt
from workflow.definition.diary import Diary
from workflow.definition.model import Workflow
from workflow.engine.board import Desk
from workflow.engine.changes import place
from workflow.engine.meetings import ends_at
from workflow.engine.participant_names import is_meeting
from workflow.store.stored import IN_DIARY, Person

MOST = 2000
"""Meetings that are read at once: more than a large authority holds in a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A colleague whom a meeting takes. `fact` says as what, `label` in words."""

    fact: str
    label: str
    person: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meets:
    """A case that meets. `lacks`: what is not settled yet; `arranged`: what had to be and is.

    `seen`: by the person who looks.
    """

    case: str
    workflow: str
    kind: str
    place: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    people: tuple[Taken, ...]
    lacks: tuple[str, ...]
    arranged: tuple[str, ...]
    has_page: bool
    seen: bool

    @property
    def hours(self) -> str:
        """From when to when, by London's clock."""
        first, last = self.starts_at.astimezone(LONDON), self.ends_at.astimezone(LONDON)
        return f"{first:%H:%M} to {last:%H:%M}"

    @property
    def named(self) -> str:
        """What it is called before whoever looks, and its hours."""
        return f"{self.case if self.seen else 'a meeting that you do not see'}, {self.hours}"

    @property
    def day(self) -> date:
        """On which day."""
        return london_day(self.starts_at)

    def person_as(self, fact: str) -> Taken | None:
        """Whom it takes as that."""
        return next((each for each in self.people if each.fact == fact), None)

    def overlaps(self, starts_at: datetime, end: datetime) -> bool:
        """Whether it is on at some moment between the two."""
        return self.starts_at < end and starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting of the diary, with sentences about what is wanted twice at its time."""

    meets: Meets
    clashes: tuple[str, ...] = field(repr=False)


def diary(desk: Desk, first: date, end: date) -> list[Entry]:
    """The meetings from one day to before another that the person sees, in order."""
    found = meetings(desk, first, end)
    away = {each.person: each for each in desk.seen.people}
    return [
        Entry(meets=each, clashes=tuple(_clashes(each, found, away.get)))
        for each in found
        if each.seen
    ]


def meetings(desk: Desk, first: date, end: date) -> list[Meets]:
    """All meetings from one day to before another, in order; one question, however many."""
    flows = desk.seen.process.workflows.values()
    names = [IN_DIARY + flow.name for flow in flows if flow.diary is not None]
    rows = desk.reading.in_diary(
        desk.seen.view, names, first.isoformat(), end.isoformat(), limit=MOST
    )
    found: list[Meets] = []
    for row, seen in rows:
        workflow = desk.workflow(row.release, row.workflow)
        case = case_from(json.loads(row.snapshot), workflow)
        if workflow.diary is not None:
            found.append(_meets(desk, workflow, workflow.diary, case, seen=seen))
    return found


# -- one meeting -----------------------------------------------------------------------------------


def _meets(desk: Desk, workflow: Workflow, diary: Diary, case: Case, *, seen: bool) -> Meets:
    read = FactReading(workflow, case, {"occurred_on": desk.what.as_of})
    starts_at = meets_at(diary, case)
    assert starts_at is not None  # it would not stand in the diary
    wanted = [name for name, guard in diary.arrange.items() if read.holds(guard)]
    settled = [name for name in (diary.at, *diary.people) if name is not None]
    label = {name: workflow.facts[name].label for name in (*wanted, *settled)}
    ahead = starts_at > desk.what.at
    return Meets(
        case=case.ref,
        workflow=workflow.name,
        kind=workflow.title,
        place=place(workflow, case.state),
        starts_at=starts_at,
        ends_at=ends_at(starts_at, diary.lasts, desk.catalogue.calendar()),
        venue=str(read(diary.at) or "") if diary.at else "",
        people=tuple(
            Taken(fact=name, label=label[name], person=who, name=desk.seen.name_of(who))
            for name in diary.people
            if (who := str(read(name) or ""))
        ),
        lacks=(
            *(f"No {label[name].lower()}" for name in settled if ahead and not read(name)),
            *(f"{label[name]}: to be arranged" for name in wanted if ahead and not read(name)),
        ),
        arranged=tuple(f"{label[name]}: arranged" for name in wanted if read(name)),
        has_page=is_meeting(workflow),
        seen=seen,
    )


# -- what is wanted twice --------------------------------------------------------------------------


def _clashes(
    meets: Meets, found: Sequence[Meets], people: Callable[[str], Person | None]
) -> Iterator[str]:
    beside = [
        other
        for other in found
        if other.case != meets.case and other.overlaps(meets.starts_at, meets.ends_at)
    ]
    for taken in meets.people:
        person = people(taken.person)
        if person is not None and person.is_away(meets.day):
            yield f"{taken.label} {taken.name} is away that day"
        for other in beside:
            if taken.person in {each.person for each in other.people}:
                yield f"{taken.label} {taken.name} is also at {other.named}"
    for other in beside:
        if meets.venue and spelt(meets.venue) == spelt(other.venue):
            yield f"{meets.venue} is also taken by {other.named}"
