"""The families of a year: each rare turn in one of them, and the rest as it usually goes."""

from __future__ import annotations

from datetime import date, timedelta

from workflow.deadlines.calendar import Calendar
from workflow.simulation.families import in_order_of_recording, invented_families
from workflow.simulation.family import HistoryRow
from workflow.simulation.turns import all_turns, rare_turns

PROCESS = "child_protection"
"""What the invented families are about."""

YEAR_BEGINS = date(2026, 1, 5)
"""A Monday: the year that is told when no other is asked for."""

YEAR = timedelta(days=364)


def families_of_a_year(
    count: int, *, seed: int, began: date, calendar: Calendar
) -> list[HistoryRow]:
    """Rows of so many families, in order of recording. The same seed tells the same year.

    Of fewer families than there are turns the first turns are told, and nothing else.
    """
    ends = began + YEAR
    turns = [turn.name for turn in all_turns()][:count]
    usual = count - len(turns)
    rows = invented_families(usual, seed=seed, began=began, ends=ends, calendar=calendar)
    rare = rare_turns(usual + 1, seed=seed, began=began, ends=ends, calendar=calendar, only=turns)
    return in_order_of_recording([*rows, *rare])
