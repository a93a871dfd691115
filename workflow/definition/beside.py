"""A definition beside its source: a file line by line, and beside each part what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from workflow.definition.bpmn.elements import Id, id_of
from workflow.definition.diagram.table import part_of
from workflow.definition.model import Workflow
from workflow.definition.problem import Position, Problem
from workflow.definition.statements import Part, Statement, said_by_part
from workflow.definition.statements.statement import NAMED

Begun = tuple[Id, Part] | None
"""The part that a line declares, if it is the first line of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of a file from `first` on. `said`: aspects of the part that they declare, in words.

    `part` is empty where they declare none, such as what stands at the head of a file. `problems`
    are those of its lines.
    """

    first: int
    lines: tuple[str, ...]
    part: Id | None = None
    title: str = ""
    said: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def numbered(self) -> Iterator[tuple[int, str]]:
        """Each line with its number."""
        return enumerate(self.lines, self.first)


def beside(
    workflow: Workflow, file: str, text: str, problems: tuple[Problem, ...] = ()
) -> tuple[Block, ...]:
    """The blocks of a file of this workflow, all of its lines."""
    lines = text.splitlines()
    spoken = said_by_part(workflow)
    begun: dict[int, Begun] = {1: None}
    begun |= {at.line: (id_, part) for id_, part, at in _parts(workflow) if at.file == file}
    starts = sorted(line for line in begun if line <= len(lines))
    found = []
    for first, after in pairwise([*starts, len(lines) + 1]):
        wrong = _within(problems, file, first, after)
        found.append(_block(lines[first - 1 : after - 1], first, begun[first], spoken, wrong))
    return tuple(found)


def _block(
    lines: list[str],
    first: int,
    begun: Begun,
    spoken: Mapping[Part, list[Statement]],
    problems: tuple[Problem, ...],
) -> Block:
    if begun is None:
        return Block(first=first, lines=tuple(lines), problems=problems)
    id_, part = begun
    found = spoken.get(part, [])
    return Block(
        first=first,
        lines=tuple(lines),
        part=id_,
        title=found[0].subject if found else "",
        said=tuple((each.aspect, each.sourced) for each in found if each.aspect != NAMED),
        problems=problems,
    )


def _parts(workflow: Workflow) -> Iterator[tuple[Id, Part, Position]]:
    """Every part that has a place in a file, with its id on pages."""
    name = workflow.name
    opening = workflow.opening
    yield part_of(opening), Part(name, "opening"), opening.position
    for fact in workflow.facts.values():
        yield id_of("fact", fact.name), Part(name, "fact", fact.name), fact.position
    for notice in workflow.notices.values():
        yield id_of("notice", notice.name), Part(name, "notice", notice.name), notice.position
    for state in workflow.states.values():
        yield id_of("state", state.id), Part(name, "state", state.id), state.position
    for step in workflow.steps:
        yield part_of(step), Part(name, "step", f"{step.state}.{step.event}"), step.position
    for task in workflow.tasks:
        yield id_of("task", task.name), Part(name, "task", task.name), task.position


def _within(
    problems: tuple[Problem, ...], file: str, first: int, after: int
) -> tuple[Problem, ...]:
    at = ((each, each.position) for each in problems)
    return tuple(each for each, p in at if p.file == file and first <= p.line < after)
