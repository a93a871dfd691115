"""How our pages and messages write days and times, the same on every server."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from workflow.clock import LONDON

# Spelled out, because strftime follows the server's locale and "%-d" is not known everywhere.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_name(day: date) -> str:
    """A day with its weekday: "Mon 2 Mar 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_name(value: date | datetime) -> str:
    """A day, or an aware instant in London time: "Mon 2 Mar 2026, 14:05".

    In the hour that comes twice in autumn it also says which: "Sun 25 Oct 2026, 01:30 GMT".
    """
    if not isinstance(value, datetime):
        return day_name(value)
    local = value.astimezone(LONDON)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    zone = f" {local.tzname()}" if comes_twice else ""
    return f"{day_name(local)}, {local:%H:%M}{zone}"


def weekend_name(saturday: date) -> str:
    """A weekend, named by its Saturday: "Sat 7 and Sun 8 Mar 2026"."""
    sunday = saturday + timedelta(days=1)
    same_month = saturday.month == sunday.month
    first = f"Sat {saturday.day}" if same_month else day_name(saturday)
    return f"{first} and {day_name(sunday)}"
