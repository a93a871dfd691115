"""The frozen calendar, and a copy of it with a local closure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from days import day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars

ENGLAND = Path(__file__).parents[2] / "definitions" / "calendars" / "england.yaml"


def load_calendar(path: Path) -> Calendar:
    """The calendar in a file. To be swapped for the reader's own `load_calendar`."""
    read = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return Calendar(
        name=read["calendar"],
        edition=read["edition"],
        first=read["from"],
        last=read["to"],
        holidays={date.fromisoformat(when): name for when, name in read["holidays"].items()},
    )


@pytest.fixture(scope="session")
def england() -> Calendar:
    return load_calendar(ENGLAND)


@pytest.fixture(scope="session")
def calendars(england: Calendar) -> Calendars:
    """Local rules also leave out Wed 11 Mar 2026, when the offices are closed."""
    return Calendars(england, england.with_closures({day("Wed 11 Mar 2026"): "closed locally"}))
