"""SQLite keeps timers, and what is kept beside cases, in their key alone: a row and an entry of an
index apart are two pages to write, and two to read.
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Copy the rows of a file. A server has no row ids of its own to begin with."""
    if op.get_context().dialect.name == "sqlite":
        kept = {"sqlite_with_rowid": False}
        for table in ("timer", "indexed_fact"):
            with op.batch_alter_table(table, recreate="always", table_kwargs=kept):
                pass
