"""A look sees messages that did not arrive, and those to ask after: each by an index of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_FAILED = "state IN ('failed', 'uncertain', 'cannot_render', 'no_address')"


def upgrade() -> None:
    """Add to what is there. No row is changed."""
    untold = f"{_FAILED} AND rung IS NULL AND case_id IS NOT NULL AND told_of < attempts"
    _index("ix_message_untold", "at", untold)
    _index("ix_message_traced", "next_attempt", "state = 'sent' AND next_attempt IS NOT NULL")


def _index(name: str, column: str, of: str) -> None:
    where = sa.text(of)
    columns = ["authority", column]
    op.create_index(name, "message", columns, sqlite_where=where, postgresql_where=where)
