"""Days and times as people write them, for every test: `day("Mon 2 Mar 2026")`.

The weekday is part of what a test claims, so a wrong one is refused.
"""

from __future__ import annotations

from datetime import date, datetime, time

from workflow.clock import at_time

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text: str) -> date:
    """The date of "Mon 2 Mar 2026"; ValueError when that day is not a Monday."""
    weekday, number, month, year = text.split()
    found = date(int(year), _MONTHS.index(month) + 1, int(number))
    if _WEEKDAYS[found.weekday()] != weekday:
        raise ValueError(f"{text} is wrong: that day is a {_WEEKDAYS[found.weekday()]}")
    return found


def at(text: str) -> datetime:
    """The UTC instant of "Mon 2 Mar 2026 14:05" in London; of a doubled hour the first."""
    written_day, clock_time = text.rsplit(" ", 1)
    return at_time(day(written_day), time.fromisoformat(clock_time))
