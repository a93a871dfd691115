"""Documents that people hand in, beside the cases whose histories name them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_table(
        "document",
        _text("authority"),
        _text("document_id"),
        _text("case_id", nullable=True),
        _text("holder"),
        _instant("until", nullable=True),
        _text("name"),
        _text("media_type"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("sha256"),
        _instant("put_at"),
        _instant("destroyed_at", nullable=True),
        sa.PrimaryKeyConstraint("authority", "document_id", name="pk_document"),
        sa.ForeignKeyConstraint(
            ["authority", "case_id"], ["case.authority", "case.case_id"], name="fk_document_case"
        ),
    )
    op.create_index("ix_document_case_id", "document", ["authority", "case_id"])
    op.create_index("ix_document_until", "document", ["authority", "until"])
    op.create_table(
        "document_part",
        _text("authority"),
        _text("document_id"),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "document_id", "part", name="pk_document_part"),
        sa.ForeignKeyConstraint(
            ["authority", "document_id"],
            ["document.authority", "document.document_id"],
            name="fk_document_part_document",
        ),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
