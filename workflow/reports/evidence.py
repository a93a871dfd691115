"""What shows that a requirement is met: tests that are marked with it, and worked examples."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.definition.model import OPEN_CASE
from workflow.definition.scenario import (
    FactIs,
    RefusedWas,
    Scenario,
    Sent,
    StateIs,
    TaskGone,
    TaskOpen,
    WayTaken,
)
from workflow.reports.fulfilment import Place

MARKER = "requirement"
"""`@pytest.mark.requirement("T7")` above a test or a class of tests."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A test or an example: the file it stands in and what it is called, for people."""

    file: str
    title: str


def marked_tests(sources: Mapping[str, str]) -> dict[str, list[Shown]]:
    """By id, the tests marked with it. `sources` is Python text by the name of its file."""
    found: dict[str, list[Shown]] = {}
    for file, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                test = Shown(file, node.name.removeprefix("test_").replace("_", " "))
                for id_ in dict.fromkeys(_marks(node.decorator_list)):
                    found.setdefault(id_, []).append(test)
    return found


def _marks(decorators: Iterable[ast.expr]) -> Iterator[str]:
    for node in (node for decorator in decorators for node in ast.walk(decorator)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == MARKER
        ):
            yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))


def claims(examples: Iterable[Scenario]) -> dict[Shown, frozenset[Place]]:
    """What the `then:` lines of each example name (tasks, steps, states, facts), shortest first."""
    return {
        Shown(example.position.file, example.title): frozenset(_claimed(example))
        for example in sorted(examples, key=_length)
    }


def showing(places: Iterable[Place], claimed: Mapping[Shown, frozenset[Place]]) -> list[Shown]:
    """The examples that name any of these, those that name most of them first."""
    asked = frozenset(places)
    found = [example for example, named in claimed.items() if named & asked]
    return sorted(found, key=lambda example: -len(claimed[example] & asked))


def _length(example: Scenario) -> tuple[int, str]:
    return len(example.given) + len(example.then), example.position.file


def _claimed(example: Scenario) -> Iterator[Place]:
    opened = {g.case: g.workflow for g in example.given if g.event == OPEN_CASE and g.workflow}
    opened.update(dict.fromkeys(["", *example.cases], example.workflow))
    for line in example.then:
        # A line names a case, or a workflow whose newest case is meant, or nothing: the first case.
        workflow = opened.get(line.case, line.case)
        if isinstance(line, TaskOpen | TaskGone | Sent) and line.task:
            yield Place(workflow, "task", line.task)
        elif isinstance(line, WayTaken | RefusedWas):
            yield Place(workflow, "step", line.event)
        elif isinstance(line, StateIs):
            yield Place(workflow, "state", line.state)
        elif isinstance(line, FactIs):
            yield Place(workflow, "fact", line.fact)
