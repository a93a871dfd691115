"""New rows of large tables, written by the driver itself: timers, and messages.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql
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
    names = tuple(column.name for column in table.c if column.name in rows[0])
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    if connection.dialect.name == "sqlite":
        kept = [_kept(row, table) for row in rows]
        values = f"VALUES ({', '.join('?' for _ in names)})"
        connection.exec_driver_sql(f"{into} {values}{end}", list(map(itemgetter(*names), kept)))
    else:
        # One statement, a list for each column: one for each row would go there and back each time.
        lists = {name: [row[name] for row in rows] for name in names}
        values = f"SELECT * FROM unnest({_typed(table, names)})"
        connection.exec_driver_sql(f"{into} {values}{end}", lists)


@cache
def _typed(table: Table, names: tuple[str, ...]) -> str:
    """The lists of a statement for PostgreSQL, each with the type of its column."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types it not
    types = ((name, table.c[name].type.compile(dialect=dialect)) for name in names)
    return ", ".join(f"%({name})s::{kind}[]" for name, kind in types)


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
