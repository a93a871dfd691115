"""What is personal stays marked so, wherever else a definition puts it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from definition.building import CLOSED, fact, flow, found, state, step
from workflow.definition.model import Fact, Workflow
from workflow.definition.problem import Problem

NAME = fact("child_name", personal=True)


def holding(*made: Fact, sets: str = "") -> Workflow:
    """A workflow that asks for a name, and whose step may set `copy` to what `sets` says."""
    asking = step("ask", asks=("child_name",), sets={"copy": sets} if sets else {})
    plain = flow(state("open", asking, step("close", to="closed")), CLOSED)
    return replace(plain, facts={each.name: each for each in (NAME, *made)})


def unmarked(made: Fact, sets: str = "") -> list[Problem]:
    return [each for each in found(holding(made, sets=sets)) if each.code == "personal_unmarked"]


@pytest.mark.parametrize(
    ("made", "sets"),
    [
        (fact("copy", from_fact="child_name"), ""),
        (fact("copy"), "child_name"),
        (fact("copy", many=True, gathers=("ask",), key=("child_name",)), ""),
    ],
)
def test_a_copy_of_what_is_personal_has_to_be_marked(made: Fact, sets: str) -> None:
    [problem] = unmarked(made, sets)

    assert problem.what == "`copy` holds what `child_name` says, which is personal"
    assert problem.mend == "add `personal: yes` to `copy`"
    assert unmarked(replace(made, personal=True), sets) == []


def test_that_a_name_is_known_is_nobodys_name() -> None:
    assert unmarked(fact("copy", "yes_no"), "child_name != None") == []
