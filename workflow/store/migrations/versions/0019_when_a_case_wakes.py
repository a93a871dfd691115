"""A case says when its first timer is due: ten timers of a case are one entry of an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Say it of every case there is, and let the index of the timers go."""
    op.add_column("case", sa.Column("wakes_at", sa.DateTime(timezone=True)))
    op.execute(
        """
        UPDATE "case" SET wakes_at = (
            SELECT min(at) FROM timer
            WHERE timer.authority = "case".authority AND timer.case_id = "case".case_id
            AND timer.fired_at IS NULL
        )
        """
    )
    where = sa.text("wakes_at IS NOT NULL")
    columns = ["authority", "wakes_at", "case_id"]
    op.create_index("ix_case_wakes", "case", columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_timer_pending", "timer")
