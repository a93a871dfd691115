"""Timers: the instants of rungs and timed events, a pure function of the case.

A rung counted in days fires at the hour of the policy (07:00 in London) of its day; one counted in
hours at its instant. A timed event whose deadline is a day fires when that day is over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from workflow.case.model import Case, Task, Timer
from workflow.case.reading import Anchors, Reading
from workflow.case.tasks import standing_of
from workflow.clock import at_time, london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.due import work_out
from workflow.deadlines.span import end_of, shift
from workflow.definition.release import Release
from workflow.definition.task import Rung, TimedEvent

Fired = tuple[str, date | datetime]
"""The id of a timer that has fired, and the due date that it was armed for."""


def timers_of(
    release: Release, calendar: Calendar, case: Case, fired: Collection[Fired] = ()
) -> tuple[Timer, ...]:
    """Every timer that the case arms and that is not among `fired`, soonest first.

    Of a repeated rung that is the next repetition. A rung whose day the holiday table does not
    reach is left out until it does.
    """
    rungs = (
        timer
        for task in case.tasks
        if task.due.at is not None
        for timer in _rungs(release, calendar, case, task, task.due.at, fired)
    )
    armed = [*rungs, *_timed(release, calendar, case)]
    return tuple(sorted((t for t in armed if t.key not in fired), key=lambda t: (t.at, t.id)))


def rung_of(release: Release, case: Case, timer: Timer) -> Rung | None:
    """The rung that a timer stands for; None for a timed event."""
    if timer.task is None:
        return None
    return release.workflow(case.workflow).task[timer.task.name].rungs[timer.rung]


def is_silent(release: Release, case: Case, timer: Timer) -> bool:
    """Whether the rung's `unless` holds on the case as it is now."""
    rung = rung_of(release, case, timer)
    if rung is None or rung.unless is None:
        return False
    reading = Reading(release.workflow(case.workflow), case, {"due": timer.due})
    return rung.unless.holds(reading)


def _rungs(
    release: Release,
    calendar: Calendar,
    case: Case,
    task: Task,
    due: date | datetime,
    fired: Collection[Fired],
) -> Iterator[Timer]:
    rule = release.workflow(case.workflow).task[task.name]
    counted = release.calendars(calendar).of(standing_of(rule))
    for number, rung in enumerate(rule.rungs):
        try:
            at, id_ = _instant(release, rung, due, counted), f"{task.id}!{number}"
            repetition = 0
            while rung.every is not None and (id_, due) in fired:
                repetition += 1
                at, id_ = _repeated(release, rung, at, counted), f"{task.id}!{number}.{repetition}"
        except BeyondHorizon:
            continue
        yield Timer(id=id_, at=at, due=due, task=task, rung=number)


def _instant(release: Release, rung: Rung, due: date | datetime, calendar: Calendar) -> datetime:
    if rung.span is None:
        return due if isinstance(due, datetime) else _at(release, due)
    return _at(release, shift(due, rung.span, rung.before, calendar))


def _repeated(release: Release, rung: Rung, at: datetime, calendar: Calendar) -> datetime:
    every = rung.every
    assert every is not None
    start = at if every.unit.is_clock_time else london_day(at)
    return _at(release, shift(start, every, False, calendar))


def _at(release: Release, value: date | datetime) -> datetime:
    if isinstance(value, datetime):
        return value
    return at_time(value, release.process.policy.rungs_at)


def _timed(release: Release, calendar: Calendar, case: Case) -> Iterator[Timer]:
    workflow = release.workflow(case.workflow)
    active = workflow.active(case.state)
    for timed in workflow.timed:
        if timed.state in active or not (timed.state or case.closed):
            timer = _timed_event(release, calendar, case, timed)
            if timer is not None and timer.id not in case.fired:
                yield timer


def _timed_event(
    release: Release, calendar: Calendar, case: Case, timed: TimedEvent
) -> Timer | None:
    anchors = Anchors(Reading(release.workflow(case.workflow), case), timed.state)
    due = work_out(timed.due, anchors, release.calendars(calendar)).at
    if due is None:
        return None
    entered = case.entered[timed.state].seq if timed.state else 1
    id_ = f"{timed.event}@{timed.state}#{entered}"
    return Timer(id=id_, at=end_of(due), due=due, event=timed.event)
