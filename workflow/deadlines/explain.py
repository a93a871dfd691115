"""Tell the person who has to keep a due date how it came about, line by line.

Worked out on demand from the same parts as the date itself (`due.py`), so that the two agree.
It never shows more of a case than the dates of the anchors that a rule names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.clock import LONDON, london_day
from workflow.deadlines.calendar import SATURDAY, SUNDAY, BeyondHorizon, Calendar
from workflow.deadlines.due import (
    Calendars,
    Due,
    Known,
    Moment,
    choose,
    is_armed,
    standing_of,
    start_of,
    work_out,
)
from workflow.deadlines.naming import day_name, moment_name, weekend_name
from workflow.deadlines.rule import (
    Anchor,
    Choice,
    Count,
    Pick,
    Rule,
    SameDay,
    Source,
    Standing,
    Unit,
)

_CHOSEN = {
    Choice.EARLIEST: "the earliest",
    Choice.LATEST: "the latest",
    Choice.FIRST_KNOWN: "the first in order",
}


def explain(
    rule: Rule,
    known: Known,
    calendars: Calendars,
    *,
    title: Callable[[Anchor], str] = str,
    condition: Callable[[object], str] = str,
    standing: Standing = Standing.NATIONAL,
) -> tuple[str, ...]:
    """The lines: each rule with its source and start, each day not counted, then the due date.

    Times are London times. Lines about a part of a rule are indented. `title` puts an anchor and
    `condition` what a rule asks for into a worker's words; `standing` is as in `work_out`. The last
    line is `conclusion` of `work_out`.
    """
    due = work_out(rule, known, calendars, standing=standing)
    return (*_Account(known, calendars, title, condition).of(rule, standing), conclusion(due))


def conclusion(due: Due) -> str:
    """The last line of an account: "due Mon 23 Mar 2026", or that there is no due date yet."""
    if due.at is not None:
        return f"due {moment_name(due.at)}"
    return "no due date yet" + (": it waits for the holiday calendar" if due.waiting else "")


@dataclass(frozen=True, slots=True)
class _Account:
    known: Known
    calendars: Calendars
    title: Callable[[Anchor], str]
    condition: Callable[[object], str]

    def of(self, rule: Rule, outer: Standing, told: Source | None = None) -> Iterator[str]:
        """The lines of a rule. `told` is the source that the line above has named."""
        standing = standing_of(rule, outer)
        source = "" if rule.source == told else _from(rule.source)
        yield self.headline(rule, standing) + source
        if not is_armed(rule, self.known):
            yield "does not count: that is not so"
        elif isinstance(rule, Pick):
            yield from self.choosing(rule, standing)
        else:
            yield from self.counting(rule, standing)

    def headline(self, rule: Rule, standing: Standing) -> str:
        condition = "" if rule.when is None else f", when {self.condition(rule.when)}"
        start = "" if isinstance(rule, Pick) else f" ({self.start_name(rule, standing)})"
        return f"{self.phrase(rule)}{start}{condition}"

    def phrase(self, rule: Rule) -> str:
        if isinstance(rule, Pick):
            return f"{_CHOSEN[rule.choice]} of {len(rule.parts)} dates"
        anchor = rule.anchor
        named = self.title(anchor) if isinstance(anchor, Anchor) else self.phrase(anchor)
        if isinstance(rule, SameDay):
            return f"same {'working ' if rule.working else ''}day of {named}"
        return f"{rule.span} {'before' if rule.backwards else 'of'} {named}"

    def start_name(self, rule: Count | SameDay, standing: Standing) -> str:
        start = start_of(rule, self.known, self.calendars, standing=standing)
        if isinstance(start, Moment):
            return moment_name(start.value)
        return "waits for the holiday calendar" if start.waiting else "not known yet"

    def choosing(self, rule: Pick, standing: Standing) -> Iterator[str]:
        for part in rule.parts:
            yield from self.inside(part, standing, rule.source)
        parts = [self.due(part, standing) for part in rule.parts]
        chosen = choose(rule.choice, parts)
        if chosen.at is not None:
            taken = self.phrase(rule.parts[parts.index(chosen)])
            why = f"{_CHOSEN[rule.choice]} that is known"
            yield f"taken: {moment_name(chosen.at)}, {taken}, {why}"
        elif chosen.waiting:
            yield "none taken while a part waits for the holiday calendar"
        else:
            yield "none taken: no part has a date yet"

    def inside(self, rule: Rule, standing: Standing, told: Source | None) -> Iterator[str]:
        """The account of a part or of an anchor that is itself a rule, indented, with its date."""
        yield from (f"  {line}" for line in self.of(rule, standing, told))
        due = self.due(rule, standing)
        if due.at is not None:
            yield f"  gives {moment_name(due.at)}"

    def counting(self, rule: Count | SameDay, standing: Standing) -> Iterator[str]:
        if not isinstance(rule.anchor, Anchor):
            yield from self.inside(rule.anchor, standing, rule.source)
        start = start_of(rule, self.known, self.calendars, standing=standing)
        if isinstance(start, Due):
            return
        at = self.due(rule, standing).at
        calendar = self.calendars.of(standing)
        if at is None:
            yield f"the count leaves the holiday calendar, which reaches {_reach(calendar)}"
        elif isinstance(at, datetime):
            yield from _clock_notes(start, at)
        elif _needs_working_days(rule):
            yield from _not_counted(calendar, *sorted((london_day(start.value), at)))
        else:
            yield from _not_worked(calendar, at)

    def due(self, rule: Rule, standing: Standing) -> Due:
        return work_out(rule, self.known, self.calendars, standing=standing)


def _from(source: Source | None) -> str:
    if source is None:
        return ""
    ids = f" ({', '.join(source.ids)})" if source.ids else ""
    return f" — {source.standing.value}{': ' if source.text else ''}{source.text}{ids}"


def _needs_working_days(rule: Count | SameDay) -> bool:
    return rule.working if isinstance(rule, SameDay) else rule.span.unit is Unit.WORKING_DAYS


def _not_counted(calendar: Calendar, first: date, last: date) -> Iterator[str]:
    """A line for each weekend, and one with its name for every other day that is not worked."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        why = calendar.why_not_worked(day)
        if why is None or (day.weekday() == SUNDAY and day > first):
            continue  # a Sunday has been told with its Saturday
        if day.weekday() == SATURDAY and day < last:
            yield f"not counted: {weekend_name(day)}"
        else:
            yield f"not counted: {day_name(day)}" + (f", {why}" if day.weekday() < SATURDAY else "")


def _not_worked(calendar: Calendar, due: date) -> Iterator[str]:
    """Calendar arithmetic does not move a due date to a day that is worked: say so."""
    try:
        why = calendar.why_not_worked(due)
        before = day_name(calendar.working_day_on_or_before(due))
    except BeyondHorizon:
        reach = f"the holiday calendar reaches {_reach(calendar)}"
        yield f"whether {day_name(due)} is worked is not known yet: {reach}"
        return
    if why is not None:
        yield f"{day_name(due)} is not worked ({why}) and the date is not moved for that"
        yield f"the last working day before it is {before}"


def _clock_notes(start: Moment, due: datetime) -> Iterator[str]:
    begun = start.instant
    if not isinstance(start.value, datetime):
        how = "when it was recorded" if begun == start.recorded_at else "as only the day is known"
        yield f"counted from {moment_name(begun)}, {how}"
    if begun.astimezone(LONDON).utcoffset() != due.astimezone(LONDON).utcoffset():
        yield "the clocks change in between: real hours are counted"


def _reach(calendar: Calendar) -> str:
    return f"from {day_name(calendar.first)} to {day_name(calendar.last)}"
