"""What the tick needs: who claimed a timer, messages that wait, incidents, and its pulse."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.add_column("timer", _instant("armed_at", nullable=True))
    op.add_column("timer", _instant("claimed_at", nullable=True))
    _widen_the_index_of_pending_timers()
    _make_incident()
    _make_message()
    op.create_table(
        "pulse",
        _text("authority"),
        _instant("ticked_at"),
        sa.PrimaryKeyConstraint("authority", name="pk_pulse"),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_a_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["authority", "case_id"], ["case.authority", "case.case_id"], name=f"fk_{table}_case"
    )


def _widen_the_index_of_pending_timers() -> None:
    pending = sa.text("fired_at IS NULL")
    op.drop_index("ix_timer_pending", "timer")
    op.create_index(
        "ix_timer_pending",
        "timer",
        ["authority", "at", "case_id", "timer_id", "due"],
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _make_incident() -> None:
    op.create_table(
        "incident",
        _text("authority"),
        _text("case_id"),
        _text("timer_id"),
        _text("due"),
        _text("fault"),
        _text("traceback"),
        _instant("first_seen"),
        _instant("last_seen"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _instant("next_attempt"),
        sa.PrimaryKeyConstraint("authority", "case_id", "timer_id", "due", name="pk_incident"),
        _of_a_case("incident"),
    )


def _make_message() -> None:
    op.create_table(
        "message",
        _text("authority"),
        _text("message_id"),
        _text("key"),
        _text("case_id", nullable=True),
        _text("task", nullable=True),
        _text("due", nullable=True),
        _text("rung", nullable=True),
        _text("recipient"),
        _text("notice"),
        _text("state"),
        _instant("at"),
        _instant("created_at"),
        _text("content"),
        sa.PrimaryKeyConstraint("authority", "message_id", name="pk_message"),
        sa.UniqueConstraint("authority", "key", name="uq_message_key"),
        _of_a_case("message"),
    )
    op.create_index("ix_message_state", "message", ["authority", "state", "recipient", "at"])
