"""Where a case is, in words: the states around, and what is going on in each at once."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.definition.model import Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """One state that a case is in. `side` names what goes on beside others, if it does."""

    around: str
    side: str
    state: str


def whereabouts(workflow: Workflow, leaves: tuple[str, ...]) -> tuple[Where, ...]:
    """Each of them, in the order of the definition."""
    order = {state: number for number, state in enumerate(workflow.states)}
    return tuple(_where(workflow, leaf) for leaf in sorted(leaves, key=lambda leaf: order[leaf]))


def _where(workflow: Workflow, leaf: str) -> Where:
    path = [workflow.states[state] for state in reversed(workflow.ancestry(leaf))]
    side = next((state.title for state in path if state.is_region), "")
    around = [state.title for state in path[:-1] if not state.is_region]
    return Where(around=": ".join(around), side=side, state=path[-1].title)
