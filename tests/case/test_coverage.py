"""What examples show: what a `then:` line claims, and nothing that is merely passed through."""

from __future__ import annotations

import pytest

from cases import a_release
from examples import tried
from workflow.case.coverage import Item, Part, coverage, items_of
from workflow.errors import WrongUse

FLOW = """
    facts: {why: {type: choice, codes: {a: A, b: B}}}
    states:
      open:
        title: Open
        states:
          first:
            title: First
            initial: true
            tasks:
              think:
                title: Think
                role: worker
                due: {within: 2 working days, of: entered}
                done_by: go
                escalate:
                  - {at: on the day, to: worker, notice: due_soon}
                  - {at: 1 working day after, to: [worker, manager], notice: overdue}
              rest:
                title: Rest
                role: worker
                due: {within: 2 working days, of: entered}
                done_by: go
                escalate: [{at: on the day, to: worker, notice: due_soon}]
            steps:
              note: {title: Note, by: [worker], stay: true}
              go:
                title: Go
                by: [worker]
                asks: [why]
                ways: [{when: "why == 'a'", to: second}, {otherwise: stay}]
          second: {title: Second, steps: {end: {title: End, by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
"""
GO = "given: [{on: Mon 2 Mar 2026, event: go, facts: {why: %s}}]\n"


def shown(text: str) -> set[tuple[str, str]]:
    """What an example shows."""
    outcome = tried(FLOW, text)
    assert outcome.failures == ()
    return {(item.part.value, item.name) for item in outcome.shown}


def test_there_is_to_show_every_state_way_task_rung_and_code() -> None:
    items = items_of(a_release(FLOW), {"plan": ("why",)})

    assert [(item.part.value, item.name) for item in items] == [
        ("states", "open"),
        ("states", "first"),
        ("states", "second"),
        ("states", "closed"),
        ("ways", "open_case -> open"),
        ("ways", "first.go -> second"),
        ("ways", "first.go -> stay"),
        ("ways", "second.end -> closed"),
        ("tasks", "think"),
        ("rungs", "think: on the day, due_soon to worker"),
        ("rungs", "think: 1 working day after, overdue to worker and manager"),
        ("tasks", "rest"),
        ("rungs", "rest: on the day, due_soon to worker"),
        ("codes", "why: a"),
        ("codes", "why: b"),
    ]


def test_a_state_shows_those_around_it_and_the_way_that_led_there() -> None:
    assert shown(GO % "a" + "then: [{state: second}]") == {
        ("states", "open"),
        ("states", "second"),
        ("ways", "first.go -> second"),
    }


def test_a_state_shows_no_way_that_could_have_led_elsewhere_within_it() -> None:
    assert shown(GO % "a" + "then: [{state: open}]") == {
        ("states", "open"),
        ("ways", "open_case -> open"),
    }


def test_what_is_passed_through_is_not_shown() -> None:
    end = "given:\n  - {on: Mon 2 Mar 2026, event: go, facts: {why: a}}\n"
    end += "  - {on: Mon 2 Mar 2026, event: end}\n"

    assert shown(end + "then: [{state: closed}]") == {
        ("states", "closed"),
        ("ways", "second.end -> closed"),
    }


def test_a_way_that_stays_is_shown_by_its_own_line() -> None:
    assert shown(GO % "b" + "then: [{way: go, to: stay}]") == {("ways", "first.go -> stay")}


def test_a_task_is_shown_where_it_is_open_and_not_where_it_is_gone() -> None:
    assert shown("until: Mon 2 Mar 2026\nthen: [{task: think}]") == {("tasks", "think")}
    assert shown(GO % "a" + "then: [{no task: think}]") == set()


def test_a_rung_is_shown_by_its_notice() -> None:
    assert shown("until: Thu 5 Mar 2026\nthen: [{sent: overdue, to: manager}]") == {
        ("rungs", "think: 1 working day after, overdue to worker and manager")
    }


def test_of_two_rungs_that_fit_neither_is_shown_until_the_task_is_named() -> None:
    until = "until: Thu 5 Mar 2026\n"

    assert shown(until + "then: [{sent: due_soon}]") == set()
    assert shown(until + "then: [{sent: due_soon, task: rest}]") == {
        ("rungs", "rest: on the day, due_soon to worker")
    }


def test_a_code_is_shown_by_its_fact() -> None:
    assert shown(GO % "a" + "then: [{fact: why, is: a}]") == {("codes", "why: a")}


def test_an_example_that_fails_shows_only_what_came_true() -> None:
    outcome = tried(FLOW, "then: [{state: first}, {state: second}]")

    assert not outcome.passed
    assert {item.name for item in outcome.shown} == {"open", "first", "open_case -> open"}


def test_coverage_counts_and_names_what_is_missing() -> None:
    found = coverage(
        [a_release(FLOW)],
        {"plan": ("why",)},
        [Item("plan", Part.TASK, "think"), Item("plan", Part.CODE, "why: a")],
    )

    told = {each.part: (each.shown, each.all, each.missing) for each in found}
    assert told[Part.TASK] == (1, 2, ("rest",))
    assert told[Part.CODE] == (1, 2, ("why: b",))
    assert told[Part.STATE] == (0, 4, ("open", "first", "second", "closed"))


def test_a_fact_to_cover_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(WrongUse, match="has no such fact; did you mean `why`"):
        coverage([a_release(FLOW)], {"plan": ("whi",)}, [])
