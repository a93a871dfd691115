"""What an amended history of one case changes in the cases that it told something.

A correction that changes what case A told B becomes a correction in B, in the same transaction,
and so on until nothing changes. The first refusal anywhere undoes everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.case.evolve import unopened
from workflow.case.history import effective, revision_of
from workflow.case.model import Case, Cause, Command, Event, Kind, Refused, Starting, Telling
from workflow.case.redo import Redone, steps_along
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import ENGINE_EVENTS
from workflow.definition.release import Release
from workflow.engine.stored_cases import StoredCases

DEEPEST = 100
"""Amendments that one correction may bring about in linked cases."""


Sends = tuple[Event, str]
"""A row, and a notice that it sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who amends, when and why."""

    actor: str
    role: str
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A case before and after. `dropped`: timed events that would not have been due. `deeds`: what
    was done on what was then believed. `linked`: amendments of linked cases that follow.
    """

    before: Case
    after: Case
    rows: tuple[Event, ...]
    dropped: tuple[Event, ...] = ()
    deeds: tuple[Event, ...] = ()
    linked: tuple[Amendment, ...] = ()

    def moved(self) -> Iterator[tuple[str, date | datetime | None, date | datetime | None]]:
        """Each task whose due date is another: its id, the date before (None: not open), after."""
        was = {task.id: task.due.at for task in self.before.tasks}
        now = {task.id: task.due.at for task in self.after.tasks}
        for id_ in dict.fromkeys([*was, *now]):
            if (id_ in was, was.get(id_)) != (id_ in now, now.get(id_)):
                yield id_, was.get(id_), now.get(id_)


@dataclass(frozen=True, kw_only=True)
class File:
    """One case opened for amendment: its pins, its rows as they now count, and what each sent."""

    case: Case
    release: Release
    calendar: Calendar
    history: list[Event]
    start: Case
    rows: list[Event]
    tells: Mapping[int, tuple[Telling, ...]] = field(repr=False)
    starts: Mapping[int, tuple[Starting, ...]] = field(repr=False)
    notices: Mapping[int, tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, cases: StoredCases, ref: str) -> File:
        """Read the history of a case. Raises Refused `unknown_case`."""
        case = cases.get(ref)
        release, calendar = cases.pins(case)
        history = cases.history(ref)
        start = unopened(ref, case.workflow, release, calendar, history[0].recorded_at)
        rows = effective(history)
        steps = steps_along(release, calendar, start, rows)
        return cls(
            case=case,
            release=release,
            calendar=calendar,
            history=history,
            start=start,
            rows=rows,
            tells={seq: step.effects.tells for seq, step in steps.items()},
            starts={seq: step.effects.starts for seq, step in steps.items()},
            notices={seq: step.effects.notices for seq, step in steps.items()},
        )

    def index(self, seq: int) -> int:
        """Where a row stands among those that count. Raises Refused `unknown_row`."""
        for index, row in enumerate(self.rows):
            if row.seq == seq:
                return index
        sentence = f"{self.case.ref} has no event in row {seq} that counts"
        mend = f"`caseward case history {self.case.ref}` shows its rows"
        raise Refused("unknown_row", f"{sentence}; {mend}", case=self.case.ref, row=seq)

    def after(self, redone: Redone, new_rows: int) -> Case:
        """The case after an amendment that adds so many rows."""
        return redone.case.with_(revision=revision_of(self.history) + new_rows)

    def deeds_since(self, seq: int, after: Case) -> tuple[Event, ...]:
        """Deeds after a row that were done for a task as it no longer is."""
        now = {task.id: str(task.due.at) for task in after.tasks}
        was = {task.id: str(task.due.at) for task in self.case.tasks}
        return tuple(
            row
            for row in self.history
            if row.kind is Kind.DEED and row.seq > seq and (id_ := row.facts.get("task"))
            if was.get(str(id_)) != now.get(str(id_))
        )


def row_of(file: File, name: str, author: Author, facts: Mapping[str, Any], seq: int) -> Event:
    """A correction row."""
    return Event(
        seq=seq,
        kind=Kind.CORRECTION,
        name=name,
        occurred_on=author.recorded_at,
        recorded_at=author.recorded_at,
        actor=author.actor,
        role=author.role,
        facts=facts,
        release=file.case.release,
        calendar=file.case.calendar,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What one row of a case now tells to a linked case: `was` and `now` (None: nothing)."""

    to: str
    was: Telling | None
    now: Telling | None
    origin: Event


def retold(file: File, redone: Redone) -> Iterator[Retold]:
    """Every telling that differs, in the order of the rows."""
    rows = {row.seq: row for row in [*file.rows, *redone.rows]}
    days = {row.seq: row.occurred_on for row in file.rows}
    gone = {row.seq for row in file.rows} - {row.seq for row in redone.rows}
    for seq in sorted(redone.tells.keys() | gone):
        was = {(tell.to, tell.events): tell for tell in file.tells.get(seq, ())}
        now = {(tell.to, tell.events): tell for tell in redone.tells.get(seq, ())}
        another_day = days.get(seq, rows[seq].occurred_on) != rows[seq].occurred_on
        for key in dict.fromkeys([*was, *now]):
            before, after = was.get(key), now.get(key)
            if before != after or (another_day and after is not None):
                yield Retold(to=key[0], was=before, now=after, origin=rows[seq])


def sent_otherwise(file: File, redone: Redone) -> tuple[list[Sends], list[Sends]]:
    """What rows send now and did not before, and what they sent and no longer do."""
    rows = {row.seq: row for row in [*file.rows, *redone.rows]}
    new, gone = [], []
    for seq, now in redone.notices.items():
        was = file.notices.get(seq, ())
        new += [(rows[seq], name) for name in now if name not in was]
        gone += [(rows[seq], name) for name in was if name not in now]
    return new, gone


def refuse_other_starts(file: File, redone: Redone) -> None:
    """Refuse what would have opened another case, or none: a case once opened has its own life.

    Raises Refused `starts_a_case`, naming the row.
    """
    gone = {row.seq for row in file.rows} - {row.seq for row in redone.rows}
    for seq in sorted(redone.starts.keys() | gone):
        if file.starts.get(seq, ()) != redone.starts.get(seq, ()):
            sentence = (
                f"row {seq} of {file.case.ref} opens or joins another case, which cannot be done"
                " or undone afterwards; record what is right in that case"
            )
            raise Refused("starts_a_case", sentence, case=file.case.ref, row=seq)


def told_row(file: File, case: str, retold: Retold) -> Event | None:
    """The row of the linked case that a telling brought about."""
    names = (retold.was or retold.now).events  # type: ignore[union-attr]  # one of them is there
    cause = Cause(case, retold.origin.seq)
    return next((r for r in file.rows if r.caused_by == cause and r.name in names), None)


def command_for(file: File, case: str, retold: Retold, name: str, author: Author) -> Command:
    """What the linked case is now told, as a command to it: the event of that name."""
    assert retold.now is not None
    steps = file.release.workflow(file.case.workflow).steps_of(name)
    taken = {fact for step in steps for fact in step.facts}
    engine = name in ENGINE_EVENTS
    facts = {k: v for k, v in retold.now.facts.items() if (engine or k in taken) and v is not None}
    return Command(
        case=retold.to,
        event=name,
        recorded_at=author.recorded_at,
        actor=author.actor,
        role=author.role,
        occurred_on=retold.origin.occurred_on,
        facts=facts,
        caused_by=Cause(case, retold.origin.seq),
    )
