"""Deciding again: what a history comes to when one of its rows counts otherwise.

Pure. Rows before the changed one stand as they were decided; from there on each row is decided
again on what is now true. A row that could no longer happen refuses the whole, naming it; a timed
event that would no longer have been due is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.case.decide import decide
from workflow.case.edge import read_value
from workflow.case.engine_events import TIMER
from workflow.case.evolve import evolve
from workflow.case.history import fold
from workflow.case.model import Case, Command, Event, Move, Refused, Starting, Step, Telling
from workflow.case.record import plain
from workflow.case.timers import timers_of
from workflow.clock import london_day, start_of_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import ENGINE_EVENTS
from workflow.definition.release import Release


@dataclass
class Redone:
    """The rows as they now count, the case after them, and what differs from before.

    `dropped` are timed events that would not have been due. `tells` are, for each row that was
    decided again, what it now tells to linked cases, `starts` the cases that it now opens,
    `notices` what it now sends.
    """

    case: Case
    rows: list[Event] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    tells: dict[int, tuple[Telling, ...]] = field(default_factory=dict)
    starts: dict[int, tuple[Starting, ...]] = field(default_factory=dict)
    notices: dict[int, tuple[str, ...]] = field(default_factory=dict)


def command_of(case: str, row: Event) -> Command:
    """The command that asks for a row again, as it was asked."""
    facts = {name: plain(value) for name, value in row.facts.items() if name != TIMER}
    return Command(
        case=case,
        event=row.name,
        recorded_at=row.recorded_at,
        actor=row.actor,
        role=row.role,
        occurred_on=row.occurred_on,
        facts=facts,
        command_id=row.command_id,
        caused_by=row.caused_by,
        timer=str(row.facts.get(TIMER, "")),
        judged_at=max(row.recorded_at, start_of_day(london_day(row.occurred_on))),
        again=True,
    )


def redo(
    release: Release,
    calendar: Calendar,
    start: Case,
    rows: Sequence[Event],
    first: int,
    changed: Mapping[int, Command | None],
) -> Redone:
    """Fold `rows`, deciding again from index `first` on.

    `changed` gives for a row number the command that takes its place, or None where the row no
    longer counts. Raises Refused naming the row that is in the way.
    """
    redone = Redone(start)
    for index, row in enumerate(rows):
        if index < first:
            redone.case = evolve(release, calendar, redone.case, row).case
            redone.rows.append(row)
            continue
        command = changed.get(row.seq, command_of(start.ref, row))
        if command is None:
            continue
        if command.timer and not _still_due(release, calendar, redone.case, command):
            redone.dropped.append(row.seq)
            continue
        _again(release, calendar, redone, row, command)
    return redone


def _again(
    release: Release, calendar: Calendar, redone: Redone, row: Event, command: Command
) -> None:
    try:
        event = decide(release, calendar, redone.case, command, row.seq)
    except Refused as refused:
        sentence = f"row {row.seq} (`{row.name}`) of {redone.case.ref} would no longer be possible"
        raise Refused(
            refused.code, f"{sentence}: {refused}", case=redone.case.ref, row=row.seq
        ) from refused
    step = evolve(release, calendar, redone.case, event)
    redone.case = step.case
    redone.rows.append(event)
    redone.tells[row.seq], redone.starts[row.seq] = step.effects.tells, step.effects.starts
    redone.notices[row.seq] = step.effects.notices


def _still_due(release: Release, calendar: Calendar, case: Case, command: Command) -> bool:
    """Whether the timer of a timed event is still armed, at the instant at which it fired."""
    armed = {timer.id: timer.at for timer in timers_of(release, calendar, case)}
    return armed.get(command.timer) == command.occurred_on


def steps_along(
    release: Release, calendar: Calendar, start: Case, rows: Sequence[Event]
) -> dict[int, Step]:
    """The step of each row, by its number, as the rows were decided."""
    steps, case = {}, start
    for row in rows:
        steps[row.seq] = evolve(release, calendar, case, row)
        case = steps[row.seq].case
    return steps


def moves_changed(before: Sequence[Event], after: Sequence[Event]) -> dict[int, tuple[Move, ...]]:
    """The moves of rows that were decided otherwise, by row number."""
    was = {row.seq: row.moves for row in before}
    return {row.seq: row.moves for row in after if was.get(row.seq, row.moves) != row.moves}


def place_for(
    release: Release, calendar: Calendar, start: Case, rows: Sequence[Event], command: Command
) -> int | None:
    """Before which of the rows a late event belongs: where the case was on its day.

    That is before the first row that moved the case on a later day, and there after what happened
    up to that day; of several places on the day itself the last one at which it was open. None:
    it was not open then.
    """
    day = day_of(release, start.workflow, command)
    days = [london_day(row.occurred_on) for row in rows]
    moved_later = (i for i, row in enumerate(rows) if row.moves and days[i] > day)
    for index in range(next(moved_later, len(rows)), 0, -1):
        if days[index - 1] > day:
            continue
        case = fold(release, calendar, start, rows[:index])
        engine = command.event in ENGINE_EVENTS  # open in every state
        if engine or release.chart(start.workflow).open_steps(case.state, command.event):
            return index
        if rows[index - 1].moves and days[index - 1] < day:
            return None
    return None


def day_of(release: Release, workflow: str, command: Command) -> date:
    """The day of an event, as it is given or as the fact says that is its day.

    Raises Refused `wrong_fact` where that is no day.
    """
    if command.occurred_on is not None:
        return london_day(command.occurred_on)
    flow = release.workflow(workflow)
    for step in flow.steps_of(command.event):
        if step.on and command.facts.get(step.on):
            day: date = read_value(flow.facts[step.on], plain(command.facts[step.on]))
            return london_day(day)
    return london_day(command.recorded_at)
