"""Move a day or an instant by a span: the arithmetic under every due date and every rung.

Always counted from the value given, never from an earlier result, so that months do not drift.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta

from workflow.clock import end_of_day, london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.rule import Span, Unit

_LENGTH = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
}
_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def shift(
    value: date | datetime, span: Span, backwards: bool, calendar: Calendar
) -> date | datetime:
    """The date or instant that lies `span` after `value`, or before it.

    Minutes and hours yield an instant, in UTC; of a day they count from its end in London, which
    is when a deadline on that day is over. All other units yield a London day. Only working days
    read the holiday table. Months and years keep the day of the month, or take the last day of a
    shorter month: 30 Nov + 3 months is 28 or 29 Feb.

    So somebody born on 29 Feb is taken to reach 18 on 28 Feb: what must be done before that day is
    asked for a day early, never a day late. (The Family Law Reform Act 1969, section 9, says when
    on the anniversary an age is reached, not which day stands for a missing 29 Feb; the usual
    English reading is 1 March, to be confirmed before anything is ended on the strength of it.)

    Raises:
        BeyondHorizon: the count leaves the holiday table, or the years that a date can hold.
        ValueError: a span of 0 working days.
    """
    try:
        if span.unit.is_clock_time:
            return end_of(value) + _steps(span, backwards) * _LENGTH[span.unit]
        return _shifted_day(london_day(value), span, backwards, calendar)
    except OverflowError as exc:
        # A mistyped year must not stop everything else that is worked out for a case.
        raise BeyondHorizon(f"No date can lie {span} from {value}: check the year.") from exc


def _shifted_day(day: date, span: Span, backwards: bool, calendar: Calendar) -> date:
    if span.unit is Unit.WORKING_DAYS:
        move = calendar.subtract_working_days if backwards else calendar.add_working_days
        return move(day, span.count)
    steps = _steps(span, backwards)
    if span.unit in _IN_MONTHS:
        return _months_later(day, steps * _IN_MONTHS[span.unit])
    return day + steps * _LENGTH[span.unit]


def _steps(span: Span, backwards: bool) -> int:
    return -span.count if backwards else span.count


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(value: date | datetime) -> datetime:
    """The last instant of a due value, in UTC: itself, or the end of that day in London."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    # 31 Dec 9999, which some people type for "never", has no day after it.
    return end_of_day(value) if value < date.max else datetime.max.replace(tzinfo=UTC)
