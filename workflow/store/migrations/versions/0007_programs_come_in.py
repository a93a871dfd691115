"""Tokens by which programs speak for people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_table(
        "api_token",
        _text("authority"),
        _text("person"),
        _text("token"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority", "person", name="pk_api_token"),
    )
    op.create_index("ix_api_token_token", "api_token", ["authority", "token"], unique=True)


def _text(name: str) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False)
