"""Messages know the quiet hours of whom they are for, and the number of their calendar entry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_NUMBER = {
    "sqlite": "json_extract(calendar, '$.sequence')",
    "postgresql": "CAST(CAST(calendar AS json) ->> 'sequence' AS integer)",
}


def upgrade() -> None:
    """Add to what is there: the hours of the installation hold for what was written before."""
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("message", sa.Column("quiet_hours", text, nullable=False, server_default=""))
    op.add_column("message", sa.Column("entry", sa.Integer(), nullable=False, server_default="-1"))
    number = _NUMBER[op.get_bind().dialect.name]
    op.execute(f"UPDATE message SET entry = {number} WHERE calendar <> ''")  # no value of anybody's
    columns = ["authority", "case_id", "recipient", "entry"]
    op.create_index("ix_message_entry", "message", columns)
    op.drop_index("ix_message_case", table_name="message")  # the other begins with the same
