"""Programs that asked to be told what happens, and how messages to them are found."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_table(
        "webhook",
        *map(_text, ("authority", "webhook_id", "url", "events")),
        _instant("created_at"),
        _text("created_by"),
        sa.Column("generation", sa.Integer(), nullable=False),
        _instant("rotated_at", nullable=True),
        _instant("enabled_at"),
        _instant("disabled_at", nullable=True),
        _text("why"),
        sa.PrimaryKeyConstraint("authority", "webhook_id", name="pk_webhook"),
    )
    op.create_index(
        "ix_message_webhook",
        "message",
        ["authority", "address", "state"],
        sqlite_where=sa.text("way = 'webhook'"),
        postgresql_where=sa.text("way = 'webhook'"),
    )


def _text(name: str) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
