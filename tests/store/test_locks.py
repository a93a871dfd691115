"""Rows are locked on a server, and in an order in which nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest

from databases import on_postgresql
from store.building import a_case, add_row, new, next_, opened, publish, write
from workflow.errors import DatabaseBusy, Fault
from workflow.store.chain import broken_at
from workflow.store.database import Store
from workflow.store.locks import CaseTaken
from workflow.store.writing import Writing

pytestmark = on_postgresql


@pytest.fixture
def two(store: Store) -> Store:
    """CP-1 and CP-2, one row each."""
    write(store, new(a_case("CP-1")), new(a_case("CP-2")))
    return store


def rows_of(store: Store) -> dict[str, int]:
    """How many rows each case has; every chain is whole."""
    with store.reading() as reading:
        cases = list(reading.cases())
        for case in cases:
            assert broken_at(case.case_id, reading.history(case.case_id), case.head_hash) is None
    return {case.ref: case.head_seq for case in cases}


def at_once(*works: Callable[[], object]) -> None:
    """Each in a thread of its own. Raises what one of them raises."""
    with ThreadPoolExecutor(len(works)) as threads:
        running = [threads.submit(work) for work in works]
    for thread in running:
        thread.result()


def meet(barrier: Barrier) -> None:
    """Wait until the others are here too; a second time, go on at once."""
    try:
        barrier.wait(5)
    except BrokenBarrierError:
        pass
    else:
        barrier.abort()


def test_two_cases_at_once_do_not_wait_for_each_other(two: Store) -> None:
    with opened(two.url, busy_ms=50) as other, two.writing() as writing:
        writing.flush([next_(writing.case("CP-1"))])
        add_row(other, "CP-2")

    assert rows_of(two) == {"CP-1": 2, "CP-2": 2}


def test_who_waits_too_long_for_a_case_is_told_to_try_again(two: Store) -> None:
    with opened(two.url, busy_ms=50) as other, two.writing() as writing:
        writing.case("CP-1")
        with pytest.raises(DatabaseBusy, match="try again in a moment"):
            add_row(other, "CP-1")

    assert rows_of(two) == {"CP-1": 1, "CP-2": 1}


def test_who_has_a_case_does_not_wait_for_another_one(two: Store) -> None:
    with opened(two.url) as other, two.writing() as writing, other.writing() as elsewhere:
        writing.case("CP-1")
        elsewhere.case("CP-2")
        with pytest.raises(CaseTaken, match="try again in a moment") as taken:
            elsewhere.case("CP-1")

    assert taken.value.refs == {"CP-1", "CP-2"}


def test_two_who_need_each_others_cases_both_get_them(two: Store) -> None:
    both_have_one = Barrier(2)

    def add_to(first: str, second: str) -> None:
        def work(writing: Writing) -> None:
            one = writing.case(first)
            meet(both_have_one)
            writing.flush([next_(one), next_(writing.case(second))])

        two.transact(work)

    at_once(lambda: add_to("CP-1", "CP-2"), lambda: add_to("CP-2", "CP-1"))

    assert rows_of(two) == {"CP-1": 3, "CP-2": 3}


def test_two_who_wait_in_a_circle_all_the_same_both_get_through(two: Store) -> None:
    both_have_one, done = Barrier(2), []

    def do(first: str, second: str) -> None:
        def work(writing: Writing) -> None:
            writing.alone(first)
            meet(both_have_one)
            writing.alone(second)

        two.transact(work)
        done.append(first)

    at_once(lambda: do("one", "other"), lambda: do("other", "one"))

    assert sorted(done) == ["one", "other"]


def test_what_only_one_may_do_at_a_time_keeps_nobody_of_another_authority(two: Store) -> None:
    with opened(two.url, authority="341", busy_ms=50) as other, two.writing() as writing:
        writing.alone("number FINE-2026-")
        with other.writing() as elsewhere:
            elsewhere.alone("number FINE-2026-")


def test_a_reader_does_not_wait_for_a_writer(two: Store) -> None:
    with opened(two.url, busy_ms=50) as other, two.writing() as writing:
        writing.flush([next_(writing.case("CP-1"))])
        with other.reading() as reading:
            found = reading.case("CP-1")

    assert found is not None
    assert found.head_seq == 1


def test_a_transaction_that_never_goes_through_is_given_up(two: Store) -> None:
    tried = []

    def work(writing: Writing) -> None:
        tried.append(writing)
        writing.flush([new(a_case("CP-1"))])

    with pytest.raises(Fault, match="Please report it"):
        two.transact(work)

    assert len(tried) == 6


def test_one_that_is_refused_for_another_reason_is_not_begun_anew(two: Store) -> None:
    tried = []

    def work(writing: Writing) -> None:
        tried.append(writing)
        writing.flush([new(a_case("CP-3", release=99))])

    with pytest.raises(Fault):
        two.transact(work)

    assert len(tried) == 1


def test_a_reference_that_was_free_when_we_looked_is_looked_for_again(two: Store) -> None:
    both_looked = Barrier(2)
    opened_by = []

    def open_or_find(who: str) -> None:
        def work(writing: Writing) -> bool:
            taken = writing.is_taken("CP-3")
            meet(both_looked)
            if not taken:
                writing.flush([new(a_case("CP-3"))])
            return taken

        if not two.transact(work):
            opened_by.append(who)

    at_once(lambda: open_or_find("asha"), lambda: open_or_find("ben"))

    assert len(opened_by) == 1
    assert rows_of(two)["CP-3"] == 1


def test_two_databases_made_at_once_are_one(store: Store) -> None:
    with store.writing() as writing:
        publish(writing)

    at_once(store.create_or_upgrade, store.create_or_upgrade)

    assert store.revision_state() == "current"
