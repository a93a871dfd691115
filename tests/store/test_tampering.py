"""Whatever somebody changes in a history behind our back is found, and the row is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from store.building import a_case, a_row, by_hand, new, next_, write
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


@pytest.fixture
def tool(store: Store, tmp_path: Path) -> Iterator[Connection]:
    """A database tool on the file, with our triggers out of the way."""
    write(store, new(a_case("CP-1"), ROWS))
    with by_hand(tmp_path) as connection:
        connection.execute("DROP TRIGGER history_no_update")
        connection.execute("DROP TRIGGER history_no_delete")
        yield connection


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


def test_an_untouched_history_is_whole(store: Store, tool: Connection) -> None:
    assert found(store) is None


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_byte_changed_in_any_column_of_any_row_is_found(
    store: Store, tool: Connection, table: str, column: str
) -> None:
    rows = tool.execute(f'SELECT seq, rowid, "{column}" FROM {table} ORDER BY seq').fetchall()
    change = f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?'

    for seq, row, value in rows:
        tool.execute(change, (one_byte_other(value), row))
        assert found(store) == seq
        tool.execute(change, (value, row))
    assert found(store) is None


@pytest.mark.parametrize(
    ("table", "column", "damaged"),
    [
        ("history", "recorded_at", "2026-93-02 09:02:00.000000"),
        ("history", "recorded_at", "yesterday"),
        ("history", "moves", "[["),
        ("history", "seq", "two"),
        ("payload", "facts", "{"),
    ],
)
def test_what_cannot_even_be_read_any_more_is_found(
    store: Store, tool: Connection, table: str, column: str, damaged: str
) -> None:
    tool.execute(f"UPDATE {table} SET {column} = ? WHERE seq = 2", (damaged,))

    assert found(store) == 2


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_row_that_was_taken_out_is_named(store: Store, tool: Connection, seq: int) -> None:
    tool.execute("DELETE FROM history WHERE seq = ?", (seq,))

    assert found(store) == seq


def test_a_history_that_is_gone_is_found(store: Store, tool: Connection) -> None:
    tool.execute("DELETE FROM history")

    assert found(store) == 1


def test_facts_that_changed_places_are_found(store: Store, tool: Connection) -> None:
    tool.execute("UPDATE payload SET seq = 9 WHERE seq = 1")
    tool.execute("UPDATE payload SET seq = 1 WHERE seq = 2")
    tool.execute("UPDATE payload SET seq = 2 WHERE seq = 9")

    assert found(store) == 1


def test_facts_that_somebody_deleted_are_missed(store: Store, tool: Connection) -> None:
    tool.execute("DELETE FROM payload WHERE seq = 2")

    assert found(store) == 2


def test_facts_that_were_lawfully_destroyed_leave_the_chain_whole(
    store: Store, tool: Connection
) -> None:
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
    store: Store, tool: Connection, table: str
) -> None:
    tool.execute(f"UPDATE \"{table}\" SET case_id = '019c'")

    assert found(store) == 1
