"""The first tables, and the triggers that keep a history as it was written."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
# No downgrade: it would have to destroy what was recorded since. Put back a copy instead.


def upgrade() -> None:
    """Make every table on an empty database."""
    _make_release()
    _make_case()
    _make_history()
    _make_payload()
    _make_task()
    _make_timer()
    _make_link()
    _make_indexed_fact()
    _make_people()
    for statement in _TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)


_SQLITE_REFUSES = "BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END"
_TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER history_no_update BEFORE UPDATE ON history {_SQLITE_REFUSES}",
        f"CREATE TRIGGER history_no_delete BEFORE DELETE ON history {_SQLITE_REFUSES}",
        # INSERT OR REPLACE deletes the row that is in its way without waking the trigger above.
        "CREATE TRIGGER history_no_replace BEFORE INSERT ON history WHEN EXISTS ("
        "SELECT 1 FROM history WHERE authority = NEW.authority"
        " AND (case_id = NEW.case_id AND seq = NEW.seq OR command_id = NEW.command_id)"
        f") {_SQLITE_REFUSES}",
    ),
    "postgresql": (
        "CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'a history is only added to'; END $$",
        "CREATE TRIGGER history_no_update BEFORE UPDATE ON history"
        " FOR EACH ROW EXECUTE FUNCTION history_refuse()",
        "CREATE TRIGGER history_no_delete BEFORE DELETE ON history"
        " FOR EACH ROW EXECUTE FUNCTION history_refuse()",
        "CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history"
        " FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()",
    ),
}


# Ordered by its bytes, as on SQLite, whatever the language of the server; and the beginning of a
# text can then be looked up in an index.
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _count(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_a_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["authority", "case_id"], ["case.authority", "case.case_id"], name=f"fk_{table}_case"
    )


def _make_release() -> None:
    op.create_table(
        "release",
        _text("authority"),
        _count("number"),
        _text("process"),
        _text("policy"),
        _text("digest"),
        _count("calendar"),
        _instant("published_at"),
        _text("published_by"),
        _text("content"),
        sa.PrimaryKeyConstraint("authority", "number", name="pk_release"),
    )


def _make_case() -> None:
    op.create_table(
        "case",
        _text("authority"),
        _text("case_id"),
        _text("ref"),
        _text("workflow"),
        _text("policy"),
        _count("release"),
        _count("calendar"),
        _text("state"),
        _count("revision"),
        _count("head_seq"),
        _text("head_hash"),
        _count("fold_version"),
        _text("opened_on"),
        _flag("closed"),
        _text("snapshot"),
        sa.PrimaryKeyConstraint("authority", "case_id", name="pk_case"),
        sa.UniqueConstraint("authority", "ref", name="uq_case_ref"),
        sa.ForeignKeyConstraint(
            ["authority", "release"],
            ["release.authority", "release.number"],
            name="fk_case_release",
        ),
    )


def _make_history() -> None:
    op.create_table(
        "history",
        _text("authority"),
        _text("case_id"),
        _count("seq"),
        _count("schema"),
        _text("kind"),
        _text("event"),
        _text("occurred_on"),
        _instant("recorded_at"),
        _text("actor"),
        _text("role"),
        _text("command_id", nullable=True),
        _text("caused_by_case", nullable=True),
        _count("caused_by_seq", nullable=True),
        _count("placed_after", nullable=True),
        _text("moves"),
        _count("release"),
        _count("calendar"),
        _text("payload_digest"),
        _text("hash"),
        sa.PrimaryKeyConstraint("authority", "case_id", "seq", name="pk_history"),
        sa.UniqueConstraint("authority", "command_id", name="uq_history_command"),
        _of_a_case("history"),
    )


def _make_payload() -> None:
    op.create_table(
        "payload",
        _text("authority"),
        _text("case_id"),
        _count("seq"),
        _text("salt"),
        _text("facts"),
        sa.PrimaryKeyConstraint("authority", "case_id", "seq", name="pk_payload"),
        sa.ForeignKeyConstraint(
            ["authority", "case_id", "seq"],
            ["history.authority", "history.case_id", "history.seq"],
            name="fk_payload_history",
        ),
    )


def _make_task() -> None:
    op.create_table(
        "task",
        _text("authority"),
        _text("case_id"),
        _text("task"),
        _count("occurrence"),
        _text("item"),
        _text("ref"),
        _text("workflow"),
        _text("role"),
        _text("due", nullable=True),
        _flag("waiting"),
        _text("opened_on"),
        sa.PrimaryKeyConstraint(
            "authority", "case_id", "task", "occurrence", "item", name="pk_task"
        ),
        _of_a_case("task"),
    )


def _make_timer() -> None:
    op.create_table(
        "timer",
        _text("authority"),
        _text("case_id"),
        _text("timer_id"),
        _text("due"),
        _instant("at"),
        _text("task", nullable=True),
        _count("occurrence", nullable=True),
        _text("item", nullable=True),
        _count("rung"),
        _text("event", nullable=True),
        _instant("fired_at", nullable=True),
        sa.PrimaryKeyConstraint("authority", "case_id", "timer_id", "due", name="pk_timer"),
        _of_a_case("timer"),
    )
    pending = sa.text("fired_at IS NULL")
    op.create_index(
        "ix_timer_pending",
        "timer",
        ["authority", "at"],
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _make_link() -> None:
    op.create_table(
        "link",
        _text("authority"),
        _text("case_id"),
        _text("link"),
        _text("other"),
        _flag("open"),
        sa.PrimaryKeyConstraint("authority", "case_id", "link", "other", name="pk_link"),
        _of_a_case("link"),
    )
    op.create_index("ix_link_other", "link", ["authority", "link", "other", "case_id"])


def _make_indexed_fact() -> None:
    op.create_table(
        "indexed_fact",
        _text("authority"),
        _text("case_id"),
        _text("name"),
        _text("value"),
        sa.PrimaryKeyConstraint("authority", "case_id", "name", name="pk_indexed_fact"),
        _of_a_case("indexed_fact"),
    )
    op.create_index(
        "ix_indexed_fact_value", "indexed_fact", ["authority", "name", "value", "case_id"]
    )


def _make_people() -> None:
    op.create_table(
        "person",
        _text("authority"),
        _text("person"),
        _text("name"),
        _text("email"),
        _text("team"),
        _text("manager"),
        sa.Column("away_from", sa.Date()),
        sa.Column("away_to", sa.Date()),
        sa.PrimaryKeyConstraint("authority", "person", name="pk_person"),
    )
    op.create_table(
        "person_role",
        _text("authority"),
        _text("person"),
        _text("role"),
        sa.PrimaryKeyConstraint("authority", "person", "role", name="pk_person_role"),
        sa.ForeignKeyConstraint(
            ["authority", "person"],
            ["person.authority", "person.person"],
            name="fk_person_role_person",
        ),
    )
