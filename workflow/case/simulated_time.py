"""Time passing over cases: timers fire in the order of their instants, each seen by the next.

A loop over the core and nothing more: fire what is soonest and due, work the timers out afresh,
again. Import uses it between the rows of a file, worked examples between their events.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from workflow.case.cascade import Cases, carry_out
from workflow.case.circle import Followed
from workflow.case.ladder import Heard, Ladder
from workflow.case.model import Case, Command, Event, Kind, Refused, Timer
from workflow.case.timers import Fired, rung_of, timers_of
from workflow.definition.task import Rung

CLOCK = "clock"
"""The actor of what the clock does."""

RUNG_PASSED = "rung_passed"
"""The deed of a rung whose instant came: its task, due date, whom it was for, which notice.

`passed` says why nobody was told; `heard` names those who were, where not all were.
"""

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

    def fired_of(self, ref: str) -> Collection[Fired]:
        """The timers of the case that have fired, each with the date it was armed for."""
        ...

    def armed_at(self, ref: str, timer: Timer) -> datetime:
        """When a pending timer was armed: when what brought it about was recorded."""
        ...

    def fire(self, ref: str, timer: Timer, deed: Event) -> None:
        """The timer has fired and will not come back; keep the deed."""
        ...


Tell = Callable[[Case, Timer, tuple[str, ...]], Mapping[str, object]]
"""Tell those who hear of a rung. Returns what the deed is to say of it."""


def nobody_is_told(case: Case, timer: Timer, to: tuple[str, ...]) -> Mapping[str, object]:
    """For examples and imports, which send nothing."""
    return {}


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
    Raises LeadsInACircle.
    """
    followed = Followed()
    while found := _soonest(cases, refs(), until, rungs_only):
        ref, timer = found
        followed.count(ref, timer)
        fire(cases, ref, timer, cases.recorded_after(ref, timer.at), note=note)


def fire(
    cases: TimedCases,
    ref: str,
    timer: Timer,
    moment: datetime,
    *,
    note: str = "",
    tell: Tell = nobody_is_told,
) -> None:
    """Fire the soonest timer of a case, recorded at that moment; its instant may long be past.

    A rung becomes a deed, a timed event a row of its own with all that follows from it.
    """
    if timer.event is not None:
        _fire_event(cases, ref, timer, moment)
        return
    case = cases.get(ref)
    release, _ = cases.pins(case)
    rung = rung_of(release, case, timer)
    assert rung is not None
    heard = Heard((), note) if note else _heard(cases, case, timer, moment)
    told = tell(case, timer, heard.to) if heard.to else {}
    facts = {**_rung_facts(timer, rung, heard), **told}
    cases.fire(ref, timer, deed(cases, case, timer.at, RUNG_PASSED, facts, found_at=moment))


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


def _fire_event(cases: TimedCases, ref: str, timer: Timer, moment: datetime) -> None:
    """Fire a timed event through the one door; one that is refused becomes a deed, once."""
    command = Command(
        case=ref,
        event=timer.event or "",
        occurred_on=timer.at,
        recorded_at=cases.recorded_after(ref, moment),
        actor=CLOCK,
        timer=timer.id,
        # The revision, because a correction may take the event back and arm the same timer again.
        command_id=f"{ref}/{timer.id}/{timer.due.isoformat()}/{cases.get(ref).revision}",
    )
    try:
        carry_out(cases, command)
    except Refused as refused:
        facts: dict[str, object] = {"event": timer.event, **_key(timer), "code": refused.code}
        row = deed(cases, cases.get(ref), timer.at, TIMED_EVENT_REFUSED, facts, found_at=moment)
        cases.fire(ref, timer, row)


def _heard(cases: TimedCases, case: Case, timer: Timer, moment: datetime) -> Heard:
    release, calendar = cases.pins(case)
    fired = cases.fired_of(case.ref)
    others = timers_of(release, calendar, case, {*fired, timer.key})
    ladder = Ladder(
        release=release,
        case=case,
        pending=[(other, cases.armed_at(case.ref, other)) for other in others],
        fired=fired,
        moment=moment,
    )
    return ladder.heard(timer, cases.armed_at(case.ref, timer))


def _rung_facts(timer: Timer, rung: Rung, heard: Heard) -> dict[str, object]:
    assert timer.task is not None
    facts: dict[str, object] = {
        "task": timer.task.id,
        **_key(timer),
        "rung": str(rung),
        "to": list(rung.to),
        "notice": rung.notice,
    }
    if heard.passed:
        facts["passed"] = heard.passed
    elif heard.to != rung.to:
        facts["heard"] = list(heard.to)
    return facts


def _key(timer: Timer) -> dict[str, object]:
    """What ties the deed to the timer that fired: `verify` wants one for each."""
    return {"timer": timer.id, "due": timer.due.isoformat()}


def deed(
    cases: TimedCases,
    case: Case,
    at: datetime,
    name: str,
    facts: Mapping[str, object],
    actor: str = CLOCK,
    *,
    found_at: datetime | None = None,
) -> Event:
    """A row for something that we did `at` that moment, and found to be due later or at once.

    It is never folded.
    """
    return Event(
        seq=cases.next_seq(case.ref),
        kind=Kind.DEED,
        name=name,
        occurred_on=at,
        recorded_at=cases.recorded_after(case.ref, found_at or at),
        actor=actor,
        facts=facts,
        release=case.release,
        calendar=case.calendar,
    )
