"""The telephone of whoever works on cases, whom letters say to ring; the messages of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add to what is there: of nobody it is known yet."""
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("person", sa.Column("phone", text, nullable=False, server_default=""))
    op.create_index("ix_message_case", "message", ["authority", "case_id"])
