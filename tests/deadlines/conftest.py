"""The frozen calendar, and a copy of it with a local closure."""

from __future__ import annotations

from pathlib import Path

import pytest

from days import day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars
from workflow.definition.reader import read_calendar

ENGLAND = Path(__file__).parents[2] / "definitions" / "calendars" / "england.yaml"


@pytest.fixture(scope="session")
def england() -> Calendar:
    return read_calendar(ENGLAND)


@pytest.fixture(scope="session")
def calendars(england: Calendar) -> Calendars:
    """Local rules also leave out Wed 11 Mar 2026, when the offices are closed."""
    return Calendars(england, england.with_closures({day("Wed 11 Mar 2026"): "closed locally"}))
