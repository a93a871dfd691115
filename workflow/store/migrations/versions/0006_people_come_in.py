"""Accounts, sessions, links to set a password, and who looked at which case."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    op.create_table(
        "account",
        _text("authority"),
        _text("person"),
        _text("password"),
        sa.Column("failures", sa.Integer(), nullable=False),
        _instant("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("authority", "person", name="pk_account"),
    )
    op.create_table(
        "session",
        _text("authority"),
        _text("token"),
        _text("person"),
        _instant("begun_at"),
        _instant("seen_at"),
        sa.PrimaryKeyConstraint("authority", "token", name="pk_session"),
    )
    op.create_index("ix_session_person", "session", ["authority", "person"])
    op.create_table(
        "password_link",
        _text("authority"),
        _text("token"),
        _text("person"),
        _instant("until"),
        sa.PrimaryKeyConstraint("authority", "token", name="pk_password_link"),
    )
    _make_look()


def _make_look() -> None:
    op.create_table(
        "look",
        _text("authority"),
        _text("look_id"),
        _text("case_id"),
        _text("person"),
        _instant("at"),
        _text("what"),
        _text("reason"),
        sa.PrimaryKeyConstraint("authority", "look_id", name="pk_look"),
        sa.ForeignKeyConstraint(
            ["authority", "case_id"], ["case.authority", "case.case_id"], name="fk_look_case"
        ),
    )
    op.create_index("ix_look_case_id", "look", ["authority", "case_id", "look_id"])
    op.create_index("ix_look_person", "look", ["authority", "person", "look_id"])


def _text(name: str) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
