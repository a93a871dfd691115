"""In which browser somebody is signed in, sign-ins begun elsewhere, who changed which person."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"


def upgrade() -> None:
    """Add to what is there. Nothing of a history is touched."""
    browser = sa.Column("browser", _TEXT, nullable=False, server_default="")
    op.add_column("session", browser)
    op.create_table(
        "begun_sign_in",
        *map(_text, ("authority", "state", "browser", "nonce", "verifier", "goes_to")),
        _instant("until"),
        sa.PrimaryKeyConstraint("authority", "state", name="pk_begun_sign_in"),
    )
    op.create_table(
        "person_change",
        _text("authority"),
        sa.Column("number", sa.Integer(), nullable=False),
        _instant("at"),
        *map(_text, ("by", "person", "kind", "fields")),
        sa.PrimaryKeyConstraint("authority", "number", name="pk_person_change"),
    )
    op.create_index("ix_person_change_person", "person_change", ["authority", "person", "number"])
    for statement in _TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)


_SQLITE_REFUSES = "BEGIN SELECT RAISE(ABORT, 'changes of people are only added to'); END"
_TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER person_change_no_update BEFORE UPDATE ON person_change {_SQLITE_REFUSES}",
        f"CREATE TRIGGER person_change_no_delete BEFORE DELETE ON person_change {_SQLITE_REFUSES}",
        # INSERT OR REPLACE deletes the row that is in its way without waking the trigger above.
        "CREATE TRIGGER person_change_no_replace BEFORE INSERT ON person_change WHEN EXISTS ("
        "SELECT 1 FROM person_change WHERE authority = NEW.authority AND number = NEW.number"
        f") {_SQLITE_REFUSES}",
    ),
    "postgresql": (
        "CREATE FUNCTION person_change_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'changes of people are only added to'; END $$",
        "CREATE TRIGGER person_change_no_update BEFORE UPDATE ON person_change"
        " FOR EACH ROW EXECUTE FUNCTION person_change_refuse()",
        "CREATE TRIGGER person_change_no_delete BEFORE DELETE ON person_change"
        " FOR EACH ROW EXECUTE FUNCTION person_change_refuse()",
        "CREATE TRIGGER person_change_no_truncate BEFORE TRUNCATE ON person_change"
        " FOR EACH STATEMENT EXECUTE FUNCTION person_change_refuse()",
    ),
}
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=False)


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
