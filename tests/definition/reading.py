"""What is wrong with the texts of a process, in few words."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cases import whole
from workflow.definition.problem import Problem
from workflow.definition.reader import DefinitionWrong, read_process_texts

HARMLESS = whole("states: {open: {title: Open}}")


def problems_of(*workflows: str, **files: str) -> tuple[Problem, ...]:
    """What is wrong with 0.yaml, 1.yaml ... and with further files by name."""
    texts = {f"{number}.yaml": dedent(text) for number, text in enumerate(workflows)}
    texts |= {f"{name}.yaml": dedent(text) for name, text in files.items()}
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts)
    found = wrong.value.problems
    assert all(each.what and each.mend and each.position.file in texts for each in found)
    return found


def told(*workflows: str, **files: str) -> list[tuple[str, str]]:
    """Place and code of every problem."""
    return [(str(each.position), each.code) for each in problems_of(*workflows, **files)]


def only(text: str) -> Problem:
    (problem,) = problems_of(whole(text))
    return problem
