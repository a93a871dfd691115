"""New rows of large tables, written by the driver itself: timers, and messages.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it; and
to look up how for a handful of rows takes a third as long again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlmodel.sql.sqltypes import UTCDateTime

from workflow.store.columns import Columns
from workflow.store.together import driver_of


def add_rows(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """Add these rows in that order. Instants must be aware."""
    _add(connection, table, rows, "")


def add_new_rows(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """The same; one that is there stays as it is."""
    _add(connection, table, rows, " ON CONFLICT DO NOTHING")


def _add(connection: Connection, table: Table, rows: Sequence[Columns], end: str) -> None:
    if not rows:
        return
    columns = _told(table, rows)
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    with driver_of(connection) as driver:
        if connection.dialect.name == "sqlite":
            values = f"VALUES ({', '.join('?' for _ in columns)})"
            driver.executemany(f"{into} {values}{end}", _as_sqlite_keeps(table, columns))
            return
        # One statement with one text: one for each row would go there and back each time, and the
        # driver takes longer to write out lists than the server to put the rows in.
        typed = _typed(table, tuple(columns), connection.dialect)
        values = f"SELECT * FROM json_to_recordset(%s::json) AS t({typed})"
        kept = [{name: row[name] for name in columns if row[name] is not None} for row in rows]
        driver.execute(f"{into} {values}{end}", (json.dumps(kept, default=str),))


def _told(table: Table, rows: Sequence[Columns]) -> dict[str, tuple[Any, ...]]:
    """The values of each column of which any row says something. What is not said is null, and to
    hand over a null takes as long as any other value.
    """
    names = [name for name in _names(table) if name in rows[0]]
    columns = zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True)
    return {name: values for name, values in columns if values.count(None) < len(rows)}


@cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)


@cache
def _typed(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    """The columns of a statement for PostgreSQL, each with its type."""
    types = ((name, table.c[name].type.compile(dialect=dialect)) for name in names)
    return ", ".join(f"{name} {kind}" for name, kind in types)


def _as_sqlite_keeps(table: Table, columns: dict[str, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows, with their instants as text in UTC."""
    for name in _instants(table) & columns.keys():
        columns[name] = tuple(as_text(at) if at else None for at in columns[name])
    return list(zip(*columns.values(), strict=True))


@lru_cache(maxsize=1024)  # the rows of a transaction have few instants
def as_text(instant: datetime) -> str:
    """An aware instant as SQLite keeps it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@cache
def _instants(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.c if isinstance(column.type, UTCDateTime))
