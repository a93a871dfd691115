"""Moves: which leaves an event left and which it entered, and a configuration that follows them."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.case.model import Event, Move
from workflow.case.reading import Reading
from workflow.case.telling import Kept, tell_all
from workflow.definition.model import UNOPENED, State, Workflow
from workflow.definition.step import Step, Way

Leaves = tuple[str, ...]


def moves_between(workflow: Workflow, before: Leaves, after: Leaves) -> tuple[Move, ...]:
    """The moves from one configuration to another, each leaf left and each entered at least once.

    Where several regions move, each leaf entered belongs to the leaf left nearest to it; where a
    parallel state is entered or left, one leaf stands on one side of several moves.
    """
    left = [leaf for leaf in before if leaf not in after]
    entered = [leaf for leaf in after if leaf not in before]
    pairs = {(_nearest(workflow, leaf, left), leaf) for leaf in entered if left}
    matched = {pair[0] for pair in pairs}
    pairs |= {
        (leaf, _nearest(workflow, leaf, entered))
        for leaf in left
        if leaf not in matched and entered
    }
    return tuple(Move(*pair) for pair in sorted(pairs))


def _nearest(workflow: Workflow, leaf: str, others: Iterable[str]) -> str:
    """The leaf that shares the innermost state with this one."""

    def shared(other: str) -> int:
        return len(workflow.active((leaf,)) & workflow.active((other,)))

    return max(others, key=shared)


def follow(workflow: Workflow, before: Leaves, moves: Iterable[Move], reading: Reading) -> Leaves:
    """The configuration after the moves that a row says were made.

    A region that the row does not know, because the definition has it only since, keeps its leaf
    or starts by its `starts` on the facts of that moment.
    """
    moves = tuple(moves)
    entered = {move.entered for move in moves}
    kept = set(before) - {move.left for move in moves} - {UNOPENED}
    around = workflow.active(tuple(entered))
    beside = {leaf for leaf in kept if _fits(workflow, leaf, around)}
    return _complete(workflow, beside | entered, reading)


def _fits(workflow: Workflow, leaf: str, around: frozenset[str]) -> bool:
    """Whether a leaf can stay when states are entered: where they part, all are active at once."""
    if not around or leaf not in workflow.states:
        return not around
    inner = next((state for state in workflow.ancestry(leaf) if state in around), None)
    return inner is not None and workflow.states[inner].parallel


def _complete(workflow: Workflow, leaves: set[str], reading: Reading) -> Leaves:
    """Start every region of an active parallel state that has no leaf yet."""
    active = workflow.active(tuple(leaves))
    for state in active:
        if workflow.states[state].parallel:
            missing = (
                region for region in workflow.states[state].substates if region not in active
            )
            leaves = leaves | {first_leaf(workflow, region, reading) for region in missing}
    return tuple(sorted(leaves))


def first_leaf(workflow: Workflow, state: str, reading: Reading) -> str:
    """The leaf that a state is entered at, by its `starts` or its initial substate."""
    found = workflow.states[state]
    if not found.substates:
        return state
    chosen = next((way.to for way in found.starts if reading.holds(way.when)), None)
    return first_leaf(workflow, chosen or found.initial or found.substates[0], reading)


def ways_taken(event: Event, steps: Iterable[Step], reading: Reading) -> tuple[Way, ...]:
    """The way that each step took, told by where the row says that the case went.

    Guards may have changed since; only of ways that lead to the same place does the guard tell
    which one it was. A step that led nowhere stayed, though another region may have moved.
    """
    active = reading.workflow.active(tuple(move.entered for move in event.moves))
    found = (_way_taken(step, active, reading) for step in steps)
    return tuple(way for way in found if way is not None)


def _way_taken(step: Step, entered: frozenset[str], reading: Reading) -> Way | None:
    led = [way for way in step.ways if way.to in entered]
    ways = led or [way for way in step.ways if way.to is None]
    return next((way for way in ways if reading.holds(way.when)), ways[0] if ways else None)


def on_entering(
    reading: Reading, event: Event, steps: Iterable[Step], ways: Iterable[Way], state: State
) -> Reading:
    """What the `starts` of a state read: the facts of the case as they are once it is entered.

    What belongs to one stay in a state that is now entered is forgotten, then what the event
    tells, what copies it and what its steps and ways freeze are in.
    """
    workflow, case = reading.workflow, reading.case
    kept = Kept.of(workflow, case)
    kept.forget(set(workflow.ancestry(state.id)) - workflow.active(case.state))
    tell_all(kept, workflow, case, event, reading.own, steps, ways)
    return Reading(workflow, case.with_(facts=kept.facts))
