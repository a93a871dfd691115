"""The example histories, read in, give the due dates that the example file expects."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from days import at
from real_process import catalogue, fresh, published
from workflow.case.record import plain
from workflow.engine.audit import Verdict, verify
from workflow.engine.history_file import Row, read_histories
from workflow.engine.import_histories import ImportSummary, import_histories
from workflow.store.database import Store

FILES = Path(__file__).parents[1] / "data" / "histories"
READ_AT = at("Mon 23 Nov 2026 09:00")


@cache
def rows() -> tuple[Row, ...]:
    return tuple(read_histories(FILES / "histories.csv"))


@cache
def read_in() -> Path:
    """A database with the whole file read in once."""
    folder = published().parent / "histories"
    folder.mkdir()
    with fresh(folder) as store:
        land(store, rows())
    return folder / "caseward.db"


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Store]:
    """The file read in at one go."""
    (tmp_path / "whole").mkdir()
    with fresh(tmp_path / "whole", read_in()) as store:
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A database with no case."""
    with fresh(tmp_path) as store:
        yield store


def land(store: Store, some: tuple[Row, ...]) -> ImportSummary:
    summary = import_histories(store, catalogue(), some, now=READ_AT)
    assert summary.refused == []
    return summary


def outcome(store: Store) -> dict[str, Any]:
    """Where every case is and what is open: all but the numbers of rows."""
    with store.reading() as reading:
        kept = ("state", "facts", "tasks", "links", "closed_on", "done", "fired")
        return {
            stored.ref: {name: stored.snapshot[name] for name in kept} for stored in reading.cases()
        }


def test_every_row_agrees(whole: Store) -> None:
    with (FILES / "expected_due.csv").open(encoding="utf-8", newline="") as lines:
        expected = {(row["case"], row["task"]): row["due"] for row in csv.DictReader(lines)}
    with whole.reading() as reading:
        found = {(task.ref, task.task): str(plain(task.due)) for task in reading.open_tasks()}

    assert len(expected) > 80
    assert {key: found.get(key, "") for key in expected} == expected


def test_every_case_verifies(whole: Store) -> None:
    assert {finding.verdict for finding in verify(whole, catalogue())} == {Verdict.FINE}


def test_reading_the_file_again_lands_nothing(whole: Store) -> None:
    before = outcome(whole)

    summary = land(whole, rows())

    assert (summary.landed, summary.already_there) == (0, len(rows()))
    assert outcome(whole) == before


@pytest.mark.parametrize("cut", [1, 14, 41, 77, 118])
def test_a_longer_file_lands_the_rest(cut: int, empty: Store, whole: Store) -> None:
    land(empty, rows()[:cut])
    summary = land(empty, rows())

    assert (summary.landed, summary.already_there) == (len(rows()) - cut, cut)
    assert outcome(empty) == outcome(whole)
    assert {finding.verdict for finding in verify(empty, catalogue())} == {Verdict.FINE}


@pytest.mark.parametrize("seed", range(3))
def test_how_families_are_interleaved_makes_no_difference(
    seed: int, empty: Store, whole: Store
) -> None:
    land(empty, shuffled(seed))

    assert outcome(empty) == outcome(whole)


def shuffled(seed: int) -> tuple[Row, ...]:
    """The rows in another order; those of one family, and of its conferences, keep theirs."""
    rng = Random(seed)
    families: dict[str, list[Row]] = {}
    for row in rows():
        families.setdefault(row.command.case[-4:].strip("-bc"), []).append(row)
    left, mixed = list(families.values()), []
    while left:
        mixed.append(rng.choice(left).pop(0))
        left = [family for family in left if family]
    return tuple(mixed)
