"""Whether a count is never later than another from the same start: tried on every day there is.

Worked out as cases have it worked out, for each day of the calendar as the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflow.clock import end_of_day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars, Moment, standing_of, work_out
from workflow.deadlines.naming import moment_name
from workflow.deadlines.rule import Anchor, AnchorKind, Count, SameDay, Standing
from workflow.deadlines.span import end_of

Single = Count | SameDay

_START = Anchor(AnchorKind.ENTERED)


@dataclass(frozen=True, slots=True)
class Looser:
    """Why a rule is not as strict: a sentence that goes on from "it".

    `than`: where it can be shown by an example, how the two rules compare.
    """

    why: str
    than: str = ""

    @property
    def shown(self) -> bool:
        """Whether the reason is an example."""
        return bool(self.than)


def looser_on_a_day(
    rule: Single, other: Single, calendars: Calendars, standing: Standing
) -> Looser | None:
    """The first day from which `other` is due later than `rule`; None when there is none.

    Only what follows from the start is looked at, not which start that is. Days for which one of
    the two leaves the holiday table are passed over; when those are most days, that is told.
    """
    rule, other = _from_start(rule), _from_start(other)
    if _says_the_same(rule, other, calendars, standing):
        return None
    starts = tuple(_starts(calendars.national, with_time=_in_hours(rule) or _in_hours(other)))
    compared = 0
    for start in starts:
        was, now = (
            work_out(each, _Started(start), calendars, standing=standing).at
            for each in (rule, other)
        )
        if was is None or now is None:
            continue
        if _is_later(now, was):
            return Looser(_example(start, was, now), than=_compared(rule, other))
        compared += 1
    if compared * 2 < len(starts):  # such as 9999 working days, which no table ever reaches
        return Looser("cannot be compared: it counts beyond the holiday calendar")
    return None


@dataclass(frozen=True, slots=True)
class _Started:
    """A case of which only the start is known."""

    start: date | datetime

    def moment(self, anchor: Anchor) -> Moment:
        return Moment(self.start)

    def holds(self, condition: object) -> bool:
        return True


def _starts(calendar: Calendar, *, with_time: bool) -> Iterator[date | datetime]:
    """Every day as a bare date, from 00:00 of which hours count; with time its last instant too.

    In between, hours against days only drift one way, so the two ends of a day show the worst.
    """
    for number in range(calendar.first.toordinal(), calendar.last.toordinal() + 1):
        day = date.fromordinal(number)
        yield day
        if with_time:
            yield end_of_day(day) - timedelta(microseconds=1)


def _says_the_same(rule: Single, other: Single, calendars: Calendars, standing: Standing) -> bool:
    one, two = (calendars.of(standing_of(each, standing)) for each in (rule, other))
    return replace(rule, source=None) == replace(other, source=None) and one == two


def _from_start(rule: Single) -> Single:
    return replace(rule, anchor=_START, when=None)


def _in_hours(rule: Single) -> bool:
    return isinstance(rule, Count) and rule.span.unit.is_clock_time


def _is_later(due: date | datetime, than: date | datetime) -> bool:
    if isinstance(due, datetime) or isinstance(than, datetime):
        return end_of(due) > end_of(than)
    return due > than


def _compared(rule: Single, other: Single) -> str:
    """`12 working days is longer than the national 10 working days`."""
    how = "can be later"
    if _measure(rule) == _measure(other) and isinstance(rule, Count):
        how = "is later" if rule.backwards else "is longer"
    return f"{_said(other)} {how} than the national {_said(rule)}"


def _measure(rule: Single) -> object:
    return (rule.span.unit, rule.backwards) if isinstance(rule, Count) else None


def _said(rule: Single) -> str:
    if isinstance(rule, SameDay):
        return f"same {'working ' if rule.working else ''}day"
    return f"{rule.span} before" if rule.backwards else str(rule.span)


def _example(start: date | datetime, was: date | datetime, now: date | datetime) -> str:
    at, due, before = map(moment_name, (start, now, was))
    return f"would be due {due} instead of {before}, counted from {at}"
