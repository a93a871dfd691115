"""Working days: Monday to Friday, less the bank holidays and the local closure days given.

Dates only: no clock, no time zone, no file. What lies outside the holiday table is refused and
never guessed, because a missing bank holiday would move a statutory deadline in silence.

Counting, the same everywhere: the day counted from is day 0 and is never counted itself, worked
or not. 15 working days of Mon 2 Mar 2026 is Mon 23 Mar 2026; of Sat 7 Mar 2026, Fri 27 Mar 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from workflow.deadlines.naming import day_name
from workflow.errors import CasewardError

SATURDAY, SUNDAY = 5, 6


class BeyondHorizon(CasewardError):
    """The count needs the holiday table where it does not reach.

    Nobody has done anything wrong: the due date waits until the calendar is extended.
    """

    code = "beyond_horizon"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days from `first` to `last`, both included.

    `holidays` and `closures` give the days not worked besides weekends, each with its name; one
    outside `first` to `last` or at a weekend changes nothing. They are copied, so that nothing
    done to the caller's mapping afterwards can move a deadline.

    A method raises `BeyondHorizon` when it is asked about, or arrives at, a day outside the table.
    """

    name: str
    edition: int
    first: date
    last: date
    holidays: Mapping[date, str] = field(repr=False)
    closures: Mapping[date, str] = field(default_factory=dict)
    _worked: tuple[date, ...] = field(init=False, repr=False, compare=False)
    """every working day, in order"""
    _before: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """for each day since `first`, how many working days came before it; one more than the days"""

    def __post_init__(self) -> None:
        # Plain dicts, because MappingProxyType can be neither pickled nor copied (Python 3.11).
        object.__setattr__(self, "holidays", dict(self.holidays))
        object.__setattr__(self, "closures", dict(self.closures))
        worked: list[date] = []
        before = [0]
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if self._reason(day) is None:
                worked.append(day)
            before.append(len(worked))
        object.__setattr__(self, "_worked", tuple(worked))
        object.__setattr__(self, "_before", tuple(before))

    def __hash__(self) -> int:
        """An edition is frozen, so name, edition and closures tell calendars apart."""
        return hash((self.name, self.edition, frozenset(self.closures.items())))

    def with_closures(self, days: Mapping[date, str]) -> Calendar:
        """The same calendar with these days closed too; one without a name is "closed locally"."""
        return replace(self, closures={**self.closures, **days})

    def is_working(self, day: date) -> bool:
        """Whether that is a working day."""
        return self._worked_before(day) < self._worked_up_to(day)

    def why_not_worked(self, day: date) -> str | None:
        """None for a working day; else why: "Saturday", "Good Friday", "closed locally"."""
        return None if self.is_working(day) else self._reason(day)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; `count` is 1 or more (ValueError)."""
        _refuse_none(count)
        return self._nth(self._worked_up_to(start) + count - 1)

    def subtract_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day before `start`; `count` is 1 or more (ValueError).

        2 working days before a Monday is the Thursday before.
        """
        _refuse_none(count)
        return self._nth(self._worked_before(start) - count)

    def working_day_on_or_after(self, day: date) -> date:
        """That day if it is worked, else the next that is."""
        return self._nth(self._worked_before(day))

    def working_day_on_or_before(self, day: date) -> date:
        """That day if it is worked, else the last before it that is."""
        return self._nth(self._worked_up_to(day) - 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lead from `start`, not counted, to `end`, counted if worked.

        Negative when `end` is the earlier: the inverse of adding and of subtracting working days.
        """
        if end >= start:
            return self._worked_up_to(end) - self._worked_up_to(start)
        return self._worked_before(end) - self._worked_before(start)

    def _worked_before(self, day: date) -> int:
        return self._before[self._position(day)]

    def _worked_up_to(self, day: date) -> int:
        return self._before[self._position(day) + 1]

    def _position(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise self._beyond()
        return day.toordinal() - self.first.toordinal()

    def _nth(self, index: int) -> date:
        # A negative index would quietly count from the far end of the table.
        if not 0 <= index < len(self._worked):
            raise self._beyond()
        return self._worked[index]

    def _reason(self, day: date) -> str | None:
        if day.weekday() >= SATURDAY:
            return "Saturday" if day.weekday() == SATURDAY else "Sunday"
        if day in self.holidays:
            return self.holidays[day]
        return (self.closures[day] or "closed locally") if day in self.closures else None

    def _beyond(self) -> BeyondHorizon:
        return BeyondHorizon(
            f"The calendar '{self.name}' (edition {self.edition}) knows working days only from"
            f" {day_name(self.first)} to {day_name(self.last)}. Extend it with a new edition."
        )


def _refuse_none(count: int) -> None:
    if count < 1:
        raise ValueError(
            f"a count of working days is 1 or more, got {count}: readers differ on whether 0 means"
            " that day or the next one worked; ask for working_day_on_or_after instead"
        )
