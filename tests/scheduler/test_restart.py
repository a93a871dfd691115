"""After a week without a clock: all that is due fires, once, in order, and nobody is flooded."""

from __future__ import annotations

from collections.abc import Callable

from days import at, day
from scheduler.building import LADDER, LATE, SOON, TODAY, Desk
from workflow.case.ladder import LATER, SILENT, TOLD

TIMED = """
    states:
      open:
        title: Open
        timers: [{due: {within: 5 days, of: entered}, fire: run_out}]
        steps: {run_out: {to: over}}
      over:
        title: Over
        tasks:
          tidy:
            role: worker
            done_by: tidy
            due: {within: 2 days, of: entered}
            escalate: [{at: on the day, to: worker, notice: tidy_up}]
        timers: [{due: {within: 5 days, of: entered}, fire: shut}]
        steps: {tidy: {by: [worker], stay: yes}, shut: {to: closed}}
      closed: {title: Closed, final: true}
    """


def test_of_the_rungs_of_a_task_each_recipient_hears_the_last(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")

    desk.ticks("Mon 30 Mar 2026 09:00")

    assert desk.told() == [("today", "asha"), ("late", "mina")]
    assert desk.rungs() == [
        ("soon", LATER),
        ("today", "Mon 30 Mar 2026, 09:00"),
        ("late", "Mon 30 Mar 2026, 09:00"),
    ]
    assert desk.history()[-2].facts["heard"] == ["worker"]
    assert desk.not_fine() == []


def test_deeds_say_when_each_was_due_and_when_it_was_found(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks("Mon 30 Mar 2026 09:00")

    deeds = desk.history()[-3:]
    assert [deed.occurred_on for deed in deeds] == [at(SOON), at(TODAY), at(LATE)]
    assert {deed.recorded_at for deed in deeds} == {at("Mon 30 Mar 2026 09:00")}


def test_a_task_that_was_done_while_the_clock_stood_still_has_no_rungs_left(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.does("hold", "Thu 26 Mar 2026")

    assert desk.ticks("Mon 30 Mar 2026 09:00").fired == 0


def test_the_oldest_fires_first(desk: Desk) -> None:
    for ref, due in (
        ("A-1", "Fri 27 Mar 2026"),
        ("A-2", "Wed 25 Mar 2026"),
        ("A-3", "Thu 26 Mar 2026"),
    ):
        desk.opened("Mon 2 Mar 2026", ref, due_by=day(due))

    for fired in range(3):
        with desk.store.writing() as writing:
            [claimed] = writing.claim(at(LATE), now=at(LATE), limit=1)
        assert claimed.ref == ("A-2", "A-3", "A-1")[fired]
        desk.does("hold", "Mon 23 Mar 2026", to=claimed.ref)


def test_timed_events_fire_in_order_and_what_they_open_in_between(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(TIMED)
    desk.opened("Mon 2 Mar 2026", due_by=None)

    desk.ticks("Mon 30 Mar 2026 09:00")

    rows = desk.history()[2:]
    assert [row.name for row in rows] == ["run_out", "rung_passed", "shut"]
    assert [row.occurred_on for row in rows] == [
        at("Sun 8 Mar 2026 00:00"),
        at("Tue 10 Mar 2026 07:00"),
        at("Sat 14 Mar 2026 00:00"),
    ]
    assert {row.recorded_at for row in rows} == {at("Mon 30 Mar 2026 09:00")}
    assert desk.case().closed
    assert desk.not_fine() == []


def test_a_task_recorded_late_tells_the_last_rung_only(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", recorded="Mon 30 Mar 2026")

    desk.ticks("Mon 30 Mar 2026 12:01")

    assert desk.told() == [("today", "asha"), ("late", "mina")]


def test_a_repeated_rung_fires_once_for_all_the_times_it_missed(
    desk_of: Callable[[str], Desk],
) -> None:
    desk = desk_of(LADDER.replace("notice: late}", "notice: late, every: 1 working day}"))
    desk.opened("Mon 2 Mar 2026")
    desk.ticks("Fri 20 Mar 2026 12:00")

    desk.ticks("Thu 26 Mar 2026 09:00")

    assert [told for told in desk.told() if told[0] == "late"] == [("late", "mina")]
    late = [why for notice, why in desk.rungs() if notice == "late"]
    assert late == [LATER, LATER, LATER, "Thu 26 Mar 2026, 09:00"]


def test_a_later_rung_that_is_silent_does_not_silence_the_one_before(
    desk_of: Callable[[str], Desk],
) -> None:
    text = LADDER.replace("notice: late}", 'notice: late, unless: "due_by == due"}')
    desk = desk_of(text)
    desk.opened("Mon 2 Mar 2026")

    desk.ticks("Mon 30 Mar 2026 09:00")

    assert desk.told() == [("today", "asha"), ("today", "mina")]
    assert desk.rungs()[-1] == ("late", SILENT)


def test_a_moved_date_tells_nobody_again_what_was_past_when_it_moved(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    desk.does("move", "Wed 18 Mar 2026", due_by=day("Mon 23 Mar 2026"))
    desk.ticks("Wed 18 Mar 2026 12:01")

    assert desk.rungs()[-1] == ("soon", TOLD)
    assert desk.told() == [("soon", "asha")]


def test_a_rung_that_was_ahead_when_the_date_moved_fires_though_the_clock_stood_still(
    desk: Desk,
) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    desk.does("move", "Fri 13 Mar 2026", due_by=day("Tue 24 Mar 2026"))  # soon: Tue 17 Mar
    desk.does("assign", "Wed 18 Mar 2026", role="manager", person="mina")
    desk.ticks("Wed 18 Mar 2026 12:01")

    assert desk.told() == [("soon", "asha"), ("soon", "asha")]


def test_a_date_moved_to_the_past_is_told_once_by_the_last_rung(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.does("move", "Tue 10 Mar 2026", due_by=day("Thu 5 Mar 2026"))
    desk.ticks("Tue 10 Mar 2026 12:01")

    assert desk.told() == [("today", "asha"), ("late", "mina")]
