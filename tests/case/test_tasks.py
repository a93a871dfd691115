"""Tasks: which are open, until when, and how each of them ends."""

from __future__ import annotations

import pytest

from cases import Office
from days import at, day

VISITING = """
    facts: {visited_on: {type: date}, seen: {type: yes_no}, planned_for: {type: date}}
    states:
      open:
        title: Open
        steps: {begin: {by: [worker], to: plan}}
      plan:
        title: Plan
        tasks:
          visit:
            role: worker
            done_by: visit
            due:
              first: {within: 10 working days, of: entered}
              then: {within: 2 weeks, of: last(visit)}
          call: {role: worker, done_by: {event: visit, when: "seen"}, due: {same day of: entered}}
          prepare: {role: worker, done_by: nothing, due: {within: 2 days, before: planned_for}}
        steps:
          visit:
            by: [worker]
            asks: [visited_on]
            may_ask: [seen]
            on: visited_on
            stay: yes
          book: {by: [worker], asks: [planned_for], stay: yes}
          nothing: {by: [worker], stay: yes}
          pause: {by: [worker], to: open}
          end: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """


@pytest.fixture
def office() -> Office:
    """A plan that began on Mon 2 Mar 2026."""
    office = Office(VISITING)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    return office


def visit(office: Office, on: str, recorded: str = "", *, seen: bool = False) -> None:
    office.happened("visit", on, recorded=recorded, visited_on=day(on), seen=seen)


# -- open and done ---------------------------------------------------------------------------------


def test_a_task_opens_when_its_state_is_entered(office: Office) -> None:
    assert office.open_tasks() == ["visit#1", "call#1", "prepare#1"]
    assert office.changes() == dict.fromkeys(office.open_tasks(), "opened")
    assert office.due("visit") == day("Mon 16 Mar 2026")


def test_a_repeated_task_opens_its_next_occurrence_when_it_is_done(office: Office) -> None:
    visit(office, "Tue 10 Mar 2026")

    assert office.changes() == {"visit#1": "done", "visit#2": "opened"}
    assert office.due("visit") == day("Tue 24 Mar 2026")


def test_later_occurrences_count_from_the_last_event(office: Office) -> None:
    visit(office, "Tue 10 Mar 2026")
    visit(office, "Wed 18 Mar 2026")

    assert office.open_tasks()[0] == "visit#3"
    assert office.due("visit") == day("Wed 1 Apr 2026")


def test_a_visit_typed_in_late_completes_nothing_and_moves_no_date(office: Office) -> None:
    visit(office, "Tue 10 Mar 2026")
    visit(office, "Thu 5 Mar 2026", "Wed 11 Mar 2026")

    assert office.changes() == {}
    assert office.open_tasks()[0] == "visit#2"
    assert office.due("visit") == day("Tue 24 Mar 2026")


def test_a_task_that_does_not_repeat_is_done_once_in_a_stay(office: Office) -> None:
    visit(office, "Tue 3 Mar 2026", seen=True)

    assert office.changes()["call#1"] == "done"
    assert "call#2" not in office.open_tasks()


def test_only_an_event_that_fits_the_condition_completes_the_task(office: Office) -> None:
    visit(office, "Tue 3 Mar 2026", seen=True)
    visit(office, "Wed 4 Mar 2026")
    office.happened("pause", "Thu 5 Mar 2026")
    office.happened("begin", "Fri 6 Mar 2026")
    visit(office, "Mon 9 Mar 2026")  # `seen` of Tue 3 Mar is not said of this visit

    assert "call#2" in office.open_tasks()


def test_a_task_whose_place_is_left_undone_has_lapsed(office: Office) -> None:
    office.happened("end", "Tue 3 Mar 2026")

    assert office.changes() == {"visit#1": "lapsed", "call#1": "lapsed", "prepare#1": "lapsed"}
    assert office.open_tasks() == []


