"""The migrations make what `tables.py` declares, on both databases, and keep the triggers."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Index
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import ColumnCollectionConstraint

from databases import Databases, by_hand, on_postgresql, on_sqlite
from store.building import a_case, a_row, address, new, write
from workflow.store import clock_tables, document_tables  # noqa: F401  # of the metadata too
from workflow.store.database import Store
from workflow.store.migrations import REVISIONS
from workflow.store.tables import METADATA
from workflow.store.upgrade import configuration


def test_an_upgraded_database_is_what_the_tables_declare(store: Store) -> None:
    with by_hand(store.url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_authority_comes_first_in_every_key_and_index() -> None:
    keys = [
        [column.name for column in key.columns]
        for table in METADATA.tables.values()
        for key in [*table.constraints, *table.indexes]
        if isinstance(key, ColumnCollectionConstraint | Index)
    ]

    assert len(keys) > 20
    assert [key for key in keys if key[0] != "authority"] == []


@on_postgresql
def test_every_text_is_ordered_by_its_bytes(store: Store) -> None:
    """As on SQLite. A draft of a migration does not say so by itself."""
    with by_hand(store.url) as tool:
        columns = tool.exec_driver_sql(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute"
            " JOIN pg_class ON pg_class.oid = attrelid"
            " JOIN pg_collation ON pg_collation.oid = attcollation"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND collname <> 'C'"
        ).all()

    assert columns == [("alembic_version", "version_num")]


def test_the_revisions_that_the_program_knows_are_those_that_there_are(tmp_path: Path) -> None:
    with by_hand(address(tmp_path)) as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
        known = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(known)) == REVISIONS


def test_a_draft_of_a_migration_can_be_run_as_it_was_written(
    databases: Databases, tmp_path: Path
) -> None:
    """Alembic's own draft names a column type of sqlmodel without importing it."""
    with by_hand(databases.empty()) as connection:
        config = configuration(connection)
        folder = tmp_path / "migrations"
        shutil.copytree(config.get_main_option("script_location") or "", folder)
        shutil.rmtree(folder / "versions")
        config.set_main_option("script_location", str(folder))
        config.stdout = io.StringIO()
        command.revision(config, "draft", autogenerate=True)
        [draft] = (folder / "versions").glob("*.py")
        assert "sqlmodel.sql" in draft.read_text()

        command.upgrade(config, "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


# -- the triggers ----------------------------------------------------------------------------------

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
}


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_triggers_are_there_after_every_migration(databases: Databases, revision: str) -> None:
    with by_hand(databases.empty()) as tool:
        command.upgrade(configuration(tool), revision)
        triggers = tool.exec_driver_sql(TRIGGERS[databases.kind]).scalars().all()

    kept_from = {"sqlite": "replace", "postgresql": "truncate"}[databases.kind]
    of_history = {name for name in triggers if name.startswith("history_no_")}
    assert {name.removeprefix("history_no_") for name in of_history} == {
        "update",
        "delete",
        kept_from,
    }


def refuses(store: Store, change: str) -> bool:
    """Whether the database itself refuses that change of a history."""
    write(store, new(a_case(), [a_row(1, "open_case", command_id="form-7")]))
    with by_hand(store.url) as tool, pytest.raises(DBAPIError) as refusal:
        tool.exec_driver_sql(change)
    return "only added to" in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET actor = 'ben'",
        "UPDATE history SET hash = hash",
        "DELETE FROM history",
        "INSERT INTO history SELECT * FROM history WHERE TRUE"
        " ON CONFLICT (authority, case_id, seq) DO UPDATE SET actor = 'ben'",
    ],
)
def test_a_history_cannot_be_changed_even_with_a_database_tool(store: Store, change: str) -> None:
    assert refuses(store, change)


@on_sqlite
def test_a_row_of_a_history_cannot_be_replaced(store: Store) -> None:
    assert refuses(store, "REPLACE INTO history SELECT * FROM history")


@on_postgresql
@pytest.mark.parametrize("tables", ["history, payload", "history CASCADE", '"case" CASCADE'])
def test_histories_cannot_be_emptied(store: Store, tables: str) -> None:
    assert refuses(store, f"TRUNCATE {tables}")
