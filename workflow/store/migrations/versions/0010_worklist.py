"""Whose each open task is, who has seen it, and how far people have seen what others did."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_BY_HOLDER = "authority holder role due ref task item workflow case_id occurrence".split()
_BY_PERSON = "authority person deed case_id task occurrence item".split()


def upgrade() -> None:
    """Add to what is there, and fill it from there. Nothing of a history is touched."""
    op.drop_index("ix_task_role", "task")
    op.add_column("task", _text("holder", default=""))
    op.execute(_HOLD)
    op.create_index("ix_task_holder", "task", _BY_HOLDER)
    names = "authority case_id task item deed person".split()
    key = ["authority", "case_id", "task", "occurrence", "item", "deed", "person"]
    deeds = op.create_table(
        "task_deed",
        *(_text(name) for name in names),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        _text("due", nullable=True),
        sa.PrimaryKeyConstraint(*key, name="pk_task_deed"),
        _of_a_case("task_deed"),
    )
    op.create_index("ix_task_deed_person", "task_deed", _BY_PERSON)
    op.create_table(
        "seen",
        *(_text(name) for name in ("authority", "person", "case_id")),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "person", "case_id", name="pk_seen"),
        _of_a_case("seen"),
    )
    if kept := _deeds():
        op.bulk_insert(deeds, kept)


_HOLD = """
    UPDATE task SET holder = coalesce((
        SELECT value FROM indexed_fact WHERE indexed_fact.authority = task.authority
        AND indexed_fact.case_id = task.case_id AND indexed_fact.name = 'as ' || task.role
    ), '')
"""
_ROWS = """
    SELECT h.authority, h.case_id, h.event, h.actor, p.facts FROM history h JOIN payload p
    ON p.authority = h.authority AND p.case_id = h.case_id AND p.seq = h.seq
    WHERE h.kind = 'deed' AND h.event IN ('acknowledge', 'hand_over')
    ORDER BY h.authority, h.case_id, h.seq
"""


def _deeds() -> list[dict[str, Any]]:
    """Of each task the last handing over, and of each person that they have seen it."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for authority, case_id, event, actor, text in op.get_bind().exec_driver_sql(_ROWS):
        facts = json.loads(text)
        id_, _, item = facts["task"].partition("/")
        task, _, occurrence = id_.partition("#")
        handed = event == "hand_over"
        found[authority, case_id, facts["task"], event, "" if handed else actor] = {
            "authority": authority,
            "case_id": case_id,
            "task": task,
            "occurrence": int(occurrence),
            "item": item,
            "deed": event,
            "person": facts["person"] if handed else actor,
            "due": facts.get("due"),
        }
    return list(found.values())


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[str]:
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    return sa.Column(name, text, nullable=nullable, server_default=default)


def _of_a_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["authority", "case_id"], ["case.authority", "case.case_id"], name=f"fk_{table}_case"
    )