def test_a_task_opens_anew_in_a_new_stay_and_counts_from_it(office: Office) -> None:
    visit(office, "Tue 10 Mar 2026")
    office.happened("pause", "Wed 11 Mar 2026")
    office.happened("begin", "Thu 12 Mar 2026")

    assert "visit#3" in office.open_tasks()
    assert office.due("visit") == day("Thu 26 Mar 2026")  # by `first`, not by the visit before


def test_a_visit_of_before_the_stay_does_not_count_as_the_last_one(office: Office) -> None:
    office.happened("pause", "Wed 11 Mar 2026")
    office.happened("begin", "Fri 13 Mar 2026")
    visit(office, "Thu 12 Mar 2026", "Fri 13 Mar 2026")

    assert "visit#2" in office.open_tasks()
    assert office.due("visit") == day("Fri 27 Mar 2026")


# -- due dates -------------------------------------------------------------------------------------


def test_a_task_is_open_without_a_date_until_its_anchor_is_known(office: Office) -> None:
    assert office.due("prepare") is None

    office.happened("book", "Tue 3 Mar 2026", planned_for=day("Fri 20 Mar 2026"))

    assert office.changes() == {"prepare#1": "moved"}
    assert office.due("prepare") == day("Wed 18 Mar 2026")


def test_a_moved_date_keeps_the_task_and_says_what_it_was(office: Office) -> None:
    office.happened("book", "Tue 3 Mar 2026", planned_for=day("Fri 20 Mar 2026"))
    office.happened("book", "Wed 4 Mar 2026", planned_for=day("Fri 27 Mar 2026"))

    (effect,) = office.last_step().effects.tasks
    assert effect.was is not None
    assert effect.was.due.at == day("Wed 18 Mar 2026")
    assert effect.task.due.at == day("Wed 25 Mar 2026")
    assert effect.task.id == effect.was.id


def test_a_date_is_gone_when_its_anchor_is_unset() -> None:
    office = Office(VISITING.replace("asks: [planned_for]", "may_ask: [planned_for]"))
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    office.happened("book", "Tue 3 Mar 2026", planned_for=day("Fri 20 Mar 2026"))
    office.happened("book", "Wed 4 Mar 2026", planned_for=None)

    assert office.due("prepare") is None


def test_a_date_beyond_the_holiday_table_waits_for_it() -> None:
    office = Office("""
        facts: {born_on: {type: date}}
        open_case: {by: [worker], asks: [born_on], to: open}
        tasks:
          leave:
            role: worker
            done_by: go
            due: {within: 1 working day, before: {within: 18 years, of: born_on}}
        states: {open: {title: Open}}
        """)
    office.opened("Mon 2 Mar 2026", born_on=day("Mon 2 Mar 2026"))

    (task,) = office.case().tasks
    assert (task.due.at, task.due.waiting) == (None, True)


def test_hours_count_from_the_recording_where_the_day_is_the_same() -> None:
    office = Office("""
        tasks: {call: {role: worker, done_by: go, due: {within: 24 hours, of: entered}}}
        states: {open: {title: Open, steps: {go: {by: [worker], stay: yes}}}}
        """)
    office.opened("Mon 2 Mar 2026")

    assert office.due("call") == at("Tue 3 Mar 2026 12:00")


@pytest.mark.parametrize(
    ("standing", "due"), [("national", "Wed 30 Dec 2026"), ("local", "Thu 31 Dec 2026")]
)
def test_closure_days_move_local_dates_and_never_national_ones(standing: str, due: str) -> None:
    office = Office(
        f"""
        tasks:
          call:
            role: worker
            done_by: go
            source: {{standing: {standing}}}
            due: {{within: 2 working days, of: entered}}
        states: {{open: {{title: Open}}}}
        """,
        policy='closure_days: ["2026-12-30"]',
    )
    office.opened("Thu 24 Dec 2026")

    assert office.due("call") == day(due)
