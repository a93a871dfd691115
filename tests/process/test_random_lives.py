"""Laws of the core, tried on random lives of the real process (see `lives.py`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from days import day
from process.building import Facts, Partnership, said
from process.lives import Life, lives
from real_process import calendar, release
from workflow.case.evolve import evolve
from workflow.case.history import replay
from workflow.case.model import Case, Event, Kind
from workflow.case.record import case_from, case_record, event_from, event_record
from workflow.definition.guard import parse
from workflow.definition.model import Process, State, Workflow
from workflow.definition.release import Release
from workflow.definition.step import Step

LIVES, STEPS = range(16), 150
NEVER = parse("1 == 2")


@cache
def lived() -> tuple[Life, ...]:
    """The lives that every law is tried on: one walk for all of them."""
    return tuple(lives(LIVES, STEPS))


def everyone() -> Iterator[tuple[Release, Case, list[Event]]]:
    """Every case of every life, its release and its history."""
    for life in lived():
        for ref, case in life.cases.cases.items():
            yield release(life.policy), case, life.cases.histories[ref]


def test_the_walks_see_most_of_the_process() -> None:
    states = {
        (flow.name, leaf) for flow in release().process.workflows.values() for leaf in flow.leaves()
    }
    visited = set().union(*(life.visited for life in lived()))

    print("never visited:", sorted(states - visited))  # noqa: T201  # shown when the test fails
    assert len(visited) >= 30
    assert sum(len(history) for _, _, history in everyone()) > 1500


def test_a_case_is_the_fold_of_its_history() -> None:
    for pinned, case, history in everyone():
        assert replay(pinned, calendar(), case.ref, case.workflow, history) == case


def test_what_was_known_at_any_row_is_the_fold_of_the_rows_until_then() -> None:
    rng = Random(1989)
    for life in lived():
        for ref, history in life.cases.histories.items():
            events = [n for n, row in enumerate(history, 1) if row.kind is Kind.EVENT]
            for number in rng.sample(range(len(events)), min(3, len(events))):
                kept = life.cases.steps[ref][number].case
                rows = history[: events[number]]
                assert replay(release(life.policy), calendar(), ref, kept.workflow, rows) == kept


def test_a_replay_follows_the_ways_that_were_taken_whatever_the_guards_say_now() -> None:
    for pinned, case, history in everyone():
        assert (
            replay(tightened(pinned.policy), calendar(), case.ref, case.workflow, history) == case
        )


def test_one_leaf_of_each_active_region_is_active_and_nothing_else() -> None:
    for life in lived():
        for ref, steps in life.cases.steps.items():
            workflow = release(life.policy).workflow(life.cases.get(ref).workflow)
            for step in steps:
                assert_is_a_configuration(workflow, step.case)


def test_no_child_is_closed_without_a_reason_and_a_day() -> None:
    closed = [case for _, case, _ in everyone() if case.state == ("closed",)]
    children = [case for case in closed if case.workflow == "child_protection"]

    assert children
    for case in children:
        assert {"closure_reason", "closed_on"} <= case.facts.keys(), case.ref


def test_what_is_refused_changes_nothing() -> None:
    for life in lived():
        assert life.refused
        assert life.changed_by_refusals == []


def test_cases_and_rows_come_back_from_json_as_they_were() -> None:
    for pinned, case, history in everyone():
        workflow = pinned.workflow(case.workflow)
        assert case_from(through_json(case_record(case)), workflow) == case
        assert [event_from(through_json(event_record(row)), workflow) for row in history] == history


def test_a_deed_is_never_folded() -> None:
    for pinned, case, history in everyone():
        for deed in (row for row in history if row.kind is Kind.DEED):
            assert evolve(pinned, calendar(), case, deed).case is case


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_typing_makes_no_difference_to_due_dates(seed: int) -> None:
    """Visits and core groups of a plan, told on one day, in whatever order."""
    rng = Random(seed)
    before = Partnership(("", "liverpool", "darlington")[seed % 3])
    before.on_plan("Mon 2 Mar 2026")
    told = [_a_meeting(rng, day("Mon 2 Mar 2026") + timedelta(days=n)) for n in (4, 9, 15, 22, 30)]

    dues = set()
    for _ in range(4):
        case = before.copy()
        for event, on, facts in rng.sample(told, len(told)):
            case.happened(event, said(on), recorded="Tue 7 Apr 2026", **facts)
        dues.add(tuple((task.name, task.due.at) for task in case.case().tasks))

    assert len(dues) == 1


def _a_meeting(rng: Random, on: date) -> tuple[str, date, Facts]:
    """A visit that saw the child, one that did not, or a core group."""
    seen: Facts = {"child_seen": True, "seen_alone": True, "bedroom_seen": True}
    visits: tuple[Facts, ...] = (seen, {"child_seen": False})
    if rng.random() < 0.4:
        return "hold_core_group", on, {"core_group_held_on": on}
    return "record_visit", on, {"visited_on": on, **rng.choice(visits)}


def assert_is_a_configuration(workflow: Workflow, case: Case) -> None:
    active = workflow.active(case.state)
    tops = [state.id for state in workflow.states.values() if state.parent is None]
    assert len(active.intersection(tops)) == 1, case.state
    for id_ in active:
        state = workflow.states[id_]
        inside = active.intersection(state.substates)
        wanted = len(state.substates) if state.parallel else min(1, len(state.substates))
        assert len(inside) == wanted, (id_, case.state)
    assert case.state == tuple(sorted(id_ for id_ in active if not workflow.states[id_].substates))


@cache
def tightened(policy: str) -> Release:
    """The release with guards that let nobody through any way.

    A way that sets something keeps its guard, and so does another to the same place: they tell
    which of the two it was, and what is frozen is worked out again, as by every expression in
    `sets`.
    """
    found = release(policy)
    flows = {name: _tightened(flow) for name, flow in found.process.workflows.items()}
    process = Process(name=found.process.name, workflows=flows, policy=found.process.policy)
    return Release(number=found.number, process=process, texts=found.texts)


def _tightened(flow: Workflow) -> Workflow:
    def closed(step: Step) -> Step:
        setting = {way.to for way in step.ways if way.sets}
        ways = (way if way.to in setting else replace(way, when=NEVER) for way in step.ways)
        return replace(step, ways=tuple(ways))

    def shut(state: State) -> State:
        return replace(state, steps=tuple(map(closed, state.steps)))

    states = {name: shut(state) for name, state in flow.states.items()}
    opening, anywhere = closed(flow.opening), tuple(map(closed, flow.anywhere))
    return replace(flow, states=states, opening=opening, anywhere=anywhere)


def through_json(record: dict[str, object]) -> dict[str, object]:
    """What a record is after it was written as text and read back."""
    read: dict[str, object] = json.loads(json.dumps(record))
    return read
