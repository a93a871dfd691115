"""The stages of a disagreement: their limit stands twice in the file, and is one."""

from __future__ import annotations

from dataclasses import replace

from real_process import release
from workflow.deadlines.rule import Rule


def without_source(rule: Rule) -> Rule:
    """The rule as it counts."""
    return replace(rule, source=None)


def test_a_stage_moves_up_when_the_date_of_its_task_is_over() -> None:
    for policy in ("", "liverpool", "darlington"):
        flow = release(policy).workflow("disagreement")
        for timer in flow.timed:
            (task,) = (task for task in flow.tasks if task.name == f"settle_{timer.state}")
            assert [without_source(rule) for rule in task.rules] == [without_source(timer.due)]

        assert len(flow.timed) == 3
