"""The one place that reads the clock. Everything else is told the time.

A command reads it once, at the edge, and passes it down: so every rule can be tried on any day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

Clock = Callable[[], datetime]
"""Returns an aware UTC datetime."""


def system_clock() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def london_day(moment: date | datetime) -> date:
    """The calendar day in England of an instant; a date is returned as it is.

    `datetime` is a subclass of `date`, and the two do not compare: normalise with this first.
    """
    if isinstance(moment, datetime):
        return moment.astimezone(LONDON).date()
    return moment


def start_of_day(day: date) -> datetime:
    """00:00 in England on that day, as a UTC instant."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The instant at which that day is over in England: 00:00 of the next day, in UTC."""
    return start_of_day(day + timedelta(days=1))


@lru_cache(maxsize=4096)  # rungs are asked after again and again, and lie on few days
def at_time(day: date, clock_time: time) -> datetime:
    """That time of day in England, as a UTC instant. Of a doubled hour the first is taken."""
    return datetime.combine(day, clock_time, LONDON).astimezone(UTC)
