"""verify: what it says of what was changed with a database tool, and how to mend it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cli.calling import Answer, caseward

OF_L_1 = "case_id = (SELECT case_id FROM \"case\" WHERE ref = 'L-1')"


def verified_after(database: Path, *changes: str, json: bool = False) -> Answer:
    """What verify answers when somebody has run these statements."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for change in changes:
            assert connection.execute(change).rowcount > 0
    return caseward("verify", *(["--json"] if json else []))


def test_a_deleted_task_is_found_and_told_in_words(database: Path) -> None:
    answer = verified_after(database, f"DELETE FROM task WHERE {OF_L_1}")

    assert answer.code == 1
    assert answer.lines == [
        "3 fine, 1 diverged",
        "case verdict row what that means",
        "L-1 diverged otherwise than the history: the table of tasks; put back a copy from before,"
        " or report it as a fault of ours if nobody changed the database",
    ]
    assert answer.err == "1 of 4 cases are not as they were written.\n"


def test_the_document_says_where(database: Path) -> None:
    change = f'UPDATE "case" SET closed = 1, revision = 9 WHERE {OF_L_1}'

    answer = verified_after(database, change, json=True)

    assert answer.code == 1
    assert {
        "case": "L-1",
        "verdict": "diverged",
        "row": None,
        "where": "case.revision, case.closed",
    } in answer.json


def test_a_case_whose_row_is_gone_is_named_by_its_id(database: Path) -> None:
    answer = verified_after(database, "DELETE FROM \"case\" WHERE ref = 'L-1'")

    assert answer.code == 1
    assert answer.lines[0] == "3 fine, 1 tampered"
    assert "its row in the table of cases is gone, this is its id" in answer.out


def test_a_changed_release_is_said_once_and_nobody_is_told_of_a_fault_of_ours(
    database: Path,
) -> None:
    answer = verified_after(database, "UPDATE release SET content = replace(content, '10', '90')")

    assert answer.code == 1
    assert answer.err == (
        "Release 1 is not as it was published; 4 of 4 cases are not as they were written.\n"
    )
    assert answer.lines[0] == "4 tampered"
    assert answer.lines[2] == (
        "release 1 tampered it was changed outside this program; put back a copy from before"
    )
    assert answer.out.count("not replayed, because release 1 is not as it was published") == 4
    assert "fault of ours" not in answer.out


def test_a_case_with_another_calendar_does_not_stop_the_others(database: Path) -> None:
    answer = verified_after(database, f'UPDATE "case" SET calendar = 99 WHERE {OF_L_1}')

    assert answer.code == 1
    assert answer.lines[0] == "3 fine, 1 diverged"
    assert "`calendar` in the table of cases" in answer.out
