"""Whatever somebody changes in a history behind our back is found, and the row is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, CursorResult, text

from databases import by_hand, on_sqlite, without_rules
from store.building import a_case, a_row, new, next_, write
from workflow.case.model import Cause, Kind, Move
from workflow.store.chain import broken_at
from workflow.store.database import Store
from workflow.store.tables import HISTORY, PAYLOAD

ROWS = [
    a_row(1, "open_case", facts={"lender": "Ada"}, moves=(Move("", "lent"),)),
    a_row(2, facts={"by": "post"}, command_id="form-7", caused_by=Cause("CP-9", 4), placed_after=1),
    a_row(3, "rung_fired", kind=Kind.DEED, facts={"rung": 1}),
]
COLUMNS = [(table.name, column.name) for table in (HISTORY, PAYLOAD) for column in table.columns]


class Tool:
    """Somebody with a database tool."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, **values: object) -> CursorResult[Any]:
        return self._connection.execute(text(statement), values)


@pytest.fixture
def tool(store: Store) -> Iterator[Tool]:
    """A database tool, with triggers and foreign keys out of the way."""
    write(store, new(a_case("CP-1"), ROWS))
    with by_hand(store.url) as connection:
        without_rules(connection)
        yield Tool(connection)


def found(store: Store) -> int | None:
    with store.reading() as reading:
        case = reading.case("CP-1")
        assert case is not None
        return broken_at(case.case_id, reading.history(case.case_id), case.head_hash)


def one_byte_other(value: object) -> object:
    """A number, a text or nothing, hardly changed; no number that another row has."""
    if isinstance(value, int):
        return value + 10
    text = str(value or "")
    return text[:-1] + ("1" if text.endswith("0") else "0")


def test_an_untouched_history_is_whole(store: Store, tool: Tool) -> None:
    assert found(store) is None


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_byte_changed_in_any_column_of_any_row_is_found(
    store: Store, tool: Tool, table: str, column: str
) -> None:
    rows = tool.execute(f'SELECT seq, "{column}" AS value FROM {table}').mappings().all()
    change = f'UPDATE {table} SET "{column}" = :value WHERE seq = :seq'

    for row in rows:
        seq, value = row["seq"], row["value"]
        other = one_byte_other(value)
        tool.execute(change, value=other, seq=seq)
        assert found(store) == seq
        tool.execute(change, value=value, seq=other if column == "seq" else seq)
    assert found(store) is None


@pytest.mark.parametrize(("table", "column"), [("history", "moves"), ("payload", "facts")])
def test_what_cannot_even_be_read_any_more_is_found(
    store: Store, tool: Tool, table: str, column: str
) -> None:
    tool.execute(f"UPDATE {table} SET {column} = '[[' WHERE seq = 2")

    assert found(store) == 2


@on_sqlite  # PostgreSQL keeps nothing in a column that is not of its type
@pytest.mark.parametrize(
    ("table", "column", "damaged"),
    [
        ("history", "recorded_at", "2026-93-02 09:02:00.000000"),
        ("history", "recorded_at", "yesterday"),
        ("history", "seq", "two"),
    ],
)
def test_a_value_of_another_type_is_found(
    store: Store, tool: Tool, table: str, column: str, damaged: str
) -> None:
    tool.execute(f"UPDATE {table} SET {column} = :damaged WHERE seq = 2", damaged=damaged)

    assert found(store) == 2


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_row_that_was_taken_out_is_named(store: Store, tool: Tool, seq: int) -> None:
    tool.execute("DELETE FROM history WHERE seq = :seq", seq=seq)

    assert found(store) == seq


def test_a_history_that_is_gone_is_found(store: Store, tool: Tool) -> None:
    tool.execute("DELETE FROM history")

    assert found(store) == 1


def test_facts_that_changed_places_are_found(store: Store, tool: Tool) -> None:
    tool.execute("UPDATE payload SET seq = 9 WHERE seq = 1")
    tool.execute("UPDATE payload SET seq = 1 WHERE seq = 2")
    tool.execute("UPDATE payload SET seq = 2 WHERE seq = 9")

    assert found(store) == 1


def test_facts_that_somebody_deleted_are_missed(store: Store, tool: Tool) -> None:
    tool.execute("DELETE FROM payload WHERE seq = 2")

    assert found(store) == 2


def test_facts_that_were_lawfully_destroyed_leave_the_chain_whole(store: Store, tool: Tool) -> None:
    redaction = a_row(4, "redact", kind=Kind.DEED, facts={"rows": [1], "reason": "court order"})
    with store.writing() as writing:
        writing.flush([next_(writing.case("CP-1"), redaction)])
    tool.execute("DELETE FROM payload WHERE seq = 1")

    with store.reading() as reading:
        case = reading.case("CP-1")
        assert case is not None
        opening = reading.history(case.case_id)[0]
    assert opening.record["facts"] is None
    assert opening.salt is None
    assert found(store) is None


@pytest.mark.parametrize("table", ["history", "case", "payload"])
def test_a_history_that_was_moved_to_another_case_is_found(
    store: Store, tool: Tool, table: str
) -> None:
    tool.execute(f"UPDATE \"{table}\" SET case_id = '019c'")

    assert found(store) == 1
