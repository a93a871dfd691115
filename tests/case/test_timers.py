"""Rungs and timed events: their instants, what silences them, and the order in which they fire."""

from __future__ import annotations

import pytest

from cases import Office, noon
from days import at, day
from workflow.case.model import Kind
from workflow.case.simulated_time import RUNG_PASSED, TIMED_EVENT_REFUSED, drain, next_instant
from workflow.case.timers import timers_of

LADDER = """
    facts: {due_by: {type: date}, booked_for: {type: date}}
    open_case: {by: [worker], asks: [due_by], to: open}
    tasks:
      hold:
        role: worker
        done_by: hold
        due: {same day of: due_by}
        escalate:
          - {at: 5 working days before, to: worker, notice: soon}
          - {at: 2 days before, to: manager, notice: not_booked, unless: "booked_for <= due"}
          - {at: on the day, to: worker, notice: today}
          - {at: 1 working day after, to: [manager, worker], notice: late}
    states:
      open:
        title: Open
        steps:
          hold: {by: [worker], to: closed}
          move: {by: [worker], asks: [due_by], stay: yes}
          book: {by: [worker], asks: [booked_for], stay: yes}
      closed: {title: Closed, final: true}
    """


@pytest.fixture
def office() -> Office:
    """A case with a task that is due on Fri 3 Apr 2026, which is Good Friday."""
    office = Office(LADDER)
    office.opened("Mon 2 Mar 2026", due_by=day("Fri 3 Apr 2026"))
    return office


# -- rungs -----------------------------------------------------------------------------------------


def test_rungs_fire_at_seven_in_london_before_on_and_after_the_due_date(office: Office) -> None:
    office.time_passes("Mon 1 Jun 2026")

    assert office.rungs() == [
        ("soon", "Fri 27 Mar 2026, 07:00"),  # the last day of winter time
        ("not_booked", "Wed 1 Apr 2026, 07:00"),
        ("today", "Fri 3 Apr 2026, 07:00"),
        ("late", "Tue 7 Apr 2026, 07:00"),  # over both Easter holidays
    ]
    assert [row.recorded_at for row in office.deeds()][:2] == [
        at("Fri 27 Mar 2026 07:00"), at("Wed 1 Apr 2026 07:00"),
    ]  # fmt: skip


def test_the_policy_may_name_another_hour() -> None:
    office = Office(LADDER, policy='rungs_at: "08:30"')
    office.opened("Mon 2 Mar 2026", due_by=day("Wed 1 Apr 2026"))
    office.time_passes("Thu 26 Mar 2026")

    assert office.rungs() == [("soon", "Wed 25 Mar 2026, 08:30")]


def test_a_rung_says_for_which_task_and_date_and_whom(office: Office) -> None:
    office.time_passes("Mon 1 Jun 2026")

    late = office.deeds()[-1]
    assert (late.kind, late.name, late.actor) == (Kind.DEED, RUNG_PASSED, "clock")
    assert late.facts == {
        "task": "hold#1",
        "timer": "hold#1!3",
        "due": "2026-04-03",
        "rung": "1 working day after",
        "to": ["manager", "worker"],
        "notice": "late",
    }


def test_a_rung_fires_at_its_very_instant_and_not_before(office: Office) -> None:
    office.time_passes("Fri 27 Mar 2026 06:59")
    assert office.rungs() == []

    office.time_passes("Fri 27 Mar 2026 07:00")
    assert len(office.rungs()) == 1


def test_a_rung_fires_once(office: Office) -> None:
    office.time_passes("Mon 30 Mar 2026")
    office.time_passes("Mon 30 Mar 2026")

    assert len(office.rungs()) == 1


def test_a_rung_is_silent_once_the_task_is_done(office: Office) -> None:
    office.time_passes("Mon 30 Mar 2026")
    office.happened("hold", "Mon 30 Mar 2026")
    office.time_passes("Mon 1 Jun 2026")

    assert [notice for notice, _ in office.rungs()] == ["soon"]


