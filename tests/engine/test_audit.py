"""verify: what it says of a case that somebody changed outside the program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from definitions import FOLDER
from engine.building import Desk, a_case_of_two
from real_process import calendar, catalogue
from workflow.engine.audit import Finding, Verdict, verify
from workflow.engine.catalogue import Catalogue


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


def changed(desk: Desk, change: str) -> None:
    """Somebody runs this statement, and it changes something."""
    with by_hand(desk) as connection:
        assert connection.execute(change).rowcount > 0


def not_fine(desk: Desk) -> list[Finding]:
    found = verify(desk.store, catalogue())
    return [finding for finding in found if finding.verdict is not Verdict.FINE]


def diverged(ref: str, where: str) -> Finding:
    return Finding(ref, Verdict.DIVERGED, where=where)


def tampered(case: str, where: str) -> Finding:
    return Finding(case, Verdict.TAMPERED, where=where)


def case_id(desk: Desk, ref: str) -> str:
    with desk.store.reading() as reading:
        stored = reading.case(ref)
        assert stored is not None
        return stored.case_id


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
    changed(two, change)

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

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.DIVERGED, where="snapshot")


def test_a_snapshot_of_an_older_fold_is_not_compared(two: Desk) -> None:
    with by_hand(two) as connection:
        connection.execute(f'UPDATE "case" SET fold_version = 0, snapshot = "{{}}" WHERE {OF_CP_1}')

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.OLDER_FOLD)


# -- what repeats the history ----------------------------------------------------------------------

FIRST_TASK = f"rowid = (SELECT min(rowid) FROM task WHERE {OF_CP_1})"
FIRST_TIMER = f"rowid = (SELECT min(rowid) FROM timer WHERE fired_at IS NULL AND {OF_CP_1})"


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("task", f"DELETE FROM task WHERE {FIRST_TASK}"),
        ("task", f"UPDATE task SET due = '2027-01-01' WHERE {FIRST_TASK}"),
        ("task", f"UPDATE task SET role = 'nobody' WHERE {FIRST_TASK}"),
        (
            "task",
            "INSERT INTO task SELECT authority, case_id, task, occurrence + 9, item, ref, workflow,"
            f" role, due, waiting, opened_on FROM task WHERE {FIRST_TASK}",
        ),
        ("timer", f"DELETE FROM timer WHERE {FIRST_TIMER}"),
        ("timer", f"UPDATE timer SET at = '2027-01-01 07:00:00.000000' WHERE {FIRST_TIMER}"),
        ("timer", f"UPDATE timer SET at = 'soon' WHERE {FIRST_TIMER}"),
        ("timer", f"UPDATE timer SET at = 5 WHERE {FIRST_TIMER}"),
        ("link", f"UPDATE link SET open = NOT open WHERE {OF_CP_1}"),
        ("link", f"DELETE FROM link WHERE {OF_CP_1}"),
        ("indexed_fact", f"UPDATE indexed_fact SET value = 'FAM-9' WHERE {OF_CP_1}"),
        ("indexed_fact", f"DELETE FROM indexed_fact WHERE {OF_CP_1}"),
    ],
)
def test_a_row_of_another_table_that_was_changed_is_found(
    two: Desk, where: str, change: str
) -> None:
    changed(two, change)

    assert not_fine(two) == [diverged("CP-1", where)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "[]"),
        ("policy", "elsewhere"),
        ("closed", "1"),
        ("revision", "99"),
        ("head_seq", "99"),
        ("opened_on", "2020-01-01"),
        ("ref", "CP-9"),
        ("workflow", "conference"),
        ("workflow", "no_such"),
        ("release", "2"),
        ("release", "99"),
        ("calendar", "99"),
    ],
)
def test_a_changed_column_of_a_case_is_named_and_the_other_cases_are_fine(
    two: Desk, column: str, value: str
) -> None:
    changed(two, f"UPDATE \"case\" SET {column} = '{value}' WHERE {OF_CP_1}")

    ref = value if column == "ref" else "CP-1"
    assert not_fine(two) == [diverged(ref, f"case.{column}")]


def test_a_snapshot_that_is_no_snapshot_is_named(two: Desk) -> None:
    changed(two, f"UPDATE \"case\" SET snapshot = '[' WHERE {OF_CP_1}")

    assert not_fine(two) == [diverged("CP-1", "snapshot")]


def test_everything_that_was_changed_about_a_case_is_named(two: Desk) -> None:
    changed(two, f'UPDATE "case" SET closed = 1, revision = 99 WHERE {OF_CP_1}')
    changed(two, f"DELETE FROM task WHERE {OF_CP_1}")

    assert not_fine(two) == [diverged("CP-1", "case.revision, case.closed, task")]


def test_a_whole_history_that_cannot_be_replayed_does_not_keep_the_others_from_it(
    two: Desk,
) -> None:
    changed(
        two,
        "UPDATE \"case\" SET workflow = 'no_such',"
        f" snapshot = json_set(snapshot, '$.workflow', 'no_such') WHERE {OF_CP_1}",
    )

    assert not_fine(two) == [diverged("CP-1", "history")]


@pytest.mark.parametrize("facts", ["[]", '{"a": NaN}', "5"])
def test_facts_that_no_row_can_hold_are_found(two: Desk, facts: str) -> None:
    changed(two, f"UPDATE payload SET facts = '{facts}' WHERE seq = 2 AND {OF_CP_1}")

    assert [(f.case, f.verdict) for f in not_fine(two)] == [("CP-1", Verdict.TAMPERED)]


# -- cases and releases that are gone --------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM \"case\" WHERE ref = 'CP-1'",
        "UPDATE \"case\" SET authority = '999' WHERE ref = 'CP-1'",
    ],
)
def test_a_history_whose_case_is_gone_is_named_by_its_id(two: Desk, change: str) -> None:
    lost = case_id(two, "CP-1")

    changed(two, change)

    assert not_fine(two) == [tampered(lost, "case")]


def test_a_history_that_was_deleted_to_its_last_row_is_missed(two: Desk) -> None:
    changed(two, f"DELETE FROM history WHERE {OF_CP_1}")
    changed(two, f"UPDATE \"case\" SET head_hash = '' WHERE {OF_CP_1}")

    assert not_fine(two) == [Finding("CP-1", Verdict.TAMPERED, 1)]


@pytest.mark.parametrize(
    "change",
    [
        "content = replace(content, 'working days', 'days')",
        "content = '{'",
        "content = '{\"a\": 1}'",
        "digest = 'x'",
        "published_at = 'once'",
    ],
)
def test_a_changed_release_is_named_once_and_so_is_every_case_that_pins_it(
    two: Desk, change: str
) -> None:
    changed(two, f"UPDATE release SET {change} WHERE number = 1")

    release, *cases = not_fine(two)
    assert release == tampered("", "release 1")
    assert sorted(found.case for found in cases) == ["CONF-1", "CP-1", "CP-2"]
    assert {(found.verdict, found.where) for found in cases} == {(Verdict.TAMPERED, "release 1")}


def test_a_changed_release_that_no_case_pins_is_found(two: Desk) -> None:
    changed(two, "UPDATE release SET digest = 'x' WHERE number = 2")

    assert not_fine(two) == [tampered("", "release 2")]


def test_a_release_that_is_gone_is_named_by_the_cases_that_pin_it(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")

    changed(desk, "UPDATE release SET number = 77 WHERE number = 1")

    assert not_fine(desk) == [tampered("CP-1", "release 1")]


def test_a_calendar_that_this_program_lacks_is_kept_with_the_release(
    desk: Desk, tmp_path: Path
) -> None:
    desk.referred("Mon 2 Mar 2026")
    edition = f"edition: {calendar().edition}"
    text = (FOLDER / "calendars" / "england.yaml").read_text("utf-8")
    assert text.count(edition) == 1
    (tmp_path / "england.yaml").write_text(text.replace(edition, "edition: 99"), "utf-8")

    found = list(verify(desk.store, Catalogue(FOLDER / "child_protection", tmp_path)))

    assert found == [Finding("CP-1", Verdict.FINE)]
