"""Timers: those that are pending are replaced, one that has fired stays and never comes back."""

from __future__ import annotations

from datetime import datetime

from days import at, day
from store.building import a_case, a_row, a_rung, a_task, new, next_, write
from workflow.case.model import Kind, Timer
from workflow.store.database import Store
from workflow.store.stored import CaseChange, DueTimer

FIRST = a_rung(0, "Fri 13 Mar 2026 07:00")
SECOND = a_rung(1, "Mon 16 Mar 2026 07:00")
EVENING = at("Mon 16 Mar 2026 18:00")


def due(store: Store, until: str = "Mon 16 Mar 2026 18:00") -> list[str]:
    with store.reading() as reading:
        return [timer.timer_id for timer in reading.due_timers(at(until))]


def fire(store: Store, *fired: Timer, pending: tuple[Timer, ...]) -> None:
    with store.writing() as writing:
        was = writing.case("CP-1")
        assert was is not None
        deed = a_row(was.head_seq + 1, "rung_fired", kind=Kind.DEED)
        writing.flush([next_(was, deed, fired=fired, timers=pending)])


def wakes_at(store: Store) -> datetime | None:
    with store.reading() as reading:
        return reading.first_pending(EVENING)


def test_a_case_wakes_for_its_first_timer_and_sleeps_when_the_last_is_gone(store: Store) -> None:
    write(store, new(a_case(), timers=[SECOND, FIRST]))
    assert wakes_at(store) == FIRST.at

    fire(store, FIRST, pending=(FIRST, SECOND))
    assert wakes_at(store) == SECOND.at

    fire(store, SECOND, pending=())
    assert wakes_at(store) is None


def test_timers_are_due_when_their_instant_has_come_the_earliest_first(store: Store) -> None:
    write(store, new(a_case(), timers=[SECOND, FIRST]))

    assert due(store, "Fri 13 Mar 2026 06:59") == []
    assert due(store, "Fri 13 Mar 2026 07:00") == ["return_book#1!0"]
    assert due(store) == ["return_book#1!0", "return_book#1!1"]


def test_no_more_timers_are_handed_out_than_asked_for(store: Store) -> None:
    write(store, new(a_case(), timers=[SECOND, FIRST]))

    with store.reading() as reading:
        [timer] = reading.due_timers(EVENING, limit=1)
    assert timer.timer_id == FIRST.id


def test_a_timer_is_handed_out_with_all_that_it_stands_for(store: Store) -> None:
    of_the_clock = Timer(
        id="expire@lent#1", at=at("Sun 1 Mar 2026 00:00"), due=day("Sun 1 Mar 2026"), event="expire"
    )
    of_a_task = Timer(
        id="pay#1/R-1!2",
        at=at("Mon 2 Mar 2026 09:00"),
        due=at("Mon 2 Mar 2026 10:00"),
        task=a_task("pay", item="R-1"),
        rung=2,
    )
    write(store, new(a_case(), timers=[of_the_clock, of_a_task]))

    with store.reading() as reading:
        found = reading.due_timers(EVENING)
    common = {"ref": "CP-1"}
    assert found == [
        DueTimer(
            **common,
            timer_id="expire@lent#1",
            due=day("Sun 1 Mar 2026"),
            at=at("Sun 1 Mar 2026 00:00"),
            task=None,
            occurrence=None,
            item=None,
            rung=0,
            event="expire",
        ),
        DueTimer(
            **common,
            timer_id="pay#1/R-1!2",
            due=at("Mon 2 Mar 2026 10:00"),
            at=at("Mon 2 Mar 2026 09:00"),
            task="pay",
            occurrence=1,
            item="R-1",
            rung=2,
            event=None,
        ),
    ]


def test_pending_timers_are_those_of_the_last_writing(store: Store) -> None:
    [was] = write(store, new(a_case(), timers=[FIRST]))
    with store.writing() as writing:
        writing.flush([next_(was, timers=[SECOND])])

    assert due(store) == ["return_book#1!1"]


def test_a_timer_that_fired_does_not_come_back_though_the_case_still_arms_it(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST, SECOND]))

    fire(store, FIRST, pending=(FIRST, SECOND))
    assert due(store) == ["return_book#1!1"]

    fire(store, SECOND, pending=(FIRST, SECOND))
    assert due(store) == []


def test_a_timer_that_was_passed_over_before_it_was_ever_armed_does_not_fire(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST, SECOND], fired=[FIRST]))

    assert due(store) == ["return_book#1!1"]


def test_a_timer_can_fire_without_a_row_that_tells_of_it(store: Store) -> None:
    [was] = write(store, new(a_case(), timers=[FIRST]))

    with store.writing() as writing:
        writing.flush([CaseChange(was=was, case=a_case(), timers=[FIRST], fired=[FIRST])])

    assert due(store) == []


def test_a_rung_fires_again_for_another_due_date(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST], fired=[FIRST]))
    moved = a_rung(0, "Mon 16 Mar 2026 07:00", due=day("Tue 17 Mar 2026"))

    fire(store, pending=(moved,))

    assert due(store) == ["return_book#1!0"]


def test_the_timers_of_other_cases_are_left_alone(store: Store) -> None:
    [was, _] = write(
        store, new(a_case("CP-1"), timers=[FIRST]), new(a_case("CP-2"), timers=[SECOND])
    )
    with store.writing() as writing:
        writing.flush([next_(was)])

    assert due(store) == ["return_book#1!1"]
