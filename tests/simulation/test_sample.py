"""The packaged sample: what the generator makes, invented throughout, and rich enough to show."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from real_process import calendar, catalogue, fresh
from workflow.definition.model import OPEN_CASE
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import import_histories
from workflow.simulation.families import invented_families
from workflow.simulation.sample import (
    SAMPLE,
    SAMPLE_BEGINS,
    SAMPLE_ENDS,
    sample_rows,
    write_histories,
)

SHOWN_ON = datetime.combine(SAMPLE_ENDS, time(17), UTC)


@cache
def rows() -> list[dict[str, Any]]:
    """The rows of the packaged file, with their facts."""
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return [row | {"facts": json.loads(row["facts"])} for row in csv.DictReader(lines)]


def test_the_packaged_file_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_histories(tmp_path / "sample.csv", sample_rows())

    made = (tmp_path / "sample.csv").read_text(encoding="utf-8")
    assert made == SAMPLE.read_text(encoding="utf-8"), (
        "the generator makes other rows than the packaged file has:"
        " run `python -m workflow.simulation.sample` and look at what changed"
    )


def test_one_seed_tells_one_story_and_another_seed_another() -> None:
    assert told(seed=7) == told(seed=7)
    assert told(seed=7) != told(seed=8)


def told(seed: int) -> list[list[str]]:
    rows = invented_families(
        5, seed=seed, began=SAMPLE_BEGINS, ends=SAMPLE_ENDS, calendar=calendar()
    )
    return [row.cells() for row in rows]


def test_all_of_it_lands_and_shows_late_tasks_in_every_part_of_the_process(tmp_path: Path) -> None:
    """One test, because reading the whole sample in takes seconds."""
    with fresh(tmp_path) as store:
        summary = import_histories(store, catalogue(), read_histories(SAMPLE), now=SHOWN_ON)
        with store.reading() as reading:
            leaves = {leaf for head in reading.heads() for leaf in head.state}

    assert summary.refused == []
    assert summary.landed == len(rows())
    late = {task.partition("#")[0] for _, task, _ in summary.late}
    assert len(late) >= 4
    assert "visit_child" in late
    assert leaves >= {
        "section_47_enquiry", "first_review_due", "later_review_due", "unborn", "child_in_need",
        "closed",
    }  # fmt: skip


def test_siblings_leave_one_conference_with_different_outcomes() -> None:
    outcomes = [row["facts"]["outcomes"] for row in rows() if "outcomes" in row["facts"]]

    assert any(len({each["decision"] for each in one.values()}) > 1 for one in outcomes)


def test_there_are_unborn_children_of_whom_some_are_born() -> None:
    unborn = {row["case"] for row in rows() if row["facts"].get("sex") == "U"}
    born = {row["case"] for row in rows() if row["event"] == "record_birth"}

    assert born
    assert born < unborn


def test_there_are_children_who_moved_here_with_a_plan() -> None:
    routes = Counter(row["facts"]["route"] for row in openings())

    assert routes["transfer_in"] > 0
    assert routes["referral"] > routes["transfer_in"]


def test_some_events_are_typed_days_after_they_happened() -> None:
    assert any(row["recorded_at"][:10] > row["occurred_on"] for row in rows())


def test_it_tells_of_sixty_families_and_all_three_ways_of_working() -> None:
    families = {row["facts"]["family_reference"] for row in openings()}

    assert len(families) == 60
    assert {row["policy"] for row in rows()} == {"", "liverpool", "darlington"}


def test_every_name_says_that_it_is_invented() -> None:
    names = [row["facts"]["child_name"] for row in openings()]
    people = [person["name"] for person in participants()]

    assert all("invented" in name.lower() for name in (*names, *people))


def test_every_address_leads_nowhere() -> None:
    addresses = [person["email"] for person in participants()]
    anywhere = [part for row in rows() for part in json.dumps(row).split('"') if "@" in part]

    assert addresses
    assert all(address.endswith("@example.org") for address in (*addresses, *anywhere))


def openings() -> Iterator[dict[str, Any]]:
    """The opening of each child's case."""
    for row in rows():
        if row["event"] == OPEN_CASE and row["workflow"] == "child_protection":
            yield row


def participants() -> Iterator[dict[str, Any]]:
    """Everybody who was invited to a conference."""
    for row in rows():
        yield from row["facts"].get("participants", ())
