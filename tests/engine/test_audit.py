"""verify: what it says of a case that somebody changed outside the program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engine.building import Desk, a_case_of_two
from real_process import catalogue
from workflow.engine.audit import Finding, Verdict, verify


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two children, and the conference of Mon 23 Mar 2026 about them."""
    a_case_of_two(desk, "Mon 23 Mar 2026", CP_1="protection_plan", CP_2="child_in_need")
    return desk


@contextmanager
def by_hand(desk: Desk) -> Iterator[sqlite3.Connection]:
    """The file as somebody with a database tool sees it, the triggers taken out of the way."""
    file = Path(desk.store.url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        yield connection


def findings(desk: Desk) -> dict[str, Finding]:
    return {finding.case: finding for finding in verify(desk.store, catalogue())}


OF_CP_1 = "case_id = (SELECT case_id FROM \"case\" WHERE ref = 'CP-1')"


def test_nothing_was_changed(two: Desk) -> None:
    assert findings(two) == {ref: Finding(ref, Verdict.FINE) for ref in ("CP-1", "CP-2", "CONF-1")}


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE history SET actor = 'nobody' WHERE seq = 3 AND {OF_CP_1}",
        f"UPDATE history SET occurred_on = '2026-03-03' WHERE seq = 3 AND {OF_CP_1}",
        f"UPDATE payload SET facts = replace(facts, '-', '_') WHERE seq = 3 AND {OF_CP_1}",
        f"DELETE FROM payload WHERE seq = 3 AND {OF_CP_1}",
    ],
)
def test_a_changed_row_is_named_and_the_other_cases_are_fine(two: Desk, change: str) -> None:
    with by_hand(two) as connection:
        assert connection.execute(change).rowcount == 1

    found = findings(two)

    assert found["CP-1"] == Finding("CP-1", Verdict.TAMPERED, 3)
    assert {found[ref].verdict for ref in ("CP-2", "CONF-1")} == {Verdict.FINE}


def test_a_snapshot_that_says_something_else_than_the_history(two: Desk) -> None:
    with by_hand(two) as connection:
        (text,) = connection.execute(f'SELECT snapshot FROM "case" WHERE {OF_CP_1}').fetchone()
        snapshot = json.loads(text)
        snapshot["tasks"][0]["due"] = "2027-01-01"
        connection.execute(
            f'UPDATE "case" SET snapshot = ? WHERE {OF_CP_1}', [json.dumps(snapshot)]
        )

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.DIVERGED)


def test_a_snapshot_of_an_older_fold_is_not_compared(two: Desk) -> None:
    with by_hand(two) as connection:
        connection.execute(f'UPDATE "case" SET fold_version = 0, snapshot = "{{}}" WHERE {OF_CP_1}')

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.OLDER_FOLD)
