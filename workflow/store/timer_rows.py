"""New timers, written by the driver itself: every step of a case writes several.

SQLAlchemy would convert each value of each row once more, which takes as long as writing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from workflow.store.columns import Columns
from workflow.store.tables import TIMER

_NAMES = tuple(column.name for column in TIMER.c)


def add_timers(connection: Connection, rows: Sequence[Columns]) -> None:
    """Add these timers in that order; one that is there stays as it is. Instants must be aware."""
    dialect = connection.dialect.name
    given = [_kept(row) for row in rows] if dialect == "sqlite" else list(rows)
    connection.exec_driver_sql(_ADD[dialect], given)


def _kept(row: Columns) -> Columns:
    """The row as SQLite keeps it, with its instants as text in UTC."""
    instants = {name: _text(row[name]) for name in ("at", "fired_at", "armed_at", "claimed_at")}
    return {**row, **instants}


def _text(instant: datetime | None) -> str | None:
    if instant is None:
        return None
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _add(sign: str) -> str:
    signs = ", ".join(sign.format(name) for name in _NAMES)
    return f"INSERT INTO timer ({', '.join(_NAMES)}) VALUES ({signs}) ON CONFLICT DO NOTHING"


_ADD: dict[str, Any] = {"sqlite": _add(":{}"), "postgresql": _add("%({})s")}
