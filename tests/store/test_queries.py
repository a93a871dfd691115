"""A question about one thing is answered by an index, not by a walk through an authority's rows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from databases import by_hand, on_sqlite
from store.building import OPENED_AT, a_case, add_row, new, write
from workflow.store import queries
from workflow.store.database import Store

GIVEN = {
    "authority": "841",
    "ref": "CP-1",
    "case_id": "019c",
    "command_id": "form-7",
    "fact": "reader",
    "value": "R-1",
    "workflow": "fine",
    "link": "considers",
    "others": ["CP-1", "CP-2"],
    "until": OPENED_AT,
    "limit": 500,
    "number": 1,
    "person": "asha",
}


def plan(url: str, query: Select[Any]) -> list[str]:
    """How SQLite would go about it, step by step."""
    sql = query.params(GIVEN).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    with by_hand(url) as tool:
        return [step[3] for step in tool.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]


@on_sqlite
@pytest.mark.parametrize(
    "question",
    [
        "CASE_BY_REF",
        "HISTORY_OF_CASE",
        "ROW_BY_COMMAND",
        "REFS_WITH_FACT",
        "OPEN_CASE_LINKED_TO",
        "OPEN_TASKS_OF_CASE",
        "DUE_TIMERS",
        "RELEASE_BY_NUMBER",
        "PERSON_BY_NAME",
    ],
)
def test_one_thing_is_found_by_an_index(store: Store, question: str) -> None:
    steps = plan(store.url, getattr(queries, question))

    walks = [step for step in steps if step.startswith("SCAN") or step.endswith("(authority=?)")]
    assert walks == []


@on_sqlite
def test_timers_are_looked_for_in_the_cases_that_wake(store: Store) -> None:
    assert any("ix_case_wakes" in step for step in plan(store.url, queries.DUE_TIMERS))


@on_sqlite
def test_the_key_of_a_case_that_changes_is_left_as_it_is(store: Store) -> None:
    """SQLite looks for what hangs on a key that is set, even to itself, in whole tables."""
    write(store, new(a_case("CP-1")))
    with by_hand(store.url) as tool:
        tool.exec_driver_sql(
            'CREATE TRIGGER key_set BEFORE UPDATE OF authority, case_id ON "case"'
            " BEGIN SELECT RAISE(ABORT, 'the key was set'); END"
        )

    add_row(store, "CP-1")
