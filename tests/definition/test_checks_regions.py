"""Parallel regions: no event may lead a case two ways at once."""

from __future__ import annotations

from typing import Any

import pytest

from definition.building import (
    CLOSED,
    choice,
    fact,
    flow,
    only_problem,
    parallel,
    region,
    state,
    step,
    told,
)
from workflow.definition.model import Workflow
from workflow.definition.step import Step

REASON = choice("reason", "moved", "died", "other")


def plan(one: Step, other: Step, *around: Step) -> Workflow:
    """Two regions with one step each, both of them able to move on inside."""
    return flow(
        parallel(
            "plan",
            region(
                "left",
                state("left_first", one, step("go_left", to="left_second")),
                state("left_second"),
            ),
            region(
                "right",
                state("right_first", other, step("go_right", to="right_second")),
                state("right_second"),
            ),
            *around,
            step("close", to="closed"),
        ),
        CLOSED,
        facts=[REASON, fact("ready", "yes_no")],
    )


def end(*ways: str, **more: Any) -> Step:
    return step("end", *ways, asks=("reason",), may_ask=("ready",), **more)


def test_regions_may_each_move_inside_on_one_event() -> None:
    assert told(plan(end("otherwise -> left_second"), end("otherwise -> right_second"))) == []


def test_one_way_that_leaves_stops_the_other_region() -> None:
    found = only_problem(plan(end("otherwise -> closed"), end("otherwise -> right_second")))

    assert (found.code, found.where) == ("left_two_ways", "states.right_first.steps.end")
    assert "only one can be followed; both are taken" in found.what


def test_ways_that_exclude_one_another_may_leave() -> None:
    leave = end("reason == 'moved' -> closed", "otherwise -> stay")
    inside = end("reason == 'other' -> right_second", "otherwise -> stay")

    assert told(plan(leave, inside)) == []


def test_what_an_earlier_way_keeps_away_does_not_count() -> None:
    leave = end("reason == 'moved' -> closed", "otherwise -> stay")
    inside = end("reason == 'moved' -> stay", "otherwise -> right_second")

    assert told(plan(leave, inside)) == []


def test_a_leaving_way_must_exclude_every_other_moving_way() -> None:
    leave = end("reason == 'moved' -> closed", "otherwise -> stay")
    inside = end("reason == 'other' -> right_second", "ready -> right_second", "otherwise -> stay")

    found = only_problem(plan(leave, inside))

    assert "both are taken with ready: yes, reason: moved" in found.what.replace(
        "reason: moved, ready: yes", "ready: yes, reason: moved"
    )


def test_a_step_that_stays_does_not_mind() -> None:
    assert told(plan(end("otherwise -> closed"), end("otherwise -> stay"))) == []


def test_a_step_around_the_regions_and_one_inside_cannot_both_move() -> None:
    inside, around = end("otherwise -> left_second"), end("otherwise -> closed")

    assert told(plan(inside, step("note"), around)) == [
        ("left_two_ways", "states.left_first.steps.end")
    ]
    assert (
        told(
            plan(
                end("reason == 'moved' -> left_second", "otherwise -> stay"),
                step("note"),
                end("reason != 'moved' -> closed", "otherwise -> stay"),
            )
        )
        == []
    )


def test_states_that_are_never_active_together_may_share_an_event() -> None:
    first = state("first", step("end", to="closed"), step("go_on", to="second"))

    assert told(flow(first, state("second", step("end", to="closed")), CLOSED)) == []


@pytest.mark.parametrize("target", ["right_second", "right"])
def test_a_way_into_another_region_is_refused(target: str) -> None:
    across = end(f"otherwise -> {target}")

    assert told(plan(across, step("note"))) == [
        ("way_across_regions", "states.left_first.steps.end")
    ]
