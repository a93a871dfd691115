"""New rows of large tables, written by the driver itself: timers, and messages.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter

from sqlalchemy import Connection, Table
from sqlmodel.sql.sqltypes import UTCDateTime

from workflow.store.columns import Columns


def add_rows(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """Add these rows in that order. Instants must be aware."""
    _add(connection, table, rows, "")


def add_new_rows(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """The same; one that is there stays as it is."""
    _add(connection, table, rows, " ON CONFLICT DO NOTHING")


def _add(connection: Connection, table: Table, rows: Sequence[Columns], end: str) -> None:
    if not rows:
        return
    names = [column.name for column in table.c if column.name in rows[0]]
    of_file = connection.dialect.name == "sqlite"
    signs = ", ".join(["?" if of_file else "%s"] * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({signs}){end}"
    given = [_kept(row, table) for row in rows] if of_file else rows
    connection.exec_driver_sql(statement, list(map(itemgetter(*names), given)))


def _kept(row: Columns, table: Table) -> Columns:
    """The row as SQLite keeps it, with its instants as text in UTC."""
    return row | {name: as_text(at) for name in _instants(table) if (at := row.get(name))}


@lru_cache(maxsize=1024)  # the rows of a transaction have few instants
def as_text(instant: datetime) -> str:
    """An aware instant as SQLite keeps it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@cache
def _instants(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c if isinstance(column.type, UTCDateTime))
