"""What the pictures of a workflow show beside its states: one arrow from a state to another.

Steps that are open anywhere get no arrows, since there would be one from every state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.definition.model import UNOPENED, Workflow
from workflow.definition.wording import condition


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
