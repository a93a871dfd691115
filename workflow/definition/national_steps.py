"""What a policy may do to a national step: refuse it more often, and nothing else.

Its own keys a policy cannot reach (`policy.py`). It could still take a block away, or put a step
of its own in the way. Nor may a step of its own do what national steps do: tell a fact on which a
national rule rests, or lead away from where a national task is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.deadlines.rule import Standing
from workflow.definition.model import Workflow
from workflow.definition.national_facts import has_national, resting_on
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


def clocks_reached(before: Workflow, after: Workflow) -> Iterator[Found]:
    """Every step of `after` that tells more than in `before` of what national rules rest on, or
    that now leads away from an open national task which it does not complete.
    """
    known = {(step.state, step.event): step for step in before.steps}
    resting = frozenset(resting_on(before))
    national = [task for task in before.tasks if task.place and has_national(task)]
    movement = Movement(after)
    for step in after.steps:
        was = known.get((step.state, step.event))
        told = _tells(step) - (_tells(was) if was else frozenset())
        for name in sorted({name for name, _ in told} & resting):
            yield where_of(step), f"would tell `{name}`, on which a national rule rests"
        new = _targets(step) - (_targets(was) if was else frozenset())
        for task in national if new else ():
            if step.event not in task.events and _leaves(movement, step, new, task.place):
                yield where_of(step), f"would leave the national task `{task.name}` undone"


def _tells(step: Step) -> frozenset[tuple[str, str]]:
    """The facts that a step is given, and those that it sets with the value that they get."""
    sets = [*step.sets.items(), *(pair for way in step.ways for pair in way.sets.items())]
    return frozenset([(name, "") for name in step.facts] + [(n, str(value)) for n, value in sets])


def _targets(step: Step) -> frozenset[str]:
    return frozenset(way.to for way in step.ways if way.to is not None)


def _leaves(movement: Movement, step: Step, targets: Iterable[str], place: frozenset[str]) -> bool:
    """Whether a step can be taken while the case is in that place, and leads out of it."""
    inside = not step.state or any(movement.together(each, step.state) for each in place)
    return inside and any(
        not any(movement.together(each, target) for each in place) for target in targets
    )


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
