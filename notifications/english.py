"""Dates, times, lists, counts and ages as one would write them in a letter.

These are the filters that templates may use. Each refuses a value of another kind with TypeError
rather than print something odd. Days and times are those of England.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time

from workflow.clock import LONDON, london_day

NO_BREAK = "\u00a0"
"""A space at which no line is broken."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def day(value: date | datetime) -> str:
    """`Tuesday 24 March 2026`."""
    found = _day(value)
    return f"{_WEEKDAYS[found.weekday()]} {short_day(found)}"


def short_day(value: date | datetime) -> str:
    """`24 March 2026`."""
    found = _day(value)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def clock_time(value: datetime | time) -> str:
    """`10am`, `10:30am`, `midday`, `midnight`."""
    if isinstance(value, datetime):
        value = _in_england(value).time()
    if not isinstance(value, time):
        raise TypeError("a time of day is needed")
    if not value.minute and value.hour % 12 == 0:
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def listed(values: Iterable[str]) -> str:
    """`a, b and c`. A piece of text is refused: it would be listed letter by letter."""
    if isinstance(values, str):
        raise TypeError("a list is needed")
    *front, last = [_text(value) for value in values] or [""]
    return f"{', '.join(front)} and {last}" if front else last


def counted(number: int, thing: str) -> str:
    """`1 working day`, `3 working days`."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError("a whole number is needed")
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def age(born: date, on: date) -> str:
    """`4 years old`, under 2 years `5 months old`, under 2 months `3 weeks old`, `not yet born`.

    Whole years, months or weeks that have passed; somebody born on the 29th or later is a month
    older on the last day of a month that is too short.
    """
    born, on = _day(born), _day(on)
    if born > on:
        return "not yet born"
    months = (on.year - born.year) * 12 + on.month - born.month
    if on.day < born.day and not _is_last_of_month(on):
        months -= 1
    if months >= 24:
        return f"{months // 12} years old"
    if months >= 2:
        return f"{months} months old"
    return f"{counted((on - born).days // 7, 'week')} old"


def unbroken(words: str) -> str:
    """The words with the parts of a telephone number held together at the end of a line."""
    return _BETWEEN_DIGITS.sub(NO_BREAK, _text(words))


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day,
    "short_day": short_day,
    "clock_time": clock_time,
    "listed": listed,
    "counted": counted,
    "age": age,
    "unbroken": unbroken,
}


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return london_day(_in_england(value))
    if not isinstance(value, date):
        raise TypeError("a date is needed")
    return value


def _in_england(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise TypeError("an instant needs its time zone")
    return moment.astimezone(LONDON)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a list of texts is needed")
    return value


def _is_last_of_month(on: date) -> bool:
    return date.fromordinal(on.toordinal() + 1).month != on.month
