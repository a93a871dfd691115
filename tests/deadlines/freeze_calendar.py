"""Write definitions/calendars/england.yaml anew. Run by a person, never by a test or the program.

Run it when the government announces a bank holiday, when a new official list appears (save it
first as bank_holidays_england.json beside this file), or when test_horizon.py asks for it; then
raise EDITION, move LAST_YEAR, read the difference line by line and commit it:

    .venv/bin/python tests/deadlines/freeze_calendar.py

The file is frozen so that an upgrade of a library can never move a statutory deadline. A new
edition never replaces the days of an old case: a case keeps the edition that it was opened with.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path

from holidays import country_holidays

EDITION = 1
FIRST_YEAR, LAST_YEAR = 2018, 2035
OFFICIAL = Path(__file__).with_name("bank_holidays_england.json")
TARGET = Path(__file__).parents[2] / "definitions" / "calendars" / "england.yaml"

SATURDAY = 5
OFFICIAL_WORDING = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


def official_list() -> dict[date, str]:
    """The published bank holidays, with plain apostrophes (the older years have curly ones)."""
    dates: dict[str, str] = json.loads(OFFICIAL.read_text(encoding="utf-8"))["dates"]
    return {date.fromisoformat(day): name.replace("’", "'") for day, name in dates.items()}  # noqa: RUF001 - the character to be replaced


def computed_list() -> dict[date, str]:
    """What the library computes for England, weekdays only, in the official wording."""
    found = country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return {day: _wording(name) for day, name in sorted(found.items()) if day.weekday() < SATURDAY}


def frozen_list() -> dict[date, str]:
    """The computed days, under their official names as far as the official list reaches.

    Raises:
        SystemExit: the two lists differ on a day that both cover; a person must find out why.
    """
    official, computed = official_list(), computed_list()
    covered = {day for day in computed if day.year <= max(official).year}
    if differing := covered ^ {day for day in official if day.year >= FIRST_YEAR}:
        raise SystemExit(f"the library and the official list differ on {sorted(differing)}")
    return {day: official.get(day, name) for day, name in computed.items()}


def as_yaml(days: dict[date, str], last_official: int) -> str:
    """The file's text. Date keys are quoted, because our reader refuses keys that are not text."""
    source = (
        f"The official list of bank holidays of England and Wales to {last_official}, and after"
        f" that the days of the Banking and Financial Dealings Act 1971 as computed by the Python"
        f" library holidays {version('holidays')}, which cannot know a day not yet proclaimed."
    )
    head = [
        "# Frozen data, written by tests/deadlines/freeze_calendar.py. A change is a new edition.",
        "calendar: england",
        f"edition: {EDITION}",
        f'source: "{source}"',
        f"from: {FIRST_YEAR}-01-01",
        f"to: {LAST_YEAR}-12-31",
        "holidays:",
    ]
    return "\n".join(head + [f'  "{day}": {name}' for day, name in days.items()]) + "\n"


def _wording(name: str) -> str:
    plain = name.removesuffix(" (observed)")
    substitute = " (substitute day)" if plain != name else ""
    return OFFICIAL_WORDING.get(plain, plain) + substitute


if __name__ == "__main__":
    TARGET.write_text(as_yaml(frozen_list(), max(official_list()).year), encoding="utf-8")
