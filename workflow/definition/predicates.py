"""The names that a guard may use beside the facts of its workflow.

Each is described as if it were a fact, so that it can be typed and proved like one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.step import Step

QUORATE = "quorate"
"""Enough agencies are there, where a quorum is declared."""
LIKELY_QUORATE = "likely_quorate"
"""Enough agencies are invited and have not said that they stay away."""
OCCURRED_ON = "occurred_on"
"""The day of the event that is being decided."""
ACTOR = "actor"
"""The person who records the event that is being decided."""
TOLD_FROM = "told_from"
"""The reference of the linked case that told the event that is being decided."""
DUE = "due"
"""The due date of the task whose rung is about to fire."""
OPEN_SUFFIX = "_open"
"""LINK_open is the number of open cases of that link."""
LEFT_SUFFIX = "_left"
"""LINK_left is that number once the step has ended the ties that it ends."""

OF_THE_ROW = frozenset({OCCURRED_ON, ACTOR, TOLD_FROM})
"""What every step knows of the row that is being decided."""


def left(link: str) -> str:
    """The name of what is left of a link after a step that ends ties of it."""
    return link + LEFT_SUFFIX


def of_step(step: Step) -> tuple[str, ...]:
    """What the guards of a step may name beside the facts."""
    return (*sorted(OF_THE_ROW), *([left(step.untie.link)] if step.untie else []))


@lru_cache(maxsize=512)
def predicates(workflow: Workflow, *beside: str) -> Mapping[str, Fact]:
    """What every guard of the workflow may name, and beside it what is known only there."""
    kinds = {link + OPEN_SUFFIX: FactKind.NUMBER for link in workflow.links}
    if workflow.quorum is not None:
        kinds |= {QUORATE: FactKind.YES_NO, LIKELY_QUORATE: FactKind.YES_NO}
    kinds |= {name: _kind(name) for name in beside}
    return {
        name: Fact(name=name, kind=kind, label=name, position=workflow.position)
        for name, kind in kinds.items()
    }


def _kind(name: str) -> FactKind:
    if name in (OCCURRED_ON, DUE):
        return FactKind.DATE
    return {ACTOR: FactKind.PERSON, TOLD_FROM: FactKind.TEXT}.get(name, FactKind.NUMBER)
