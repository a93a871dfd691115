"""SQLite keeps a timer in its key alone: a row and an entry of an index apart are two pages."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Copy the rows of a file. A server has no row ids of its own to begin with."""
    if op.get_context().dialect.name == "sqlite":
        kept = {"sqlite_with_rowid": False}
        with op.batch_alter_table("timer", recreate="always", table_kwargs=kept):
            pass
