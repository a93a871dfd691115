"""A case that cannot be advanced is told and tried again, and holds up no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from databases import by_hand
from days import at
from scheduler.building import SOON, TODAY, Desk
from workflow.scheduler.incidents import LONGEST, wait_after
from workflow.store.stored import Incident


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two cases, the first of which is broken: somebody has damaged what is stored of it."""
    desk.opened("Mon 2 Mar 2026", "A-1")
    desk.opened("Mon 2 Mar 2026", "A-2")
    damage(desk, "replace(snapshot, '\"state\"', '\"where\"')")
    return desk


def damage(desk: Desk, snapshot: str) -> None:
    with by_hand(desk.store.url) as tool:
        tool.exec_driver_sql(f"UPDATE \"case\" SET snapshot = {snapshot} WHERE ref = 'A-1'")


def mend(desk: Desk) -> None:
    damage(desk, "replace(snapshot, '\"where\"', '\"state\"')")


def incidents(desk: Desk) -> list[Incident]:
    with desk.store.reading() as reading:
        return reading.incidents()


def test_the_other_cases_go_on(two: Desk) -> None:
    ticked = two.ticks(SOON)

    assert (ticked.fired, ticked.incidents, ticked.complete) == (1, 1, True)
    assert [notice for notice, _ in two.rungs("A-2")] == ["soon"]


def test_the_incident_says_which_timer_why_and_where_in_the_code(two: Desk) -> None:
    two.ticks(SOON)

    [incident] = incidents(two)
    assert (incident.ref, incident.timer_id, incident.fault) == ("A-1", "hold#1!0", "KeyError")
    assert "in case_from" in incident.traceback
    assert incident.first_seen == incident.last_seen == at(SOON)


def test_no_value_of_the_case_is_in_the_incident(two: Desk) -> None:
    damage(two, "'a name and an address'")
    two.ticks(SOON)

    [incident] = incidents(two)
    assert "address" not in incident.traceback + incident.fault


def test_it_is_not_tried_again_at_once_and_then_after_longer_and_longer(two: Desk) -> None:
    attempts = []
    for minute in ("00", "00", "01", "02", "03"):
        two.ticks(f"Fri 13 Mar 2026 07:{minute}")
        attempts.append(incidents(two)[0].attempts)

    assert attempts == [1, 1, 2, 2, 3]


def test_at_the_longest_it_waits_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in (1, 2, 3, 10, 500)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[3:] == [LONGEST, LONGEST]


def test_the_later_timers_of_the_case_wait_with_it_in_their_order(two: Desk) -> None:
    two.ticks(TODAY)
    mend(two)
    two.ticks("Fri 20 Mar 2026 07:01")

    assert incidents(two) == []
    assert [notice for notice, _ in two.rungs("A-1")] == ["soon", "today"]


def test_it_can_be_tried_again_by_hand_and_is_then_gone(two: Desk) -> None:
    two.ticks(SOON)
    mend(two)
    assert two.ticks(SOON).fired == 0
    with two.store.writing() as writing:
        assert writing.retry_incidents(at(SOON)) == 1

    assert two.ticks(SOON).fired == 1
    assert incidents(two) == []
    assert two.not_fine() == []


def test_a_case_that_is_broken_for_good_does_not_end_the_tick(two: Desk) -> None:
    for day in ("Mon 16", "Tue 17", "Wed 18"):
        assert two.ticks(f"{day} Mar 2026 07:00").complete
