"""What may not be written is refused, and then nothing of it is kept."""

from __future__ import annotations

import pytest

from store.building import a_case, a_row, a_task, new, next_, opened, publish, write
from workflow.errors import DatabaseBusy, Fault
from workflow.store.database import Store
from workflow.store.writing import Writing


def test_a_case_that_somebody_else_wrote_meanwhile_is_not_written_over(store: Store) -> None:
    [was] = write(store, new(a_case()))
    with store.writing() as writing:
        [now] = writing.flush([next_(was)])

    with pytest.raises(DatabaseBusy, match="repeat the step"), store.writing() as writing:
        writing.flush([next_(was)])

    with store.reading() as reading:
        assert reading.case("CP-1") == now


def test_a_row_that_does_not_follow_the_last_one_is_refused(store: Store) -> None:
    [was] = write(store, new(a_case()))

    with (
        pytest.raises(ValueError, match="row 3 of CP-1 cannot follow row 1"),
        store.writing() as writing,
    ):
        writing.flush([next_(was, a_row(3))])


def test_a_command_id_is_taken_once_in_an_authority(store: Store) -> None:
    write(store, new(a_case("CP-1"), [a_row(1, command_id="form-7")]))

    with pytest.raises(Fault), store.writing() as writing:
        writing.flush([new(a_case("CP-2"), [a_row(1, command_id="form-7")])])
    with opened(store.url, authority="341") as other:
        write(other, new(a_case("CP-2"), [a_row(1, command_id="form-7")]))

    with store.reading() as reading:
        assert reading.case("CP-2") is None


def test_a_reference_is_taken_once(store: Store) -> None:
    write(store, new(a_case("CP-1")))

    with pytest.raises(Fault), store.writing() as writing:
        writing.flush([new(a_case("CP-1"))])


def test_a_case_of_a_release_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Fault), store.writing() as writing:
        writing.flush([new(a_case())])


def test_after_an_error_nothing_of_the_transaction_is_left(store: Store) -> None:
    def fail_late(writing: Writing) -> None:
        publish(writing)
        writing.flush([new(a_case(tasks=(a_task(),)), indexed={"reader": "R-1"})])
        raise InterruptedError

    with pytest.raises(InterruptedError), store.writing() as writing:
        fail_late(writing)

    with store.reading() as reading:
        assert set(reading.counts().values()) == {0}


def test_neither_an_error_nor_a_printed_value_shows_a_fact(store: Store) -> None:
    row = a_row(1, command_id="form-7", facts={"lender": "Ada Lovelace"})
    case = a_case(facts={"lender": "Ada Lovelace"})
    change = new(case, [row], indexed={"lender": "Ada Lovelace"})
    [stored] = write(store, change)

    with pytest.raises(Fault) as refusal, store.writing() as writing:
        writing.flush([new(a_case("CP-2", facts=case.facts), [row])])
    with store.reading() as reading:
        shown = f"{refusal.value} {refusal.value.__cause__} {change} {stored}"
        shown += f"{reading.history(stored.case_id)}"

    assert "Lovelace" not in shown
