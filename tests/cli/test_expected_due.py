"""The example histories, read through the command line, give the dates worked out by hand.

`expected_due.csv` says what must be open when the file has been read; an empty date says that the
task must not be open. The history is then proved: untouched it is clean, and a changed byte is
found wherever it is.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.calling import caseward
from days import at
from definitions import FOLDER
from workflow.app import App, compose
from workflow.engine.audit import Verdict, verify
from workflow.settings import Settings

HISTORIES = Path(__file__).parents[1] / "data" / "histories"
EXPECTED = list(
    csv.DictReader((HISTORIES / "expected_due.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with the example histories, for as long as these tests run."""
    database = tmp_path_factory.mktemp("examples") / "caseward.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEWARD_DATABASE_URL", f"sqlite:///{database}")
        patch.setenv("CASEWARD_DEFINITIONS", str(FOLDER))
        patch.delenv("CASEWARD_POLICY", raising=False)
        answer = caseward("import", HISTORIES / "histories.csv", "--json")
        assert (answer.code, answer.json["landed"], answer.json["refused"]) == (0, 136, [])
        yield database


def test_every_expected_date_is_worked_out(installation: Path) -> None:
    found = {
        (case["case"], task["task"]): task["due"]
        for case in caseward("due", "--json").json
        for task in case["tasks"]
    }

    wrong = {
        (row["case"], row["task"]): (row["due"], found.get((row["case"], row["task"])))
        for row in EXPECTED
        if found.get((row["case"], row["task"])) != (row["due"] or None)
    }
    assert len(EXPECTED) == 85
    assert wrong == {}


def test_a_task_that_must_not_be_open_is_not_there_at_all(installation: Path) -> None:
    open_tasks = {
        (case["case"], task["task"])
        for case in caseward("due", "--json").json
        for task in case["tasks"]
    }

    assert not open_tasks & {(row["case"], row["task"]) for row in EXPECTED if not row["due"]}


def test_one_case_and_the_list_of_all_say_the_same(installation: Path) -> None:
    listed = {case["case"]: case for case in caseward("due", "--json").json}
    explained = caseward("due", "--json", "--explain").json

    assert caseward("due", "CP-1-004", "--json").json == listed["CP-1-004"]
    for case in explained:
        for task in case["tasks"]:
            task.pop("explanation")
    assert explained == list(listed.values())


def test_what_was_known_at_the_end_is_what_is_known(installation: Path) -> None:
    assert caseward("due", "--known-on", "2026-11-22", "--json").json == (
        caseward("due", "--json").json
    )


def test_an_untouched_history_is_clean(installation: Path) -> None:
    answer = caseward("verify", "--json")

    assert answer.code == 0
    assert len(answer.json) == 36
    assert {finding["verdict"] for finding in answer.json} == {"fine"}
    assert caseward("verify").out == "36 fine\n"


# -- a changed byte --------------------------------------------------------------------------------

FIRST_GROUP = ("CP-1-003", "CONF-1-003")
SEALED = (
    "schema kind event occurred_on recorded_at actor role command_id caused_by_case caused_by_seq"
    " placed_after moves release calendar payload_digest hash"
).split()


@pytest.fixture(scope="module")
def one_family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one family only, and without the triggers that refuse a change."""
    folder = tmp_path_factory.mktemp("family")
    header, *lines = (HISTORIES / "histories.csv").read_text("utf-8").splitlines()
    file = folder / "family.csv"
    theirs = [line for line in lines if line.startswith(FIRST_GROUP)]
    file.write_text("\n".join([header, *theirs]) + "\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEWARD_DATABASE_URL", f"sqlite:///{folder / 'caseward.db'}")
        patch.setenv("CASEWARD_DEFINITIONS", str(FOLDER))
        assert caseward("import", file).code == 0
    with closing(sqlite3.connect(folder / "caseward.db", isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    return folder / "caseward.db"


def changed(value: object) -> object:
    """The value with one byte of it changed."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value + 1
    text = str(value)
    middle = len(text) // 2
    return text[:middle] + ("1" if text[middle : middle + 1] != "1" else "2") + text[middle + 1 :]


def test_a_changed_byte_is_found_in_every_row_and_column(one_family: Path) -> None:
    app = _app(one_family)
    missed = []
    with closing(sqlite3.connect(one_family, isolation_level=None)) as connection:
        for table, columns in (("history", SEALED), ("payload", ["salt", "facts"])):
            for column in columns:
                for key, value in _cells(connection, table, column):
                    _write(connection, table, column, key, changed(value))
                    if not _is_found(app):
                        missed.append((table, column, *key))
                    _write(connection, table, column, key, value)
        assert all(finding.verdict is Verdict.FINE for finding in verify(app.store, app.catalogue))
    app.store.close()
    assert missed == []


def test_verify_names_the_case_and_the_row(
    one_family: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "caseward.db"
    shutil.copy(one_family, database)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "UPDATE payload SET facts = replace(facts, '2024-02-05', '2024-02-06')"
            " WHERE facts LIKE '%strategy_discussion_held_on%'"
        )
    monkeypatch.setenv("CASEWARD_DATABASE_URL", f"sqlite:///{database}")

    answer = caseward("verify", "--json")

    wrong = [finding for finding in answer.json if finding["verdict"] == "tampered"]
    assert answer.code == 1
    assert [finding["case"] for finding in wrong] == ["CP-1-003"]
    assert wrong[0]["row"] is not None
    assert answer.err == "1 of 2 cases are not as they were written.\n"
    assert "put back a copy from before" in caseward("verify").out


def _app(database: Path) -> App:
    settings = Settings(database_url=f"sqlite:///{database}", definitions=FOLDER, policy="")
    return compose(settings, lambda: at("Mon 16 Mar 2026 09:00"))


def _cells(
    connection: sqlite3.Connection, table: str, column: str
) -> list[tuple[tuple[str, int], object]]:
    rows = connection.execute(f'SELECT case_id, seq, "{column}" FROM {table}').fetchall()
    return [((case_id, seq), value) for case_id, seq, value in rows]


def _write(
    connection: sqlite3.Connection, table: str, column: str, key: tuple[str, int], value: object
) -> None:
    statement = f'UPDATE {table} SET "{column}" = ? WHERE case_id = ? AND seq = ?'
    connection.execute(statement, (value, *key))


def _is_found(app: App) -> bool:
    """Whether one of the cases is no longer fine; falling over the row would be a fault."""
    return any(finding.verdict is Verdict.TAMPERED for finding in verify(app.store, app.catalogue))
