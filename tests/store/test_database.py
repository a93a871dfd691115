"""Opening a database: made, missing, too old, too new, not ours, or damaged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from databases import Databases, by_hand, on_sqlite
from store.building import a_case, address, new, opened, publish, write
from workflow.errors import (
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseTooOld,
    Fault,
    NoDatabase,
)
from workflow.store.database import Store
from workflow.store.migrations import state_of


def use(store: Store) -> None:
    with store.writing() as writing:
        publish(writing)


def test_a_database_is_made_once_and_making_it_again_changes_nothing(databases: Databases) -> None:
    with opened(databases.empty()) as store:
        assert store.revision_state() == "missing"
        store.create_or_upgrade()
        assert store.revision_state() == "current"
        write(store, new(a_case()))

        store.create_or_upgrade()

        with store.reading() as reading:
            assert reading.case("CP-1") is not None


@pytest.mark.parametrize(
    ("found", "state"),
    [(None, "missing"), ("", "older"), ("0001", "older"), ("0002", "current"), ("0003", "newer")],
)
def test_a_revision_is_compared_with_those_that_this_program_knows(
    found: str | None, state: str
) -> None:
    assert state_of(found, ["0001", "0002"]) == state


def test_a_missing_database_says_how_to_make_one(databases: Databases) -> None:
    with opened(databases.empty()) as store:
        with pytest.raises(NoDatabase, match="Run `caseward init`"):
            use(store)
        with pytest.raises(NoDatabase, match="Run `caseward init`"), store.reading():
            pass


def test_a_missing_file_is_not_made_by_asking(tmp_path: Path) -> None:
    with opened(address(tmp_path)) as store, pytest.raises(NoDatabase):
        use(store)

    assert list(tmp_path.iterdir()) == []


def test_a_database_whose_making_was_broken_off_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "caseward.db").touch()

    with opened(address(tmp_path)) as store:
        with pytest.raises(NoDatabase, match="Run `caseward init`"):
            use(store)
        store.create_or_upgrade()
        use(store)


def test_a_database_of_a_newer_version_is_neither_used_nor_upgraded(store: Store) -> None:
    with by_hand(store.url) as tool:
        tool.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert store.revision_state() == "newer"
    with pytest.raises(DatabaseTooNew, match="Install that version"):
        use(store)
    with pytest.raises(DatabaseTooNew, match="Install that version"):
        store.create_or_upgrade()


def test_a_database_of_an_older_version_says_how_to_upgrade_it(store: Store) -> None:
    with by_hand(store.url) as tool:
        tool.exec_driver_sql("DELETE FROM alembic_version")  # as before the first revision

    assert store.revision_state() == "older"
    with pytest.raises(DatabaseTooOld, match="run `caseward init`"):
        use(store)


def test_the_database_of_another_program_is_left_as_it_is(databases: Databases) -> None:
    url = databases.empty()
    with by_hand(url) as tool:
        tool.exec_driver_sql("CREATE TABLE invoices (id INTEGER)")

    with opened(url) as store:
        with pytest.raises(NoDatabase, match="another program"):
            store.create_or_upgrade()
        with pytest.raises(NoDatabase):
            use(store)
    with by_hand(url) as tool:
        assert inspect(tool).get_table_names() == ["invoices"]


def test_a_file_that_is_no_database_is_not_written(tmp_path: Path) -> None:
    letter = tmp_path / "caseward.db"
    letter.write_text("Dear all,\n" * 200)

    with opened(address(tmp_path)) as store:
        with pytest.raises(NoDatabase, match="is no database"):
            use(store)
        with pytest.raises(NoDatabase, match="is no database"):
            store.create_or_upgrade()
    assert letter.read_text().startswith("Dear all,")


@on_sqlite
def test_a_damaged_database_says_to_put_back_a_copy(store: Store) -> None:
    write(store, *(new(a_case(f"CP-{number}")) for number in range(100)))
    store.close()
    file = Path(store.url.removeprefix("sqlite:///"))
    with file.open("r+b") as pages:
        pages.seek(4096)
        pages.write(b"\xff" * (file.stat().st_size - 4096))

    with pytest.raises(Fault, match="is damaged"), store.reading() as reading:
        list(reading.cases())


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with (
        opened(address(tmp_path / "nowhere")) as store,
        pytest.raises(DatabaseReadOnly, match="Make its folder"),
    ):
        store.create_or_upgrade()


def test_a_server_whose_driver_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # Python then says that there is none

    with pytest.raises(Fault, match=r"caseward\[postgresql\]") as refusal:
        Store("postgresql+psycopg://unit:opensesame@db.example/caseward", "841")

    assert "opensesame" not in str(refusal.value)


def test_a_reader_is_not_held_up_by_a_writer_and_sees_one_state(store: Store) -> None:
    write(store, new(a_case("CP-1")))

    with store.reading() as before:
        assert before.counts()["case"] == 1
        with store.writing() as writing:
            writing.flush([new(a_case("CP-2"))])
            assert before.case("CP-2") is None
        assert before.counts()["case"] == 1
    with store.reading() as after:
        assert after.counts()["case"] == 2


def test_what_a_reader_writes_is_undone(store: Store) -> None:
    with store.reading() as reading:
        reading._connection.exec_driver_sql("DELETE FROM alembic_version")

    assert store.revision_state() == "current"