@pytest.mark.parametrize(
    ("booked_for", "silent"), [("Fri 3 Apr 2026", True), ("Sat 4 Apr 2026", False)]
)
def test_unless_is_asked_at_the_instant_and_knows_the_due_date(
    office: Office, booked_for: str, silent: bool
) -> None:
    office.happened("book", "Tue 3 Mar 2026", booked_for=day(booked_for))
    office.time_passes("Thu 2 Apr 2026")

    assert ("not_booked" in dict(office.rungs())) is not silent


def test_a_rung_that_was_silent_does_not_come_back(office: Office) -> None:
    office.happened("book", "Tue 3 Mar 2026", booked_for=day("Fri 3 Apr 2026"))
    office.time_passes("Thu 2 Apr 2026")
    office.happened("book", "Thu 2 Apr 2026", booked_for=day("Mon 27 Apr 2026"))
    office.time_passes("Fri 3 Apr 2026")

    assert "not_booked" not in dict(office.rungs())


def test_rungs_of_a_moved_date_are_armed_again(office: Office) -> None:
    office.time_passes("Mon 30 Mar 2026")
    office.happened("move", "Mon 30 Mar 2026", due_by=day("Fri 8 May 2026"))
    office.time_passes("Fri 8 May 2026 07:00")

    assert office.rungs() == [
        ("soon", "Fri 27 Mar 2026, 07:00"),
        ("soon", "Thu 30 Apr 2026, 07:00"),  # Mon 4 May is a bank holiday
        ("not_booked", "Wed 6 May 2026, 07:00"),
        ("today", "Fri 8 May 2026, 07:00"),
    ]


def test_a_repeated_rung_comes_again_until_the_task_is_done() -> None:
    office = Office(LADDER.replace("notice: late}", "notice: late, every: 5 working days}"))
    office.opened("Mon 2 Mar 2026", due_by=day("Mon 9 Mar 2026"))
    office.time_passes("Wed 25 Mar 2026")
    office.happened("hold", "Wed 25 Mar 2026")
    office.time_passes("Mon 1 Jun 2026")

    assert [moment for notice, moment in office.rungs() if notice == "late"] == [
        "Tue 10 Mar 2026, 07:00",
        "Tue 17 Mar 2026, 07:00",
        "Tue 24 Mar 2026, 07:00",
    ]


def test_a_rung_counted_in_hours_fires_at_its_instant() -> None:
    office = Office("""
        tasks:
          call:
            role: worker
            done_by: go
            due: {within: 24 hours, of: entered}
            escalate: [{at: 2 hours before, to: manager, notice: soon},
                       {at: on the day, to: manager, notice: now}]
        states: {open: {title: Open}}
        """)
    office.opened("Sat 28 Mar 2026")  # the clocks go forward in the night
    office.time_passes("Mon 30 Mar 2026")

    assert office.rungs() == [("soon", "Sun 29 Mar 2026, 11:00"), ("now", "Sun 29 Mar 2026, 13:00")]


def test_a_rung_that_the_holiday_table_does_not_reach_waits() -> None:
    office = Office(LADDER)
    office.opened("Mon 2 Mar 2026", due_by=day("Mon 31 Dec 2035"))

    armed = [timer.rung for timer in office.cases.pending("A-1")]
    assert armed == [0, 1, 2]


def test_timers_are_a_function_of_the_case_and_come_in_order(office: Office) -> None:
    timers = timers_of(office.release, office.calendar, office.case())

    assert [timer.id for timer in timers] == ["hold#1!0", "hold#1!1", "hold#1!2", "hold#1!3"]
    assert [timer.at for timer in timers] == sorted(timer.at for timer in timers)
    assert next_instant(office.cases, ["A-1"]) == timers[0].at


# -- timed events ----------------------------------------------------------------------------------

