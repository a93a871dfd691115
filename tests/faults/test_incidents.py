"""A case that cannot be advanced is told and tried again, and holds up no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from databases import by_hand, on_postgresql
from days import at, day
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
    for weekday in ("Mon 16", "Tue 17", "Wed 18"):
        assert two.ticks(f"{weekday} Mar 2026 07:00").complete


CIRCLE = """
    facts: {due_by: {type: date}}
    open_case: {by: [worker], asks: [due_by], to: open}
    states:
      open:
        title: Open
        timers:
          - {due: {within: 1 day, of: due_by}, fire: chase}
        steps:
          hold: {by: [worker], to: closed}
          chase: {to: chased}
      chased:
        title: Chased
        timers:
          - {due: {within: 1 day, of: due_by}, fire: reopen}
        steps:
          hold: {by: [worker], to: closed}
          reopen: {to: open}
      closed: {title: Closed, final: true}
    """


def test_events_that_lead_to_each_other_for_ever_stop_nobody_else(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(CIRCLE)
    desk.opened("Mon 2 Mar 2026", "A-1", due_by=day("Tue 3 Mar 2026"))
    desk.opened("Mon 2 Mar 2026", "A-2", due_by=day("Mon 30 Mar 2026"))

    ticked = desk.ticks("Thu 5 Mar 2026 12:00")

    assert (ticked.fired, ticked.incidents, ticked.complete) == (0, 1, True)
    [incident] = incidents(desk)
    assert (incident.ref, incident.fault) == ("A-1", "leads_in_a_circle")
    assert desk.case("A-1").state == ("open",)


def test_an_incident_ends_where_its_timer_is_no_longer_needed(two: Desk) -> None:
    two.ticks(SOON)
    mend(two)
    two.does("hold", "Fri 13 Mar 2026", to="A-1")

    two.ticks("Fri 13 Mar 2026 12:00")

    assert incidents(two) == []


@on_postgresql
def test_what_the_server_refuses_of_one_case_stops_no_other(desk: Desk) -> None:
    for ref in ("A-1", "A-2"):
        desk.opened("Mon 2 Mar 2026", ref)
    with by_hand(desk.store.url) as tool:
        tool.exec_driver_sql(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'too long' USING ERRCODE = '54000'; END $$"
        )
        tool.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON message FOR EACH ROW"
            " WHEN (NEW.key LIKE 'A-1/%%') EXECUTE FUNCTION refuse()"
        )

    ticked = desk.ticks(SOON)

    assert (ticked.fired, ticked.incidents, ticked.complete) == (1, 1, True)
