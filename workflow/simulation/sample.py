"""The packaged sample: sixty invented families over two years, as a histories file.

`python -m workflow.simulation.sample` writes the file afresh; a test compares the two.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from definitions import FOLDER
from workflow.definition.reader import read_calendar
from workflow.engine.history_file import COLUMNS
from workflow.simulation.families import invented_families
from workflow.simulation.family import HistoryRow

SAMPLE = Path(__file__).with_name("sample.csv")
"""The file that the demonstration imports."""

WAITING = SAMPLE.with_name("waiting.csv")
"""Two siblings for whom a conference is asked for and not booked, and a referral that nobody has
looked at, as of the same last day.
"""

SAMPLE_BEGINS = date(2024, 11, 25)
SAMPLE_ENDS = date(2026, 11, 20)
"""The last day of which the sample knows anything, a Friday."""

FAMILIES, SEED = 60, 1989


def sample_rows() -> list[HistoryRow]:
    """The rows of the sample, made afresh."""
    calendar = read_calendar(FOLDER / "calendars" / "england.yaml")
    return invented_families(
        FAMILIES, seed=SEED, began=SAMPLE_BEGINS, ends=SAMPLE_ENDS, calendar=calendar
    )


def write_histories(file: Path, rows: Sequence[HistoryRow]) -> None:
    """Write rows as a histories file (CSV, UTF-8, header row)."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row.cells() for row in rows)


if __name__ == "__main__":
    write_histories(SAMPLE, sample_rows())
