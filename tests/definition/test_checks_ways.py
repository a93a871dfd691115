"""Whether one way is always taken, and every way sometimes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from definition.building import (
    CLOSED,
    choice,
    fact,
    flow,
    only_problem,
    parallel,
    process,
    region,
    starts,
    state,
    step,
    told,
)
from workflow.definition.checks import problems
from workflow.definition.guard import parse
from workflow.definition.model import OPEN_CASE, Fact, Workflow
from workflow.definition.problem import Severity
from workflow.definition.step import Block

DECISION = choice("decision", "plan", "help", "nothing")


def deciding(*ways: str, facts: Iterable[Fact] = (DECISION,), **more: Any) -> Workflow:
    decide = step("decide", *ways, **{"asks": ("decision",), **more})
    return flow(state("open", decide, step("close", to="closed")), CLOSED, facts=facts)


def test_a_code_without_a_way_is_told_with_the_facts() -> None:
    gap = only_problem(deciding("decision == 'plan' -> closed", "decision == 'help' -> stay"))

    assert (gap.code, gap.where) == ("ways_not_exhaustive", "states.open.steps.decide")
    assert gap.what == "no way is taken with decision: nothing"


@pytest.mark.parametrize(
    "ways",
    [
        ("decision == 'plan' -> closed", "otherwise -> stay"),
        ("decision == 'plan' -> closed", "decision in ['help', 'nothing'] -> stay"),
        ("decision != 'plan' -> closed", "decision == 'plan' -> stay"),
    ],
)
def test_ways_that_cover_every_code_are_fine(ways: tuple[str, ...]) -> None:
    assert told(deciding(*ways)) == []


def test_a_fact_that_may_be_left_out_needs_a_way_without_it() -> None:
    ways = ("decision == 'plan' -> closed", "decision in ['help', 'nothing'] -> stay")

    gap = only_problem(deciding(*ways, asks=(), may_ask=("decision",)))

    assert gap.what == "no way is taken with decision: not set"


def test_a_fact_required_by_another_is_known_to_be_set() -> None:
    next_step = choice("next_step", "close", "stay", required_when="decision != 'plan'")
    ways = (
        "decision == 'plan' -> stay",
        "next_step == 'close' -> closed",
        "next_step == 'stay' -> stay",
    )

    assert told(deciding(*ways, may_ask=("next_step",), facts=[DECISION, next_step])) == []


def test_facts_that_block_the_step_need_no_way() -> None:
    blocked = (Block(when=parse("decision == 'nothing'"), say="Not while this lasts."),)
    ways = ("decision == 'plan' -> closed", "decision == 'help' -> stay")

    assert told(deciding(*ways, blocked_while=blocked)) == []


def test_ways_that_cannot_be_proved_to_be_exhaustive_need_an_otherwise() -> None:
    facts = [choice(f"fact_{n}", *"abcdefg") for n in range(12)]
    ways = [f"fact_{n} == 'a' -> closed" for n in range(12)]
    asks = tuple(each.name for each in facts)

    gap = only_problem(deciding(*ways, asks=asks, facts=facts))

    assert gap.what.startswith("it cannot be proved that a way is always taken")
    assert told(deciding(*ways, "otherwise -> stay", asks=asks, facts=facts)) == []


def test_a_way_behind_one_that_covers_it_is_never_taken() -> None:
    hidden = ("decision != 'help' -> closed", "decision == 'plan' -> stay", "otherwise -> stay")
    in_order = ("decision == 'plan' -> stay", "decision != 'help' -> closed", "otherwise -> stay")

    assert told(deciding(*hidden)) == [("way_never_taken", "states.open.steps.decide")]
    assert told(deciding(*in_order)) == []


def test_a_spare_otherwise_is_a_warning_only() -> None:
    spare = only_problem(
        deciding("decision == 'plan' -> closed", "decision != 'plan' -> stay", "otherwise -> stay")
    )

    assert (spare.code, spare.severity) == ("way_never_taken", Severity.WARNING)


def test_a_region_starts_somewhere_whatever_the_facts() -> None:
    def born(*ways: str) -> list[tuple[str, str]]:
        birth = region("birth", state("unborn"), state("born"), starts=starts(*ways))
        note = step("note", may_ask=("born_on",))
        plan = parallel("plan", birth, note, step("close", to="closed"))
        return told(flow(plan, CLOSED, facts=[fact("born_on", "date")]))

    assert born("born_on == None -> unborn", "otherwise -> born") == []
    assert born("born_on == None -> unborn", "born_on != None -> born") == []
    assert ("start_without_otherwise", "states.birth.starts") in born(
        "born_on == None -> unborn", "born_on < born_on -> born"
    )


def test_a_case_is_opened_in_some_state_whatever_the_facts() -> None:
    def opened(*ways: str) -> list[tuple[str, str]]:
        opening = step(OPEN_CASE, *ways, asks=("decision",))
        open_ = state("open", step("close", to="closed"))
        return told(flow(open_, CLOSED, opening=opening, facts=[DECISION]))

    assert opened("decision == 'plan' -> closed", "otherwise -> open") == []
    assert opened("decision == 'plan' -> open") == [("start_without_otherwise", "open_case")]


def test_a_guard_with_an_undeclared_name_is_told_once() -> None:
    found = problems(process(deciding("decison == 'plan' -> closed")))

    assert [problem.code for problem in found] == ["undeclared_name"]
