"""Rows of a history as values, and damaged ones as the bare text that is there."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import RowMapping

from workflow.store.heads import decoded
from workflow.store.stored import StoredRow


def row_of(row: RowMapping) -> StoredRow:
    """A row of a history, with its facts where they are still there."""
    caused_by = [row["caused_by_case"], row["caused_by_seq"]]
    record = {
        "schema": row["schema"],
        "seq": row["seq"],
        "kind": row["kind"],
        "event": row["event"],
        "occurred_on": row["occurred_on"],
        "recorded_at": instant(row["recorded_at"]),
        "actor": row["actor"],
        "role": row["role"],
        "command_id": row["command_id"] or "",
        "caused_by": None if caused_by == [None, None] else caused_by,
        "placed_after": row["placed_after"],
        "facts": None if row["facts"] is None else decoded(row["facts"]),
        "moves": decoded(row["moves"]),
        "release": row["release"],
        "calendar": row["calendar"],
    }
    return StoredRow(
        authority=row["authority"],
        case_id=row["case_id"],
        record=record,
        payload_digest=row["payload_digest"],
        hash=row["hash"],
        salt=row["salt"],
    )


def instant(kept: str | datetime) -> str:
    """ISO text in UTC of an instant, which SQLite keeps as UTC text without saying so."""
    if isinstance(kept, datetime):
        return kept.astimezone(UTC).isoformat()
    try:
        return datetime.fromisoformat(kept).replace(tzinfo=UTC).isoformat()
    except (ValueError, TypeError):  # SQLite keeps a number where one was put
        return kept
