"""The quiet hours of whom a message is for, where a partnership has its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add to what is there: those of the installation hold for what was written before."""
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("message", sa.Column("quiet_hours", text, nullable=False, server_default=""))
