"""The stages of a disagreement, in every partnership."""

from __future__ import annotations

import pytest

from definitions import FOLDER
from real_process import release
from workflow.definition.reader import policies_of, texts_of

POLICIES = policies_of(texts_of(FOLDER / "child_protection"))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_stage_moves_up_when_the_date_of_its_task_is_over(policy: str) -> None:
    flow = release(policy).workflow("disagreement")

    for timer in flow.timed:
        assert flow.task[f"settle_{timer.state}"].rules == (timer.due,)
    assert [timer.state for timer in flow.timed] == ["stage_1", "stage_2", "stage_3"]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_stage_has_a_date_of_its_own_and_somebody_to_settle_it(policy: str) -> None:
    flow = release(policy).workflow("disagreement")

    for stage in ("stage_1", "stage_2", "stage_3", "stage_4"):
        task = flow.task[f"settle_{stage}"]
        assert task.place == {stage}
        assert task.rules
        assert task.rungs
