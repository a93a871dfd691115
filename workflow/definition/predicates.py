"""The names that a guard may use beside the facts of its workflow.

Each is described as if it were a fact, so that it can be typed and proved like one.
"""

from __future__ import annotations

from workflow.definition.model import Fact, FactKind, Workflow

QUORATE = "quorate"
"""Enough agencies are there, where a quorum is declared."""
OCCURRED_ON = "occurred_on"
"""The day of the event that is being decided."""
DUE = "due"
"""The due date of the task whose rung is about to fire."""
OPEN_SUFFIX = "_open"
"""LINK_open is the number of open cases of that link."""


def predicates(workflow: Workflow, *beside: str) -> dict[str, Fact]:
    """What every guard of the workflow may name, and `occurred_on` or `due` where asked for."""
    kinds = {link + OPEN_SUFFIX: FactKind.NUMBER for link in workflow.links}
    if workflow.quorum is not None:
        kinds[QUORATE] = FactKind.YES_NO
    kinds |= dict.fromkeys(beside, FactKind.DATE)
    return {
        name: Fact(name=name, kind=kind, label=name, position=workflow.position)
        for name, kind in kinds.items()
    }