TIMED = """
    facts: {ready: {type: yes_no}}
    states:
      open: {title: Open, steps: {begin: {by: [worker], to: plan}}}
      plan:
        title: Plan
        tasks:
          end_it:
            role: worker
            done_by: end
            due: {within: 3 months, of: entered}
            escalate: [{at: on the day, to: worker, notice: last_day},
                       {at: 1 day after, to: manager, notice: too_late}]
        timers: [{due: {within: 3 months, of: entered}, fire: run_out}]
        steps:
          run_out: {ways: [{when: "not (ready == False)", to: open}]}
          tell: {by: [worker], asks: [ready], stay: yes}
          stop: {by: [worker], to: open}
    """


@pytest.fixture
def plan() -> Office:
    office = Office(TIMED)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    return office


def test_a_timed_event_fires_at_the_end_of_its_day(plan: Office) -> None:
    plan.time_passes("Tue 2 Jun 2026 23:59")
    assert plan.state() == ("plan",)

    plan.time_passes("Wed 3 Jun 2026 00:00")
    assert plan.state() == ("open",)
    row = plan.history()[-1]
    assert (row.name, row.actor, row.role) == ("run_out", "clock", "")
    assert row.occurred_on == row.recorded_at == at("Wed 3 Jun 2026 00:00")


def test_what_is_due_fires_in_the_order_of_instants_and_each_sees_what_came_before(
    plan: Office,
) -> None:
    plan.time_passes("Mon 31 Aug 2026")

    # the task has lapsed with its state when its last rung would have come
    assert plan.rungs() == [("last_day", "Tue 2 Jun 2026, 07:00")]
    assert [row.name for row in plan.history()] == ["open_case", "begin", RUNG_PASSED, "run_out"]


def test_a_timed_event_does_not_fire_when_its_state_was_left_in_time(plan: Office) -> None:
    plan.happened("stop", "Tue 2 Jun 2026")
    plan.time_passes("Mon 31 Aug 2026")

    assert [row.name for row in plan.history()] == ["open_case", "begin", "stop"]


def test_a_new_stay_has_a_new_timer(plan: Office) -> None:
    plan.time_passes("Wed 3 Jun 2026")
    plan.happened("begin", "Wed 10 Jun 2026")
    plan.time_passes("Mon 31 Aug 2026")
    assert plan.state() == ("plan",)

    plan.time_passes("Fri 11 Sep 2026")
    assert plan.state() == ("open",)


def test_a_timed_event_that_is_refused_becomes_a_deed_once(plan: Office) -> None:
    plan.happened("tell", "Tue 3 Mar 2026", ready=False)
    plan.time_passes("Mon 31 Aug 2026")
    plan.time_passes("Mon 31 Aug 2026")

    assert plan.state() == ("plan",)
    (deed,) = (deed for deed in plan.deeds() if deed.name == TIMED_EVENT_REFUSED)
    assert deed.facts["event"] == "run_out"
    assert deed.facts["code"] == "no_way"


def test_a_timed_event_that_stays_fires_once_in_a_stay() -> None:
    office = Office(TIMED.replace('ways: [{when: "not (ready == False)", to: open}]', "stay: yes"))
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    office.time_passes("Mon 31 Aug 2026")

    assert [row.name for row in office.history()].count("run_out") == 1


def test_timed_events_can_be_left_pending(plan: Office) -> None:
    drain(plan.cases, lambda: ["A-1"], noon("Mon 31 Aug 2026"), rungs_only=True, note="import")

    assert plan.state() == ("plan",)
    assert [deed.facts["passed"] for deed in plan.deeds()] == ["import", "import"]


def test_cases_fire_in_the_order_of_their_instants(office: Office) -> None:
    office.opened("Mon 2 Mar 2026", "A-2", due_by=day("Thu 2 Apr 2026"))
    fired: list[tuple[str, str]] = []
    for moment in ("Thu 26 Mar 2026", "Fri 27 Mar 2026"):
        office.time_passes(moment)
        fired += [(ref, moment) for ref in ("A-1", "A-2") if office.rungs(ref)]

    assert fired == [("A-2", "Thu 26 Mar 2026"), ("A-1", "Fri 27 Mar 2026"),
                     ("A-2", "Fri 27 Mar 2026")]  # fmt: skip
