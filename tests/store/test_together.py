"""What is sent to the database together is refused together, and says why in our words."""

from __future__ import annotations

import logging

import pytest

from databases import by_hand, on_postgresql
from store.building import a_case, a_rung, new, write
from workflow.errors import DatabaseAway, Fault
from workflow.store.database import Store
from workflow.store.writing import Writing

RUNG = a_rung(0, "Fri 13 Mar 2026 07:00")


def test_of_what_is_refused_nothing_is_kept_and_no_word_of_it_is_told(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    write(store, new(a_case("CP-1"), timers=[RUNG]))

    with caplog.at_level(logging.DEBUG), pytest.raises(Fault) as refused:
        write(store, new(a_case("CP-2")), new(a_case("CP-1"), timers=[RUNG]))

    assert "CP-1" not in f"{refused.value} {caplog.text}"
    with store.reading() as reading:
        assert [stored.ref for stored in reading.cases()] == ["CP-1"]
    write(store, new(a_case("CP-2")))


@on_postgresql
def test_a_server_that_is_lost_meanwhile_is_asked_again_the_next_time(store: Store) -> None:
    change = new(a_case("CP-1"), timers=[RUNG])

    def is_cut_off(writing: Writing) -> None:
        assert writing.case("CP-1") is None
        with by_hand(store.url) as tool:
            tool.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        writing.flush([change])

    with pytest.raises(DatabaseAway):
        store.transact(is_cut_off)

    write(store, change)
