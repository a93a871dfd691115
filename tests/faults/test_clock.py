"""Clocks that are wrong, nodes that disagree, and the two nights on which the clocks change."""

from __future__ import annotations

from collections.abc import Callable

from days import at, day
from scheduler.building import SOON, Desk

HOURS = """
    facts: {rung_at: {type: datetime}}
    open_case: {by: [worker], asks: [rung_at], to: open}
    tasks:
      call:
        role: worker
        done_by: call
        due: {within: 24 hours, of: rung_at}
        escalate:
          - {at: 1 hour before, to: worker, notice: soon}
          - {at: on the day, to: worker, notice: now}
    states: {open: {title: Open, steps: {call: {by: [worker], stay: yes}}}}
    """


def test_a_clock_set_back_an_hour_fires_nothing_twice_and_no_row_goes_back(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks("Fri 13 Mar 2026 07:30")
    desk.ticks("Fri 13 Mar 2026 06:30")
    desk.does(
        "move", "Fri 13 Mar 2026", recorded="Fri 13 Mar 2026 06:31", due_by=day("Wed 18 Mar 2026")
    )
    desk.ticks("Fri 13 Mar 2026 06:45")

    recorded = [row.recorded_at for row in desk.history()]
    assert recorded == sorted(recorded)
    assert desk.told() == [("soon", "asha")]
    assert desk.not_fine() == []


def test_a_clock_set_forward_a_day_and_back_loses_nothing(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.opened("Mon 2 Mar 2026", "A-2", due_by=day("Mon 23 Mar 2026"))
    for moment in ("Fri 13 Mar 2026 08:00", "Sat 14 Mar 2026 08:00", "Fri 13 Mar 2026 08:01"):
        desk.ticks(moment)
    desk.ticks("Mon 16 Mar 2026 07:00")

    assert desk.told() == [("soon", "asha"), ("soon", "asha")]
    assert desk.not_fine() == []


def test_two_nodes_whose_clocks_differ_by_half_a_minute_fire_once(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    fired = [
        desk.ticks(f"Fri 13 Mar 2026 {clock}").fired
        for clock in ("06:59:45", "07:00:15", "07:00:00", "07:00:30")
    ]

    assert fired == [0, 1, 0, 0]
    assert desk.history()[-1].recorded_at == at("Fri 13 Mar 2026 07:00:15")


def test_in_the_night_the_clocks_go_forward_hours_are_counted_as_they_pass(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(HOURS)
    desk.opened("Sat 28 Mar 2026", by="", due_by=None, rung_at=at("Sat 28 Mar 2026 01:30"))

    assert desk.ticks("Sun 29 Mar 2026 00:29").fired == 0
    assert desk.ticks("Sun 29 Mar 2026 00:30").fired == 1
    assert desk.ticks("Sun 29 Mar 2026 00:59").fired == 0
    assert desk.ticks("Sun 29 Mar 2026 02:30").fired == 1  # 01:30 does not exist on that day


def test_in_the_night_the_clocks_go_back_the_hour_that_comes_twice_rings_once(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(HOURS)
    desk.opened("Sat 24 Oct 2026", by="", due_by=None, rung_at=at("Sat 24 Oct 2026 01:30"))
    first, again = at("Sun 25 Oct 2026 01:30"), at("Sun 25 Oct 2026 02:00")

    assert desk.ticks("Sun 25 Oct 2026 00:30").fired == 1
    assert desk.ticks("Sun 25 Oct 2026 01:30").fired == 1
    assert (again - first).total_seconds() == 90 * 60  # 01:30 came again in between
    assert desk.ticks("Sun 25 Oct 2026 02:00").fired == 0


def test_a_rung_of_a_day_fires_at_seven_on_both_nights(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", "A-1", due_by=day("Sun 29 Mar 2026"))
    desk.opened("Mon 2 Mar 2026", "A-2", due_by=day("Sun 25 Oct 2026"))
    for eve in ("Sun 29 Mar 2026", "Sun 25 Oct 2026"):
        desk.ticks(f"{eve} 06:59")
        assert desk.ticks(f"{eve} 07:00").fired == 1


def test_what_is_due_at_the_very_moment_fires(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")

    assert desk.ticks(SOON).fired == 1
