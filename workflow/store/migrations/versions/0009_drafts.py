"""What people have typed and not recorded yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_table(
        "draft",
        *(_text(name) for name in ("authority", "person", "about", "event")),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        _text("sealed"),
        sa.PrimaryKeyConstraint("authority", "person", "about", "event", name="pk_draft"),
    )


def _text(name: str) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False)
