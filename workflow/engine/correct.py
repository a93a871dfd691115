"""Correction by replay: a row counts otherwise, and everything after it is decided again.

`correct` replaces facts or the day of a row, or retracts it; `place_late` puts an event that was
learned late among earlier rows. Both work across linked cases, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from workflow.case.engine_events import TIMER
from workflow.case.evolve import evolve, steps_of
from workflow.case.history import CORRECT, PLACE, RETRACT, Correction, fold
from workflow.case.independence import Acting, acting, keep_apart
from workflow.case.lengths import check_lengths
from workflow.case.model import Case, Command, Event, Refused, Telling
from workflow.case.reading import Reading
from workflow.case.record import plain
from workflow.case.redo import Redone, command_of, moves_changed, place_for, redo
from workflow.case.telling import own_facts
from workflow.case.warnings import Warned, open_cases, warnings_of
from workflow.definition.model import Workflow
from workflow.engine.amend import (
    DEEPEST,
    Amendment,
    Author,
    File,
    Retold,
    command_for,
    refuse_other_starts,
    retold,
    row_of,
    sent_otherwise,
    told_row,
)
from workflow.engine.stored_cases import StoredCases


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be different about a row: some facts, its day, or that it counts at all."""

    facts: Mapping[str, Any]
    occurred_on: date | datetime | None = None
    retract: bool = False


def correct(cases: StoredCases, ref: str, seq: int, change: Change, author: Author) -> Amendment:
    """Correct one row and all that follows from it, here and in linked cases.

    Raises Refused, naming case and row: `unknown_row`, `told_row` (correct it where it was told
    from), `clock_row` (a timed event follows its date), `opening_row` (never retracted), or
    whatever a later row would now be refused for.
    """
    file = File.of(cases, ref)
    row = file.rows[file.index(seq)]
    if row.caused_by is not None:
        origin = f"row {row.caused_by.seq} of {row.caused_by.case}"
        sentence = f"row {seq} of {ref} was told by {origin}; correct it there"
        raise Refused("told_row", sentence, case=ref, row=seq)
    if TIMER in row.facts:
        sentence = f"row {seq} of {ref} was recorded by the clock; correct what it counts from"
        raise Refused("clock_row", sentence, case=ref, row=seq)
    if change.retract and seq == file.rows[0].seq:
        sentence = f"row {seq} opened {ref}; a case cannot be un-opened: close it with the reason"
        raise Refused("opening_row", sentence, case=ref, row=seq)
    command = _command(file, row, change, author.recorded_at)
    amendment = _Amending(cases, author).correct(file, row, command)
    _keep_apart(cases)
    return amendment


def place_late(cases: StoredCases, command: Command) -> Event:
    """Record an event at its place among earlier rows. Returns its row. Raises Refused."""
    author = Author(
        actor=command.actor, role=command.role, recorded_at=command.recorded_at, reason="late"
    )
    event = _Amending(cases, author).place(File.of(cases, command.case), command).rows[0]
    _keep_apart(cases, acting(event, command.case))
    return event


def _keep_apart(cases: StoredCases, by: Acting | None = None) -> None:
    keep_apart(cases, cases.before(), {case.ref: case for case in cases.changed()}, by)


def is_offered_late(cases: StoredCases, command: Command) -> bool:
    """Whether the event was open on the day it happened."""
    file = File.of(cases, command.case)
    return place_for(file.release, file.calendar, file.start, file.rows, command) is not None


def _command(file: File, row: Event, change: Change, judged_at: datetime) -> Command | None:
    """What takes the place of a row, its day judged now; None when it is retracted."""
    if change.retract:
        return None
    asked = command_of(file.case.ref, row)
    taken_out = {name for name, value in change.facts.items() if value in (None, "")}
    facts = {k: v for k, v in {**asked.facts, **change.facts}.items() if k not in taken_out}
    workflow = file.release.workflow(file.case.workflow)
    check_lengths(workflow, change.facts)
    on = next((step.on for step in workflow.steps_of(row.name) if step.on), None)
    day = change.occurred_on
    if on and day is not None and on not in change.facts:
        facts[on] = plain(day)
    if day is None:
        day = None if on in change.facts else row.occurred_on
    return replace(asked, facts=facts, occurred_on=day, judged_at=judged_at, again=False)


