"""verify: what it says of a case that somebody changed outside the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import Databases, by_hand, on_sqlite, without_rules
from definitions import FOLDER
from engine.building import Desk, a_case_of_two, staffed
from real_process import calendar, catalogue
from store.building import opened
from workflow.engine.audit import Finding, Verdict, verify
from workflow.engine.catalogue import Catalogue
from workflow.store.database import Store


def of_two(store: Store) -> None:
    """Two children, and the conference of Mon 23 Mar 2026 about them."""
    staffed(store)
    a_case_of_two(Desk(store), "Mon 23 Mar 2026", CP_1="protection_plan", CP_2="child_in_need")


@pytest.fixture
def two(databases: Databases) -> Iterator[Desk]:
    """A desk with those three cases."""
    with opened(databases.fresh(of_two)) as store:
        yield Desk(store)


def findings(desk: Desk) -> dict[str, Finding]:
    return {finding.case: finding for finding in verify(desk.store, catalogue())}


def changed(desk: Desk, change: str) -> None:
    """Somebody puts the rules out of the way and runs this; it changes something."""
    with by_hand(desk.store.url) as tool:
        without_rules(tool)
        assert tool.exec_driver_sql(change).rowcount > 0


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
    with by_hand(two.store.url) as tool:
        kept = tool.exec_driver_sql(f'SELECT snapshot FROM "case" WHERE {OF_CP_1}').scalar_one()
        snapshot = json.loads(kept)
        snapshot["tasks"][0]["due"] = "2027-01-01"
        change = text(f'UPDATE "case" SET snapshot = :snapshot WHERE {OF_CP_1}')
        tool.execute(change, {"snapshot": json.dumps(snapshot)})

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.DIVERGED, where="snapshot")


def test_a_snapshot_of_an_older_fold_is_not_compared(two: Desk) -> None:
    changed(two, f"UPDATE \"case\" SET fold_version = 0, snapshot = '{{}}' WHERE {OF_CP_1}")

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.OLDER_FOLD)


# -- what repeats the history ----------------------------------------------------------------------

A_TASK = f"{OF_CP_1} AND task = (SELECT min(task) FROM task WHERE {OF_CP_1})"
A_TIMER = (
    f"{OF_CP_1} AND fired_at IS NULL AND timer_id ="
    f" (SELECT min(timer_id) FROM timer WHERE fired_at IS NULL AND {OF_CP_1})"
)


def test_a_case_that_would_sleep_past_its_timers_is_found(two: Desk) -> None:
    changed(two, f'UPDATE "case" SET wakes_at = NULL WHERE {OF_CP_1}')

    assert findings(two)["CP-1"] == Finding("CP-1", Verdict.DIVERGED, where="case.wakes_at")


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("task", f"DELETE FROM task WHERE {A_TASK}"),
        ("task", f"UPDATE task SET due = '2027-01-01' WHERE {A_TASK}"),
        ("task", f"UPDATE task SET role = 'nobody' WHERE {A_TASK}"),
        (
            "task",
            "INSERT INTO task SELECT authority, case_id, task, occurrence + 9, item, ref, workflow,"
            f" role, due, waiting, opened_on, holder FROM task WHERE {A_TASK}",
        ),
        ("task", f"UPDATE task SET holder = 'nobody' WHERE {A_TASK}"),
        ("timer", f"DELETE FROM timer WHERE {A_TIMER}"),
        ("timer", f"UPDATE timer SET at = '2027-01-01 07:00:00.000000' WHERE {A_TIMER}"),
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


@on_sqlite  # PostgreSQL keeps nothing in a column that is not of its type
@pytest.mark.parametrize("instant", ["'soon'", "5"])
def test_an_instant_that_is_none_is_found(two: Desk, instant: str) -> None:
    changed(two, f"UPDATE timer SET at = {instant} WHERE {A_TIMER}")

    assert not_fine(two) == [diverged("CP-1", "timer")]


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
    changed(two, f'UPDATE "case" SET closed = TRUE, revision = 99 WHERE {OF_CP_1}')
    changed(two, f"DELETE FROM task WHERE {OF_CP_1}")

    assert not_fine(two) == [diverged("CP-1", "case.revision, case.closed, task")]


def test_a_whole_history_that_cannot_be_replayed_does_not_keep_the_others_from_it(
    two: Desk,
) -> None:
    changed(
        two,
        "UPDATE \"case\" SET workflow = 'no_such',"
        ' snapshot = replace(snapshot, \'"workflow":"child_protection"\', \'"workflow":"no_such"\')'
        f" WHERE {OF_CP_1}",
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
    ],
)
def test_a_changed_release_is_named_once_and_so_is_every_case_that_pins_it(
    two: Desk, change: str
) -> None:
    changed(two, f"UPDATE release SET {change} WHERE number = 1")

    assert_release_1_is_named(two)


@on_sqlite
def test_a_release_that_was_published_at_no_instant_is_found(two: Desk) -> None:
    changed(two, "UPDATE release SET published_at = 'once' WHERE number = 1")

    assert_release_1_is_named(two)


def assert_release_1_is_named(two: Desk) -> None:
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
