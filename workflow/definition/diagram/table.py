"""A workflow in words: its ways and its tasks line by line, and the same as Markdown.

For those who see no picture or want to search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.definition.bpmn.elements import Id, id_of
from workflow.definition.model import Workflow
from workflow.definition.problem import Position
from workflow.definition.step import Step
from workflow.definition.task import Task
from workflow.definition.wording import ANYTIME, condition, due_in_words, path_of, place_of

WAYS = ("State", "What may happen", "When", "Leads to")
TASKS = ("Task", "While", "Who", "Due")

# What Markdown would take for a cell, a tag or an escape.
_ESCAPED = str.maketrans({"|": "\\|", "<": "\\<", "\\": "\\\\", "\n": " "})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: of which part of the definition, where that stands, and the cells."""

    part: Id
    position: Position
    cells: tuple[str, str, str, str]


def table(workflow: Workflow) -> str:
    """Markdown: every way of every step with the state that it leads to, then every task."""
    lines = [f"# {_escaped(workflow.title)}", "", *_rows(WAYS, way_lines(workflow))]
    if workflow.tasks:
        lines += ["", *_rows(TASKS, task_lines(workflow))]
    return "\n".join(lines) + "\n"


def way_lines(workflow: Workflow) -> Iterator[Line]:
    """Every way of every step: those of states, then those that are open anywhere."""
    yield from _step(workflow, workflow.opening, "(not opened yet)")
    for state in workflow.states.values():
        place = path_of(workflow, state.id)
        part = id_of("state", state.id)
        if state.final:
            yield Line(part, state.position, (place, "(the case is closed)", "", ""))
        elif not state.steps and not state.substates:
            yield Line(part, state.position, (place, "(nothing of its own)", "", ""))
        for step in state.steps:
            yield from _step(workflow, step, place)
    for step in workflow.anywhere:
        yield from _step(workflow, step, ANYTIME)


def task_lines(workflow: Workflow) -> Iterator[Line]:
    """Every task: while which states it is open, whose it is, by when."""
    for task in workflow.tasks:
        yield Line(id_of("task", task.name), task.position, _task(workflow, task))


def part_of(step: Step) -> Id:
    """What a step is called in tables and drawings."""
    return id_of("step", step.state or "anywhere", step.event)


def _rows(heading: Sequence[str], lines: Iterable[Line]) -> Iterator[str]:
    yield _row(heading)
    yield _row(["---"] * len(heading))
    yield from (_row([_escaped(cell) for cell in line.cells]) for line in lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _step(workflow: Workflow, step: Step, place: str) -> Iterator[Line]:
    for way in step.ways:
        when = condition(way, workflow.facts) if len(step.ways) > 1 or way.when else ""
        target = path_of(workflow, way.to) if way.to is not None else "(stays)"
        yield Line(part_of(step), step.position, (place, step.title, when, target))


def _task(workflow: Workflow, task: Task) -> tuple[str, str, str, str]:
    roles = dict.fromkeys(workflow.roles[role].title for _, role in task.role)
    due = due_in_words(workflow, task.due) if task.due is not None else "(no date)"
    return task.title, place_of(workflow, task), " or ".join(roles), due


def _escaped(words: str) -> str:
    return words.translate(_ESCAPED)
