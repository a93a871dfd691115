"""New rows of large tables, written by the driver itself: timers, and messages.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

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
        values = f"VALUES ({', '.join('?' for _ in names)})"
        connection.exec_driver_sql(f"{into} {values}{end}", _as_sqlite_keeps(rows, table, names))
    else:
        # One statement with one text: one for each row would go there and back each time, and the
        # driver takes longer to write out lists than the server to put the rows in. What is not
        # said is null.
        values = f"SELECT * FROM json_to_recordset(%s::json) AS t({_typed(table, names)})"
        kept = [{name: row[name] for name in names if row[name] is not None} for row in rows]
        connection.exec_driver_sql(f"{into} {values}{end}", (json.dumps(kept, default=str),))


@cache
def _typed(table: Table, names: tuple[str, ...]) -> str:
    """The columns of a statement for PostgreSQL, each with its type."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types it not
    types = ((name, table.c[name].type.compile(dialect=dialect)) for name in names)
    return ", ".join(f"{name} {kind}" for name, kind in types)


def _as_sqlite_keeps(
    rows: Sequence[Columns], table: Table, names: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """The rows, with their instants as text in UTC."""
    columns = {name: [row[name] for row in rows] for name in names}
    for name in _instants(table) & columns.keys():
        columns[name] = [as_text(at) if at else None for at in columns[name]]
    return list(zip(*columns.values(), strict=True))


@lru_cache(maxsize=1024)  # the rows of a transaction have few instants
def as_text(instant: datetime) -> str:
    """An aware instant as SQLite keeps it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@cache
def _instants(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.c if isinstance(column.type, UTCDateTime))
