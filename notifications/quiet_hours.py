"""Hours in which a family gets no message from us: a letter of this kind is not for 11 at night.

In hours of England, whatever the clocks do that night. Messages to staff do not ask here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from workflow.clock import LONDON, at_time

_HOUR = "((?:[01][0-9]|2[0-3]):[0-5][0-9])"
_NIGHT = re.compile(f"{_HOUR}-{_HOUR}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `start` in the evening until `end` the next morning; equal: never quiet."""

    start: time = time(20)
    end: time = time(8)

    def __post_init__(self) -> None:
        if self.start < self.end:
            raise ValueError("Quiet hours go over midnight: they start later than they end.")

    @classmethod
    def of(cls, written: str) -> Self:
        """Those written as `20:00-08:00`, or as `none`. Raises ValueError."""
        if written == "none":
            return cls(start=time(0), end=time(0))
        if not (found := _NIGHT.fullmatch(written)):
            raise ValueError("Quiet hours are written as 20:00-08:00, or none.")
        return cls(start=time.fromisoformat(found[1]), end=time.fromisoformat(found[2]))

    def next_allowed(self, instant: datetime) -> datetime:
        """The first instant, from this one on, at which a message may go; in UTC.

        `end` itself is allowed, `start` is not.
        """
        if self.start == self.end:
            return instant
        here = instant.astimezone(LONDON)
        if here.time() < self.end:
            return at_time(here.date(), self.end)
        if here.time() >= self.start:
            return at_time(here.date() + timedelta(days=1), self.end)
        return instant
