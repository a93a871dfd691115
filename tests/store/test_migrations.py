"""The migrations make what `tables.py` declares, on both databases, and keep the triggers."""

from __future__ import annotations

import io
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Index, create_engine
from sqlalchemy.schema import ColumnCollectionConstraint

from store.building import a_case, a_row, address, by_hand, new, write
from workflow.store.database import Store
from workflow.store.migrations import REVISIONS
from workflow.store.tables import METADATA
from workflow.store.upgrade import configuration


def connected(folder: Path) -> Connection:
    return create_engine(address(folder)).connect()


def test_an_upgraded_database_is_what_the_tables_declare(store: Store, tmp_path: Path) -> None:
    with connected(tmp_path) as connection:
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


def test_the_revisions_that_the_program_knows_are_those_that_there_are(tmp_path: Path) -> None:
    with connected(tmp_path) as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
        known = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(known)) == REVISIONS


def test_a_draft_of_a_migration_can_be_run_as_it_was_written(tmp_path: Path) -> None:
    """Alembic's own draft names a column type of sqlmodel without importing it."""
    with connected(tmp_path) as connection:
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


def test_the_triggers_are_there_after_every_upgrade(store: Store, tmp_path: Path) -> None:
    store.create_or_upgrade()

    with by_hand(tmp_path) as tool:
        triggers = tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert {name.removeprefix("history_no_") for (name,) in triggers} == {
        "update",
        "delete",
        "replace",
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET actor = 'ben'",
        "UPDATE history SET hash = hash",
        "DELETE FROM history",
        "REPLACE INTO history SELECT * FROM history",
        "INSERT INTO history SELECT * FROM history WHERE TRUE"
        " ON CONFLICT DO UPDATE SET actor = 'ben'",
    ],
)
def test_a_history_cannot_be_changed_even_with_a_database_tool(
    store: Store, tmp_path: Path, change: str
) -> None:
    write(store, new(a_case(), [a_row(1, "open_case", command_id="form-7")]))

    with by_hand(tmp_path) as tool, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        tool.execute(change)


def test_postgresql_gets_the_same_tables_and_triggers(tmp_path: Path) -> None:
    """Written out as SQL, because no server is needed for that."""
    with connected(tmp_path) as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
    sql = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": sql}
    )
    with Operations.context(context):
        for revision in REVISIONS:
            scripts.get_revision(revision).module.upgrade()

    for table in METADATA.tables.values():
        quoted = f'"{table.name}"' if table.name == "case" else table.name
        assert f"CREATE TABLE {quoted} (" in sql.getvalue()
    for when in ("UPDATE", "DELETE", "TRUNCATE"):
        assert f"BEFORE {when} ON history" in sql.getvalue()