class _Amending:
    """One correction on its way through the cases that it reaches."""

    def __init__(self, cases: StoredCases, author: Author) -> None:
        self._cases, self._author, self._count = cases, author, 0

    def correct(self, file: File, row: Event, command: Command | None) -> Amendment:
        """Correct or retract (None) a row of a case."""
        redone = self._redone(file, file.rows, file.index(row.seq), {row.seq: command})
        now = next((new for new in redone.rows if new.seq == row.seq), None)
        correction = Correction(
            row=row.seq,
            facts=now.facts if now else None,
            occurred_on=now.occurred_on if now else None,
            retracts=(*(() if now else (row.seq,)), *redone.dropped),
            moves=moves_changed(file.rows, redone.rows),
            reason=self._author.reason,
        )
        seq = self._cases.next_seq(file.case.ref)
        facts = correction.as_facts()
        new = row_of(file, CORRECT if now else RETRACT, self._author, facts, seq)
        return self._kept(file, redone, (new,), row.seq)

    def place(self, file: File, command: Command) -> Amendment:
        """Put a new event where it belongs by its day."""
        index = place_for(file.release, file.calendar, file.start, file.rows, command)
        if index is None:
            sentence = f"`{command.event}` was not open in {file.case.ref} on the day it happened"
            raise Refused("event_not_open", sentence, case=file.case.ref)
        seq, after = self._cases.next_seq(file.case.ref), file.rows[index - 1].seq
        new = Event(
            seq=seq, name=command.event, occurred_on=command.recorded_at,
            recorded_at=command.recorded_at, actor=command.actor, placed_after=after,
        )  # fmt: skip  # a stand-in: what is decided takes its place
        rows = [*file.rows[:index], new, *file.rows[index:]]
        redone = self._redone(file, rows, index, {seq: command})
        placed = replace(next(r for r in redone.rows if r.seq == seq), placed_after=after)
        self._warn(file, fold(file.release, file.calendar, file.start, file.rows[:index]), placed)
        moves = moves_changed(file.rows, redone.rows)
        if not moves and not redone.dropped:
            return self._kept(file, redone, (placed,), after)
        rest = Correction(moves=moves, retracts=tuple(redone.dropped), reason=self._author.reason)
        more = row_of(file, PLACE, self._author, rest.as_facts(), seq + 1)
        return self._kept(file, redone, (placed, more), after)

    def _warn(self, file: File, before: Case, placed: Event) -> None:
        """Keep for this transaction what the step of a placed event warns of, as it then was."""
        flow = file.release.workflow(before.workflow)
        steps = steps_of(file.release, before, placed)
        reading = Reading(flow, before, own_facts(before, placed, steps))
        linked = partial(open_cases, before, placed, found=self._found)
        tasks = evolve(file.release, file.calendar, before, placed).case.tasks
        said = warnings_of(reading, steps, placed, linked, tasks)
        self._cases.warnings.extend(Warned(before.ref, placed.name, say) for say in said)

    def _found(self, ref: str) -> tuple[Workflow, Case]:
        case = self._cases.get(ref)
        return self._cases.workflow(case), case

    def _redone(
        self, file: File, rows: list[Event], first: int, changed: Mapping[int, Command | None]
    ) -> Redone:
        self._count += 1
        if self._count > DEEPEST:
            raise Refused("too_many_cases", f"more than {DEEPEST} cases would have to be corrected")
        return redo(file.release, file.calendar, file.start, rows, first, changed)

    def _kept(self, file: File, redone: Redone, rows: tuple[Event, ...], since: int) -> Amendment:
        refuse_other_starts(file, redone)
        new, gone = sent_otherwise(file, redone)
        self._cases.send_late(file.case.ref, new, by=rows[0].seq)
        self._cases.send_no_more(file.case.ref, gone)
        after = file.after(redone, len(rows))
        for row in rows:
            self._cases.add(after, row)
        linked = tuple(self._retell(file.case.ref, change) for change in retold(file, redone))
        return Amendment(
            before=file.case,
            after=after,
            rows=rows,
            dropped=tuple(row for row in file.rows if row.seq in redone.dropped),
            deeds=file.deeds_since(since, after),
            linked=tuple(amendment for amendment in linked if amendment is not None),
        )

    def _retell(self, ref: str, change: Retold) -> Amendment | None:
        """Change in a linked case what it was told."""
        file = File.of(self._cases, change.to)
        row = told_row(file, ref, change)
        if change.now is None:
            return self.correct(file, row, None) if row else None
        if row is None:
            return self._tell_late(file, ref, change, change.now) if change.was is None else None
        command = command_for(file, ref, change, row.name, self._author)
        asked = command_of(change.to, row)
        on, at = command.occurred_on, self._author.recorded_at
        new = replace(asked, facts=command.facts, occurred_on=on, judged_at=at, again=False)
        return self.correct(file, row, new)

    def _tell_late(self, file: File, ref: str, change: Retold, now: Telling) -> Amendment | None:
        """Of the events of a telling place the one that was open on that day."""
        commands = [command_for(file, ref, change, name, self._author) for name in now.events]
        for command in commands:
            if place_for(file.release, file.calendar, file.start, file.rows, command) is not None:
                return self.place(file, command)
        return None if now.if_open else self.place(file, commands[0])
