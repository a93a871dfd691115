"""Time passing over cases: timers fire in the order of their instants, each seen by the next.

A loop over the core and nothing more: fire what is soonest and due, work the timers out afresh,
again. Import uses it between the rows of a file, worked examples between their events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from workflow.case.cascade import Cases, carry_out
from workflow.case.model import Case, Command, Event, Kind, Refused, Timer
from workflow.case.timers import is_silent, rung_of

CLOCK = "clock"
"""The actor of what the clock does."""

RUNG_PASSED = "rung_passed"
"""The deed of a rung whose instant came: its task, due date, whom it was for, which notice."""

TIMED_EVENT_REFUSED = "timed_event_refused"
"""The deed of a timed event that the case did not take at its instant."""


class TimedCases(Cases, Protocol):
    """Cases with their pending timers."""

    def pending(self, ref: str) -> tuple[Timer, ...]:
        """The timers of the case that have not fired, soonest first."""
        ...

    def recorded_after(self, ref: str, at: datetime) -> datetime:
        """That moment, or when the last row of the case was recorded if that is later."""
        ...

    def fire(self, ref: str, timer: Timer, deed: Event | None) -> None:
        """The timer has fired and will not come back; keep the deed, if there is one."""
        ...


def drain(
    cases: TimedCases,
    refs: Callable[[], Iterable[str]],
    until: datetime,
    *,
    note: str = "",
    rungs_only: bool = False,
) -> None:
    """Fire every timer of these cases whose instant is `until` or before, soonest first.

    `note` says in the deeds of rungs how they passed. With `rungs_only` timed events stay pending.
    """
    while found := _soonest(cases, refs(), until, rungs_only):
        ref, timer = found
        if timer.event is None:
            cases.fire(ref, timer, _rung_deed(cases, cases.get(ref), timer, note))
        else:
            _fire_event(cases, ref, timer)


def next_instant(cases: TimedCases, refs: Iterable[str]) -> datetime | None:
    """When the next timer of these cases is due; None when none is pending."""
    return min((timer.at for ref in refs for timer in cases.pending(ref)[:1]), default=None)


def _soonest(
    cases: TimedCases, refs: Iterable[str], until: datetime, rungs_only: bool
) -> tuple[str, Timer] | None:
    due = (
        (timer.at, ref, timer.id, timer)
        for ref in refs
        for timer in cases.pending(ref)
        if timer.at <= until and not (rungs_only and timer.event)
    )
    first = min(due, default=None, key=lambda found: found[:3])
    return (first[1], first[3]) if first else None


def _fire_event(cases: TimedCases, ref: str, timer: Timer) -> None:
    """Fire a timed event through the one door; one that is refused becomes a deed, once."""
    command = Command(
        case=ref,
        event=timer.event or "",
        occurred_on=timer.at,
        recorded_at=cases.recorded_after(ref, timer.at),
        actor=CLOCK,
        timer=timer.id,
        # The revision, because a correction may take the event back and arm the same timer again.
        command_id=f"{ref}/{timer.id}/{timer.due.isoformat()}/{cases.get(ref).revision}",
    )
    try:
        carry_out(cases, command)
    except Refused as refused:
        facts: dict[str, object] = {"event": timer.event, "timer": timer.id, "code": refused.code}
        cases.fire(ref, timer, deed(cases, cases.get(ref), timer.at, TIMED_EVENT_REFUSED, facts))


def _rung_deed(cases: TimedCases, case: Case, timer: Timer, note: str) -> Event | None:
    release, _ = cases.pins(case)
    rung = rung_of(release, case, timer)
    if rung is None or timer.task is None or is_silent(release, case, timer):
        return None
    facts: dict[str, object] = {
        "task": timer.task.id,
        "due": timer.due.isoformat(),
        "rung": str(rung),
        "to": list(rung.to),
        "notice": rung.notice,
    }
    if note:
        facts["passed"] = note
    return deed(cases, case, timer.at, RUNG_PASSED, facts)


def deed(
    cases: TimedCases,
    case: Case,
    at: datetime,
    name: str,
    facts: Mapping[str, object],
    actor: str = CLOCK,
) -> Event:
    """A row for something that we did; it is never folded."""
    return Event(
        seq=cases.next_seq(case.ref),
        kind=Kind.DEED,
        name=name,
        occurred_on=at,
        recorded_at=cases.recorded_after(case.ref, at),
        actor=actor,
        facts=facts,
        release=case.release,
        calendar=case.calendar,
    )
