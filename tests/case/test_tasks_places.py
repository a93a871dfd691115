"""Where and when a task lives."""

from __future__ import annotations

import pytest

from cases import Office
from days import day

WHILE = """
    facts: {needed: {type: yes_no}, chair: {type: text}}
    tasks:
      review:
        role: worker
        while: [first, later]
        done_by: done
        due: {within: 1 week, of: entered}
      always: {role: worker, done_by: never}
      ask:
        role: [{when: "chair == None", is: worker}, {otherwise: manager}]
        when: "needed"
        done_by: done
        due: {within: 1 day, of: ever(say)}
    states:
      open: {title: Open, steps: {go: {by: [worker], to: first}}}
      first: {title: First, steps: {go: {by: [worker], to: later}}}
      later: {title: Later, steps: {go: {by: [worker], to: aside}}}
      aside: {title: Aside, steps: {go: {by: [worker], to: first}, end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    anywhere:
      say: {by: [worker], may_ask: [needed, chair], stay: yes}
      done: {by: [worker], stay: yes}
      never: {by: [worker], stay: yes}
    """


@pytest.fixture
def plan() -> Office:
    office = Office(WHILE)
    office.opened("Mon 2 Mar 2026")
    return office


def test_one_task_lives_through_several_states(plan: Office) -> None:
    plan.happened("go", "Tue 3 Mar 2026")
    plan.happened("go", "Wed 4 Mar 2026")

    assert plan.changes() == {}
    assert plan.due("review") == day("Tue 10 Mar 2026")


def test_leaving_the_last_of_its_states_ends_it(plan: Office) -> None:
    for on in ("Tue 3 Mar 2026", "Wed 4 Mar 2026", "Thu 5 Mar 2026"):
        plan.happened("go", on)

    assert plan.changes() == {"review#1": "lapsed"}

    plan.happened("go", "Fri 6 Mar 2026")
    assert plan.open_tasks() == ["review#2", "always#1"]
    assert plan.due("review") == day("Fri 13 Mar 2026")


def test_a_task_at_the_top_of_the_file_lives_until_the_case_is_closed(plan: Office) -> None:
    for on in ("Tue 3 Mar 2026", "Wed 4 Mar 2026", "Thu 5 Mar 2026"):
        plan.happened("go", on)
    assert "always#1" in plan.open_tasks()

    plan.happened("end", "Fri 6 Mar 2026")
    assert plan.changes() == {"always#1": "lapsed"}


def test_a_task_is_open_only_while_it_is_needed(plan: Office) -> None:
    assert "ask#1" not in plan.open_tasks()

    plan.happened("say", "Tue 3 Mar 2026", needed=True)
    assert plan.changes() == {"ask#1": "opened"}

    plan.happened("say", "Wed 4 Mar 2026", needed=False)
    assert plan.changes() == {"ask#1": "not_needed"}


def test_a_need_that_was_over_opens_the_task_anew(plan: Office) -> None:
    plan.happened("say", "Tue 3 Mar 2026", needed=True)
    plan.happened("done", "Wed 4 Mar 2026")
    assert plan.changes() == {"ask#1": "done"}
    plan.happened("say", "Thu 5 Mar 2026", needed=True)
    assert plan.changes() == {}  # it is done, and still the same need

    plan.happened("say", "Fri 6 Mar 2026", needed=False)
    plan.happened("say", "Mon 9 Mar 2026", needed=True)

    assert plan.changes() == {"ask#2": "opened"}
    assert plan.due("ask") == day("Tue 10 Mar 2026")


def test_the_role_of_a_task_follows_the_facts(plan: Office) -> None:
    plan.happened("say", "Tue 3 Mar 2026", needed=True)
    plan.happened("say", "Tue 3 Mar 2026", chair="somebody")

    (effect,) = plan.last_step().effects.tasks
    assert effect.was is not None
    assert (effect.was.role, effect.task.role) == ("worker", "manager")


OPENED_BY_EVENT = """
    tasks:
      send:
        role: worker
        opens_on: [decide, decide_again]
        done_by: send
        due: {within: 5 days, of: entered}
    states:
      open: {title: Open, steps: {decide: {by: [worker], to: there}, decide_again: {by: [worker], stay: yes}}}
      there: {title: There, steps: {back: {by: [worker], to: open}, end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    anywhere: {send: {by: [worker], stay: yes}}
    """  # noqa: E501  one state a line


def test_a_task_opened_by_an_event_lives_until_it_is_done_whatever_the_state() -> None:
    office = Office(OPENED_BY_EVENT)
    office.opened("Mon 2 Mar 2026")
    assert office.open_tasks() == []
    office.happened("decide", "Tue 3 Mar 2026")
    assert office.due("send") == day("Sun 8 Mar 2026")
    office.happened("back", "Wed 4 Mar 2026")
    assert office.open_tasks() == ["send#1"]

    office.happened("send", "Thu 5 Mar 2026")

    assert office.changes() == {"send#1": "done"}


def test_it_lives_on_in_a_closed_case() -> None:
    office = Office(OPENED_BY_EVENT)
    office.opened("Mon 2 Mar 2026")
    office.happened("decide", "Tue 3 Mar 2026")
    office.happened("end", "Wed 4 Mar 2026")

    assert office.open_tasks() == ["send#1"]


def test_the_event_opens_it_again_after_it_was_done() -> None:
    office = Office(OPENED_BY_EVENT)
    office.opened("Mon 2 Mar 2026")
    office.happened("decide", "Tue 3 Mar 2026")
    office.happened("send", "Wed 4 Mar 2026")
    office.happened("back", "Wed 4 Mar 2026")
    office.happened("decide", "Thu 5 Mar 2026")

    assert office.open_tasks() == ["send#2"]
    assert office.due("send") == day("Tue 10 Mar 2026")


def test_in_a_region_a_task_is_not_touched_by_what_happens_beside_it() -> None:
    office = Office("""
        states:
          open:
            title: Open
            regions:
              left:
                a:
                  title: A
                  tasks: {tidy: {role: worker, done_by: tidy, due: {within: 1 day, of: entered}}}
              right:
                b: {title: B, initial: yes, steps: {go: {by: [worker], to: c}}}
                c: {title: C}
        """)
    office.opened("Mon 2 Mar 2026")
    office.happened("go", "Tue 3 Mar 2026")

    assert office.changes() == {}
    assert office.due("tidy") == day("Tue 3 Mar 2026")
