"""What was said to whom and how, and what became of a message: columns of the outbox."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add to what is there: of messages from before nothing was sent."""
    for name in ("way", "address", "wording", "subject", "text", "markup", "html", "letter"):
        op.add_column("message", _text(name))
    op.add_column("message", _flag("only_once"))
    for name in ("why", "reference"):
        op.add_column("message", _text(name))
    attempts = sa.Column("attempts", sa.Integer(), nullable=False, server_default="0")
    op.add_column("message", attempts)
    for name in ("first_tried_at", "next_attempt", "settled_at"):
        op.add_column("message", _instant(name))
    op.create_index("ix_message_next", "message", ["authority", "state", "at", "message_id"])


def _text(name: str) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False, server_default="")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)
