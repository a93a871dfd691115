"""New timers, written by the driver itself: every step of a case writes several.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from workflow.store.columns import Columns
from workflow.store.tables import TIMER

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types it not
_NAMES = tuple(column.name for column in TIMER.c)


def add_timers(connection: Connection, rows: Sequence[Columns]) -> None:
    """Add these timers in that order; one that is there stays as it is. Instants must be aware."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_TO_SQLITE, [_kept(row) for row in rows])
    else:
        connection.exec_driver_sql(_TO_POSTGRESQL, {n: [row[n] for row in rows] for n in _NAMES})


def _kept(row: Columns) -> Columns:
    """The row as SQLite keeps it, with its instants as text in UTC."""
    instants = {name: _text(row[name]) for name in ("at", "fired_at", "armed_at", "claimed_at")}
    return {**row, **instants}


def _text(instant: datetime | None) -> str | None:
    if instant is None:
        return None
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _typed(name: str) -> str:
    return f"%({name})s::{TIMER.c[name].type.compile(dialect=_POSTGRESQL)}[]"


_INTO = f"INSERT INTO timer ({', '.join(_NAMES)})"
_TO_SQLITE = f"{_INTO} VALUES ({', '.join(f':{name}' for name in _NAMES)}) ON CONFLICT DO NOTHING"
# One statement, a list for each column: a statement for each row would go there and back each time.
_TO_POSTGRESQL = (
    f"{_INTO} SELECT * FROM unnest({', '.join(map(_typed, _NAMES))}) ON CONFLICT DO NOTHING"
)
