"""Work out when something is due: a rule, what is known of a case, and two calendars.

Pure: it is told when things happened and never asks the clock. Each answer counts afresh from the
anchor, so that monthly dates do not drift and a corrected fact gives a corrected date.

A statutory count yields a London day, and the deadline ends with that day. Minutes and hours are
real elapsed time through clock changes and yield an instant in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from workflow.clock import london_day, start_of_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.rule import Anchor, Choice, Count, Pick, Rule, SameDay, Standing
from workflow.deadlines.span import end_of
from workflow.deadlines.span import shift as shift  # offered here too: rungs move a due date


@dataclass(frozen=True, slots=True)
class Moment:
    """When an anchor happened: an aware instant, or only the London day of it.

    `recorded_at` (aware) is when we were told; hours count from it if it was on that same day.
    """

    value: date | datetime
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        for told in (self.value, self.recorded_at):
            if isinstance(told, datetime) and told.tzinfo is None:
                raise ValueError(f"a moment needs a time zone, got {told.isoformat()}")

    @property
    def instant(self) -> datetime:
        """Where minutes and hours count from, in UTC.

        Of a bare day that is the moment of recording if it was the same London day, else 00:00 in
        London: the earliest it can have been, so that the deadline is never too generous.
        """
        if isinstance(self.value, datetime):
            return self.value.astimezone(UTC)
        if self.recorded_at is not None and london_day(self.recorded_at) == self.value:
            return self.recorded_at.astimezone(UTC)
        return start_of_day(self.value)


class Known(Protocol):
    """What is known of one case. The only thing a rule learns about it."""

    def moment(self, anchor: Anchor) -> Moment | None:
        """When the anchor happened; None when it has not, or nobody has told us."""
        ...

    def holds(self, condition: object) -> bool:
        """Whether the condition that arms a rule holds now."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A date (it ends with that London day), an instant in UTC, or neither yet.

    `waiting`: the anchor is known, but the date lies where the holiday table does not reach yet
    (`waiting_for_calendar`); work it out again when the calendar is extended.
    """

    at: date | datetime | None
    waiting: bool = False


UNKNOWN = Due(None)
WAITING = Due(None, waiting=True)


@dataclass(frozen=True, slots=True)
class Calendars:
    """Bank holidays alone for national rules; local closure days as well for local ones."""

    national: Calendar
    local: Calendar

    def of(self, standing: Standing) -> Calendar:
        """The calendar that a rule of that standing counts with."""
        return self.local if standing is Standing.LOCAL else self.national


def work_out(
    rule: Rule, known: Known, calendars: Calendars, *, standing: Standing = Standing.NATIONAL
) -> Due:
    """When the rule makes something due, as far as can be said now. Never raises over a date.

    `standing` is that of whatever holds the rule, such as its task. It goes for every rule inside
    that names no source of its own; when nothing says, local closures do not count.
    """
    if not is_armed(rule, known):
        return UNKNOWN
    standing = standing_of(rule, standing)
    if isinstance(rule, Pick):
        parts = [work_out(part, known, calendars, standing=standing) for part in rule.parts]
        return choose(rule.choice, parts)
    start = start_of(rule, known, calendars, standing=standing)
    if isinstance(start, Due):
        return start
    try:
        return Due(_counted(rule, start, calendars.of(standing)))
    except BeyondHorizon:
        return WAITING


def is_armed(rule: Rule, known: Known) -> bool:
    """Whether the rule has no condition, or one that holds."""
    return rule.when is None or known.holds(rule.when)


def standing_of(rule: Rule, outer: Standing) -> Standing:
    """The rule's own standing, else that of what encloses it."""
    return rule.source.standing if rule.source is not None else outer


def start_of(
    rule: Count | SameDay, known: Known, calendars: Calendars, *, standing: Standing
) -> Moment | Due:
    """Where the rule counts from; UNKNOWN or WAITING when that cannot be said.

    An anchor that is itself a rule and yields a day is a bare day: hours count from 00:00 of it.
    """
    if isinstance(rule.anchor, Anchor):
        return known.moment(rule.anchor) or UNKNOWN
    due = work_out(rule.anchor, known, calendars, standing=standing)
    return due if due.at is None else Moment(due.at)


def choose(choice: Choice, parts: Sequence[Due]) -> Due:
    """One of the parts, UNKNOWN or WAITING. A day counts as the end of that day in London.

    Earliest: of the known; what waits lies beyond the horizon, and an early date is the safe one.
    Latest: waits as long as any part waits, because that one comes later still; an unknown part is
    left out, since a due date that is too early is safer than none.
    First known: the first, in order, of the known.
    """
    ends = {part: end_of(part.at) for part in parts if part.at is not None}
    waits = any(part.waiting for part in parts)
    if not ends or (waits and choice is Choice.LATEST):
        return WAITING if waits else UNKNOWN
    if choice is Choice.FIRST_KNOWN:
        return next(iter(ends))
    return (min if choice is Choice.EARLIEST else max)(ends, key=ends.__getitem__)


def is_late(due: date | datetime, at: datetime) -> bool:
    """Whether `at` (aware) is too late: the London day is over, or the instant has passed.

    A thing done on the due day, or at the very instant, is in time.
    """
    return at > due if isinstance(due, datetime) else at >= end_of(due)


def _counted(rule: Count | SameDay, start: Moment, calendar: Calendar) -> date | datetime:
    if isinstance(rule, SameDay):
        day = london_day(start.value)
        return calendar.working_day_on_or_after(day) if rule.working else day
    value = start.instant if rule.span.unit.is_clock_time else start.value
    return shift(value, rule.span, rule.backwards, calendar)
