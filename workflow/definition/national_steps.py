"""What a policy may do to a national step: refuse it more often, and nothing else.

Its own keys a policy cannot reach (`policy.py`). It could still take a block away, or put a step
of its own in the way.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import Standing
from workflow.definition.model import Workflow
from workflow.definition.soundness.movement import Movement
from workflow.definition.soundness.scope import where_of
from workflow.definition.step import Step

Found = tuple[str, str]
"""The path of what a policy does in a workflow, and why it cannot."""


def steps_weakened(before: Workflow, after: Workflow) -> Iterator[Found]:
    """Every national step of `before` that can be taken in `after` where it was refused, or that
    another step stands in front of.
    """
    now = {(step.state, step.event): step for step in after.steps}
    for step in before.steps:
        same = now.get((step.state, step.event))
        if _is_national(step) and same is not None:
            yield from _blocks_lost(step, same)
    yield from _hidden(before, after)


def _is_national(step: Step) -> bool:
    return step.source is not None and step.source.standing is Standing.NATIONAL


def _blocks_lost(step: Step, same: Step) -> Iterator[Found]:
    kept = {str(block.when) for block in same.blocked_while}
    for block in step.blocked_while:
        if str(block.when) not in kept:
            where = f"{where_of(step)}.blocked_while"
            yield where, f"would no longer be refused while `{block.when}`"


def _hidden(before: Workflow, after: Workflow) -> Iterator[Found]:
    """A step of a state hides the one that is open anywhere."""
    everywhere = {step.event: step for step in before.anywhere if _is_national(step)}
    known = {(step.state, step.event) for step in before.steps}
    movement = Movement(before)
    for step in after.steps:
        hidden = everywhere.get(step.event)
        if hidden is None or not step.state or (step.state, step.event) in known:
            continue
        if any(movement.open_anywhere(hidden, leaf) for leaf in movement.leaves(step.state)):
            yield where_of(step), f"would be hidden while the case is in `{step.state}`"
