"""Whether tasks can open, be done while they are open, and be due."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from definition.building import (
    CLOSED,
    choice,
    due,
    earliest,
    fact,
    flow,
    only_problem,
    parallel,
    region,
    rung,
    state,
    step,
    task,
    timer,
    told,
)
from workflow.deadlines.rule import Repeated, Rule
from workflow.definition.guard import parse
from workflow.definition.model import Workflow
from workflow.definition.task import DoneBy, ForEach, Rung

FACTS = [fact("asked_on", "date"), fact("reason"), choice("kind", "first", "later")]


def tasked(**more: Any) -> Workflow:
    """`first` (visit, go) leads to `second` (report, close); the task is open in `first`."""
    made = task("see", **{"place": ["first"], "done_by": "visit", **more})
    return flow(
        state("first", step("visit", asks=("asked_on", "kind")), step("go", to="second")),
        state("second", step("report", asks=("reason",)), step("close", to="closed")),
        CLOSED,
        facts=FACTS,
        tasks=(made,),
        anywhere=(step("note", except_=("second",)),),
    )


def rungs(*ladder: str) -> tuple[Rung, ...]:
    return tuple(rung(at, "manager") for at in ladder)


def test_a_task_is_done_by_an_event_of_its_state() -> None:
    assert told(tasked()) == []
    assert told(tasked(done_by="go")) == []
    assert told(tasked(done_by="note")) == []


def test_a_task_cannot_be_done_by_an_event_of_another_state() -> None:
    assert told(tasked(done_by="open_case")) == [("done_by_impossible", "tasks.see")]
    assert told(tasked(done_by="report")) == [("done_by_impossible", "tasks.see")]
    assert told(tasked(done_by="note", place=["second"])) == [("done_by_impossible", "tasks.see")]


def test_a_task_that_nothing_completes() -> None:
    endless = replace(task("see", place=["first"], done_by="visit"), done_by=())
    first = state("first", step("close", to="closed"))

    problem = only_problem(flow(first, CLOSED, tasks=(endless,)))

    assert (problem.code, problem.what) == ("done_by_impossible", "no event completes this task")


def test_a_task_open_in_several_states_is_done_in_any_of_them() -> None:
    assert told(tasked(done_by="report", place=["first", "second"])) == []


def test_a_task_that_lives_until_it_is_done_can_wait_for_a_later_state() -> None:
    assert told(tasked(done_by="report", place=[], opens_on=("go",))) == []


def test_a_task_that_the_engine_completes_is_fine() -> None:
    assert told(tasked(done_by=DoneBy(event="assign"))) == []


def test_a_task_of_a_region_is_done_in_another_region_or_around_them() -> None:
    def done_by(event: str) -> list[tuple[str, str]]:
        plan = parallel(
            "plan",
            region("left", state("one")),
            region("right", state("two", step("visit"))),
            step("close", to="closed"),
        )
        see = task("see", place=["one"], done_by=event)
        return told(flow(plan, CLOSED, tasks=(see,)))

    assert done_by("visit") == []
    assert done_by("close") == []


def test_a_task_of_a_state_around_others_is_done_inside() -> None:
    outer = state("outer", state("inner", step("visit")), step("close", to="closed"))

    assert told(flow(outer, CLOSED, tasks=(task("see", place=["outer"], done_by="visit"),))) == []


def test_a_task_in_a_state_that_no_case_comes_to_never_opens() -> None:
    island = state("island", step("visit"), step("close", to="closed"))
    see = task("see", place=["island"], done_by="visit")

    assert told(flow(state("open", step("close", to="closed")), island, CLOSED, tasks=(see,))) == [
        ("unreachable_state", "states.island"),
        ("task_never_open", "tasks.see"),
    ]


def test_a_task_whose_condition_never_holds_never_opens() -> None:
    assert told(tasked(when=parse("kind == 'first' and kind == 'later'"))) == [
        ("task_never_open", "tasks.see")
    ]
    assert told(tasked(when=parse("kind == 'first' or kind == None"))) == []


@pytest.mark.parametrize(
    "rule",
    [
        due(5, "working days"),
        due(5, "working days", "asked_on"),
        due(5, "working days", "last(visit)"),
        due(5, "working days", "last(note)"),
        due(5, "working days", "ever(report)"),
        earliest(due(5, "days", "asked_on"), due(6, "days")),
        Repeated(first=due(5, "days"), then=due(6, "weeks", "last(visit)")),
    ],
)
def test_a_due_rule_counts_from_dates_and_events_that_can_be_known(rule: Rule | Repeated) -> None:
    assert told(tasked(due=rule)) == []


@pytest.mark.parametrize(
    ("rule", "mend"),
    [
        (due(5, "days", "asked_one"), "did you mean `asked_on`?"),
        (due(5, "days", "kind"), "name a date"),
        (due(5, "days", "last(visti)"), "did you mean `visit`?"),
        (due(5, "days", "ever(visti)"), "did you mean `visit`?"),
        (due(5, "days", "last(report)"), "write ever(report), or count from a date"),
        (earliest(due(5, "days"), due(5, "days", "kind")), "name a date"),
        (Repeated(first=due(5, "days"), then=due(6, "days", "kind")), "name a date"),
    ],
)
def test_a_due_rule_cannot_count_from_anything_else(rule: Rule | Repeated, mend: str) -> None:
    problem = only_problem(tasked(due=rule))

    assert (problem.code, problem.where) == ("due_anchor_unknown", "tasks.see.due")
    assert problem.mend == mend


def test_a_timer_counts_from_what_can_be_known_too() -> None:
    wrong = state("open", step("close", to="closed"), timers=(timer("open", "close", "closed_on"),))

    assert told(flow(wrong, CLOSED)) == [("due_anchor_unknown", "states.open.timers")]


@pytest.mark.parametrize(
    "ladder",
    [
        ("5 working days before", "on the day", "1 working day after"),
        ("1 week before", "5 working days before", "48 hours before"),
        ("on the day", "on the day", "4 weeks after", "1 month after"),
    ],
)
def test_a_ladder_goes_upwards_in_time(ladder: tuple[str, ...]) -> None:
    assert told(tasked(due=due(3, "months"), rungs=rungs(*ladder))) == []


@pytest.mark.parametrize(
    "ladder",
    [
        ("on the day", "5 working days before"),
        ("5 working days after", "1 working day after"),
        ("1 week before", "10 working days before"),
    ],
)
def test_a_rung_before_the_one_above_it_is_told(ladder: tuple[str, ...]) -> None:
    problem = only_problem(tasked(due=due(3, "months"), rungs=rungs(*ladder)))

    assert problem.code == "ladder_out_of_order"
    assert (
        problem.what == f"the rung `{ladder[1]}` comes before `{ladder[0]}`, which stands above it"
    )


def test_a_task_for_each_of_several_is_told_which_was_done() -> None:
    def each(which: str) -> list[tuple[str, str]]:
        return told(tasked(for_each=ForEach(participants="report", which=which)))

    assert each("kind") == []
    assert each("reason") == [("which_not_asked", "tasks.see")]


def test_a_task_is_planned_for_a_date() -> None:
    assert told(tasked(set_for=("asked_on",))) == []
    problem = only_problem(tasked(set_for=("reason",)))

    assert problem.code == "planned_for_no_date"
    assert problem.what == "`see` is set for `reason` (text), which is no date"
