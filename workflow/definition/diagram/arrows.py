"""What the pictures of a workflow show beside its states: one arrow from a state to another.

Steps that are open anywhere get no arrows, since there would be one from every state.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.definition.guard import Guard
from workflow.definition.model import UNOPENED, Fact, Workflow
from workflow.definition.step import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """Every way from one state to another. `source` is UNOPENED for the opening of a case.

    `labels` are the titles of the steps, each once; for the opening, what decides on the state.
    """

    source: str
    target: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anytime:
    """A step that is open anywhere: its title and the states that it can lead to."""

    title: str
    targets: tuple[str, ...]


def arrows(workflow: Workflow) -> tuple[Arrow, ...]:
    """One arrow for each pair of states that a step connects, in the order of the file."""
    return merged(_single(workflow))


def merged(single: Iterable[Arrow]) -> tuple[Arrow, ...]:
    """Arrows between the same two states made one, with each label once."""
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for arrow in single:
        labels.setdefault((arrow.source, arrow.target), {}).update(dict.fromkeys(arrow.labels))
    return tuple(
        Arrow(source=source, target=target, labels=tuple(found))
        for (source, target), found in labels.items()
    )


def anywhere(workflow: Workflow) -> tuple[Anytime, ...]:
    """The steps that are open in every state that is not final."""
    return tuple(
        Anytime(
            title=step.title,
            targets=tuple(dict.fromkeys(way.to for way in step.ways if way.to is not None)),
        )
        for step in workflow.anywhere
    )


def condition(way: Way, facts: Mapping[str, Fact]) -> str:
    """The guard of a way in the labels of its facts and codes; as written where that is longer."""
    if way.when is None:
        return "otherwise"
    return _said(way.when, facts) or str(way.when)


def first_states(workflow: Workflow, state: str) -> tuple[str, ...]:
    """Where a compound state or region can start."""
    around = workflow.states[state]
    if around.starts:
        return tuple(dict.fromkeys(way.to for way in around.starts if way.to is not None))
    return () if around.initial is None else (around.initial,)


def _single(workflow: Workflow) -> Iterator[Arrow]:
    ways = workflow.opening.ways
    for way in ways:
        if way.to is not None:
            label = (condition(way, workflow.facts),) if len(ways) > 1 else ()
            yield Arrow(source=UNOPENED, target=way.to, labels=label)
    for state in workflow.states.values():
        for step in state.steps:
            for way in step.ways:
                if way.to is not None:
                    yield Arrow(source=state.id, target=way.to, labels=(step.title,))


def _said(guard: Guard, facts: Mapping[str, Fact]) -> str:
    match guard.tree:
        case ast.Name(id=name) if name in facts:
            return facts[name].label
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(code))]
        ) if name in facts:
            return facts[name].codes.get(code, code)
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.In()], comparators=[ast.List() | ast.Tuple() as listed]
        ) if name in facts:
            return ", ".join(facts[name].codes.get(c, str(c)) for c in ast.literal_eval(listed))
    return ""
