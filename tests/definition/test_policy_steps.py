"""A step of a policy's own does nothing to national clocks: tried on the real process."""

from __future__ import annotations

import pytest

from definitions import FOLDER
from real_process import calendar
from workflow.definition.problem import Problem
from workflow.definition.reader import texts_of
from workflow.definition.release import compile_release
from workflow.definition.tightening import loosened

PLAN = "child_protection.states.protection_plan.steps.note"


def found(path: str, step: str) -> tuple[Problem, ...]:
    policy = f"policy: north\nof: child_protection\ntitle: North\nadd:\n  {path}: {step}\n"
    texts = {**texts_of(FOLDER / "child_protection"), "policies/north.yaml": policy}
    return loosened(compile_release(0, "child_protection", texts, "north"), calendar())


@pytest.mark.parametrize(
    ("path", "step", "why"),
    [
        (
            PLAN,
            "{by: [team_manager], sets: {initial_conference_held_on: occurred_on}, stay: true}",
            "would tell `initial_conference_held_on`, on which a national rule rests",
        ),
        (
            PLAN,
            "{by: [team_manager], asks: [initial_conference_held_on], stay: true}",
            "would tell `initial_conference_held_on`, on which a national rule rests",
        ),
        (
            "child_protection.anywhere.note",
            "{by: [team_manager], sets: {referral_received_on: occurred_on}, stay: true}",
            "would tell `referral_received_on`, on which a national rule rests",
        ),
        (
            PLAN,
            "{by: [social_worker], to: child_in_need}",
            "would leave the national task `hold_review` undone",
        ),
    ],
)
def test_it_may_not_move_a_national_clock(path: str, step: str, why: str) -> None:
    problems = found(path, step)

    assert {problem.code for problem in problems} == {"national_clock_reached"}
    assert f"`{path}` {why}" in [problem.what for problem in problems]
    assert {problem.mend for problem in problems} == {
        "let the case stay, and record it in a fact of your own"
    }
    assert {(p.position.file, p.position.line) for p in problems} == {("policies/north.yaml", 5)}


@pytest.mark.parametrize(
    "step",
    [
        "{by: [team_manager], stay: true}",
        "{by: [team_manager], asks: [parents_views], stay: true}",
    ],
)
def test_it_may_record_what_no_national_rule_rests_on(step: str) -> None:
    assert found(PLAN, step) == ()
