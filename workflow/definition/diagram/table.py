"""A workflow in words: two Markdown tables, for those who see no picture or want to search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflow.definition.model import Workflow
from workflow.definition.step import Step
from workflow.definition.task import Task
from workflow.definition.wording import ANYTIME, condition, due_in_words, path_of, place_of

# What Markdown would take for a cell, a tag or an escape.
_ESCAPED = str.maketrans({"|": "\\|", "<": "\\<", "\\": "\\\\", "\n": " "})


def table(workflow: Workflow) -> str:
    """Markdown: every way of every step with the state that it leads to, then every task."""
    lines = [
        f"# {_escaped(workflow.title)}",
        "",
        *_rows(["State", "What may happen", "When", "Leads to"], _ways(workflow)),
    ]
    if workflow.tasks:
        tasks = (_task(workflow, task) for task in workflow.tasks)
        lines += ["", *_rows(["Task", "While", "Who", "Due"], tasks)]
    return "\n".join(lines) + "\n"


def _rows(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heading)
    yield _row(["---"] * len(heading))
    yield from (_row([_escaped(cell) for cell in row]) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _ways(workflow: Workflow) -> Iterator[Sequence[str]]:
    yield from _step(workflow, workflow.opening, "(not opened yet)")
    for state in workflow.states.values():
        if state.final:
            yield [path_of(workflow, state.id), "(the case is closed)", "", ""]
        elif not state.steps and not state.substates:
            yield [path_of(workflow, state.id), "(nothing of its own)", "", ""]
        for step in state.steps:
            yield from _step(workflow, step, path_of(workflow, state.id))
    for step in workflow.anywhere:
        yield from _step(workflow, step, ANYTIME)


def _step(workflow: Workflow, step: Step, place: str) -> Iterator[Sequence[str]]:
    for way in step.ways:
        when = condition(way, workflow.facts) if len(step.ways) > 1 or way.when else ""
        target = path_of(workflow, way.to) if way.to is not None else "(stays)"
        yield [place, step.title, when, target]


def _task(workflow: Workflow, task: Task) -> Sequence[str]:
    roles = dict.fromkeys(workflow.roles[role].title for _, role in task.role)
    due = due_in_words(workflow, task.due) if task.due is not None else "(no date)"
    return [task.title, place_of(workflow, task), " or ".join(roles), due]


def _escaped(words: str) -> str:
    return words.translate(_ESCAPED)
