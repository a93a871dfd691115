"""Days as people write them, weekday and all: "Mon 2 Mar 2026", or with a time of day in London.

The weekday is part of what is claimed, so one that does not fit the date is refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from workflow.clock import at_time
from workflow.deadlines.naming import day_name

_MONTHS = {day_name(date(2026, month, 1)).split()[2]: month for month in range(1, 13)}
_WEEKDAYS = {day_name(date(2026, 6, day)).split()[0] for day in range(1, 8)}
_WRITTEN = re.compile(
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)}) (?P<number>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})"
    r" (?P<year>\d{4})(?: (?P<time>[0-2]\d:[0-5]\d))?"
)


class DayWrong(ValueError):
    """The day does not exist or falls on another weekday; `mend` says how to write it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def written_day(text: str) -> date | datetime | None:
    """The day that the text is, or the instant (UTC) if it has a time; None if it is neither.

    Of a doubled hour in autumn the first is meant. Raises DayWrong.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found["year"]), _MONTHS[found["month"]], int(found["number"]))
        clock_time = time.fromisoformat(found["time"]) if found["time"] else None
    except ValueError:
        raise DayWrong(f"there is no {text!r}", "look at the number of the day") from None
    weekday = day_name(day).split()[0]
    if found["weekday"] != weekday:
        what = f"{text!r} has the wrong weekday: that day is a {weekday}"
        raise DayWrong(what, f"write `{day_name(day)}`, or look at the date")
    return at_time(day, clock_time) if clock_time else day
