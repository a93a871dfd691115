"""What a message carries beside its words, what became of it after it was sent, and the switch that
stops sending.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add to what is there. Messages from before carry nothing, and no case was told of them."""
    op.add_column("message", _text("calendar", server_default=""))
    op.add_column("message", _flag("family", server_default=sa.false()))
    op.add_column("message", _text("fate", server_default=""))
    told_of = sa.Column("told_of", sa.Integer(), nullable=False, server_default="-1")
    op.add_column("message", told_of)
    op.create_index("ix_message_reference", "message", ["authority", "reference"])
    op.create_table(
        "mail_switch",
        _text("authority"),
        sa.Column("number", sa.Integer(), nullable=False),
        _flag("stopped"),
        _text("reason"),
        _text("by"),
        _instant("at"),
        sa.PrimaryKeyConstraint("authority", "number", name="pk_mail_switch"),
    )


def _text(name: str, server_default: str | None = None) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False, server_default=server_default)


def _flag(name: str, server_default: sa.ColumnElement[bool] | None = None) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=server_default)


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
