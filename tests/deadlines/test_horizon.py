"""The frozen calendar against the official list, and the warning before it runs out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from workflow.clock import london_day, system_clock
from workflow.deadlines.calendar import SATURDAY, Calendar
from workflow.deadlines.naming import day_name

OFFICIAL = Path(__file__).with_name("bank_holidays_england.json")

WHAT_TO_DO = """
The holiday calendar ends on {last}, in less than two years: due dates will soon have to wait.
1. Save the newest official list of bank holidays over tests/deadlines/bank_holidays_england.json.
2. Raise EDITION and LAST_YEAR in tests/deadlines/freeze_calendar.py.
3. Run  .venv/bin/python tests/deadlines/freeze_calendar.py  and read the difference line by line.
4. Commit it. New cases take the new edition; waiting due dates are armed when it is installed."""


def official_days() -> set[date]:
    dates = json.loads(OFFICIAL.read_text(encoding="utf-8"))["dates"]
    return {date.fromisoformat(when) for when in dates}


def test_our_bank_holidays_are_the_official_ones_as_far_as_those_reach(england: Calendar) -> None:
    official = official_days()
    ours = {day for day in england.holidays if day.year <= max(official).year}

    assert ours == {day for day in official if day >= england.first}


def test_every_year_has_its_eight_bank_holidays_on_weekdays(england: Calendar) -> None:
    extra = {2022: 2, 2023: 1}  # jubilee and funeral, coronation
    for year in range(england.first.year, england.last.year + 1):
        days = [day for day in england.holidays if day.year == year]
        assert len(days) == 8 + extra.get(year, 0), year
        assert all(day.weekday() < SATURDAY for day in days), year


def test_the_calendar_reaches_two_years_ahead(england: Calendar) -> None:
    two_years_before = england.last.replace(year=england.last.year - 2)
    today = london_day(system_clock())

    assert today < two_years_before, WHAT_TO_DO.format(last=day_name(england.last))
