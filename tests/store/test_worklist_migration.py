"""A database from before lists of work knew whose a task is learns it from what is there."""

from __future__ import annotations

from typing import Any

from alembic import command
from sqlalchemy import Connection

from databases import by_hand
from store.building import a_case, a_row, a_task, new, write
from workflow.case.model import Kind
from workflow.store.database import Store
from workflow.store.upgrade import configuration

BEFORE = (
    "DROP TABLE task_deed",
    "DROP TABLE seen",
    "DROP INDEX ix_task_holder",
    "ALTER TABLE task DROP COLUMN holder",
    "CREATE INDEX ix_task_role ON task (authority, role, due, ref, task, item)",
    "UPDATE alembic_version SET version_num = '0009'",
)


def kept(tool: Connection) -> list[Any]:
    tasks = tool.exec_driver_sql("SELECT task, holder FROM task ORDER BY task")
    deeds = tool.exec_driver_sql(
        "SELECT task, occurrence, item, deed, person, due FROM task_deed ORDER BY deed, person"
    )
    return [*map(tuple, tasks), *map(tuple, deeds)]


def test_who_has_got_seen_and_holds_a_task_is_told_by_the_history(store: Store) -> None:
    def deed(seq: int, name: str, actor: str, **facts: str) -> Any:
        task = {"task": "return_book#2/R-1", "due": "2026-03-16"}
        return a_row(seq, name, kind=Kind.DEED, actor=actor, facts=task | facts)

    rows = [
        a_row(1, "open_case"),
        deed(2, "hand_over", "asha", person="ben"),
        deed(3, "hand_over", "ben", person="rita"),
        deed(4, "acknowledge", "rita"),
        deed(5, "acknowledge", "ben"),
        a_row(6, "acknowledge", facts={"task": "of the definition"}),
    ]
    tasks = (a_task("return_book"), a_task("renew", role="librarian"))
    write(store, new(a_case(tasks=tasks), rows, indexed={"as reader": "rita"}))
    with by_hand(store.url) as tool:
        before = kept(tool)
        for statement in BEFORE:
            tool.exec_driver_sql(statement)
        command.upgrade(configuration(tool), "0010")

        assert kept(tool) == before
        assert before == [
            ("renew", ""),
            ("return_book", "rita"),
            ("return_book", 2, "R-1", "acknowledge", "ben", "2026-03-16"),
            ("return_book", 2, "R-1", "acknowledge", "rita", "2026-03-16"),
            ("return_book", 2, "R-1", "hand_over", "rita", "2026-03-16"),
        ]
