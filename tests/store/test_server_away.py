"""A server that goes away, or takes nothing: told in words, and nothing is lost or half done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import Server, by_hand, with_clock_in_2030
from store.building import a_case, add_row, new, next_, opened, write
from workflow.errors import DatabaseAway, DatabaseReadOnly
from workflow.store.database import Store


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """A database with CP-1, whose server can be stopped."""
    with opened(server.fresh()) as store:
        write(store, new(a_case("CP-1")))
        yield store
    server.start()
    server.clear()


def rows(store: Store) -> int:
    with store.reading() as reading:
        case = reading.case("CP-1")
        assert case is not None
        assert case.head_seq == len(reading.history(case.case_id))
    return case.head_seq


def test_a_server_that_was_started_anew_in_between_is_not_noticed(
    store: Store, server: Server
) -> None:
    add_row(store, "CP-1")
    server.stop()
    server.start()

    add_row(store, "CP-1")

    assert rows(store) == 3


def test_while_the_server_is_stopped_everybody_is_told_to_try_again(
    store: Store, server: Server
) -> None:
    server.stop()
    with pytest.raises(DatabaseAway, match="try again in a moment"):
        add_row(store, "CP-1")
    with pytest.raises(DatabaseAway, match="try again in a moment"):
        rows(store)
    with pytest.raises(DatabaseAway, match="try again in a moment"), opened(store.url) as other:
        other.revision_state()

    server.start()
    add_row(store, "CP-1")

    assert rows(store) == 2


def test_a_server_that_is_stopped_in_the_middle_keeps_nothing_of_it(
    store: Store, server: Server
) -> None:
    def broken_off() -> None:
        with store.writing() as writing:
            was = writing.case("CP-1")
            server.stop()
            server.start()
            writing.flush([next_(was)])

    with pytest.raises(DatabaseAway, match="Nothing was written: try again"):
        broken_off()
    assert rows(store) == 1

    add_row(store, "CP-1")
    assert rows(store) == 2


def test_a_connection_that_is_lost_at_the_last_moment_says_to_look(
    store: Store, server: Server
) -> None:
    def broken_off() -> None:
        with store.writing() as writing:
            writing.flush([next_(writing.case("CP-1"))])
            server.stop()

    with pytest.raises(DatabaseAway, match="look at the case before you repeat"):
        broken_off()


def test_a_server_that_takes_nothing_is_told_and_nothing_is_lost(store: Store) -> None:
    read_only(store, "on")
    with pytest.raises(DatabaseReadOnly, match="Nothing was written: try again in a moment"):
        add_row(store, "CP-1")
    assert rows(store) == 1

    read_only(store, "off")
    add_row(store, "CP-1")
    assert rows(store) == 2


def test_a_user_who_may_only_read_is_told_which_right_is_needed(
    store: Store, server: Server
) -> None:
    with by_hand(store.url) as tool:
        tool.exec_driver_sql("CREATE ROLE reader LOGIN")
        tool.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    try:
        with opened(store.url.replace("postgres@", "reader@")) as other:
            assert rows(other) == 1
            with pytest.raises(DatabaseReadOnly, match="Give it the right"):
                add_row(other, "CP-1")
    finally:
        with by_hand(store.url) as tool:
            tool.exec_driver_sql("DROP OWNED BY reader")
            tool.exec_driver_sql("DROP ROLE reader")


def read_only(store: Store, on: str) -> None:
    """Whoever connects from now may write or not, as with a server that is being moved."""
    with by_hand(store.url) as tool:
        tool.exec_driver_sql("SET default_transaction_read_only = off")
        name = tool.exec_driver_sql("SELECT current_database()").scalar_one()
        tool.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = {on}")
    store.close()


def test_the_time_is_that_of_the_server(store: Store) -> None:
    """Several machines are to tell one time, whatever their own is."""
    with_clock_in_2030(store.url)
    store.close()

    assert store.now().isoformat() == "2030-01-01T00:00:00+00:00"
