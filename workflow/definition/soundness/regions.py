"""Parallel regions: no event may lead a case two ways at once.

Where two steps of one event are active together, each may move inside its own region. A way
that leaves the parallel state stops the other region too, and of a step and one around it only
one can be followed. So such a way must exclude, by its guard, every other way of that event.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from workflow.definition.problem import Problem
from workflow.definition.prove import CannotProve, Given, example, in_words
from workflow.definition.soundness.scope import Scope, once, where_of
from workflow.definition.soundness.ways import earlier
from workflow.definition.step import Step, Way


@once
def left_two_ways(scope: Scope) -> Iterator[Problem]:
    """Two ways of one event that could be taken together, though only one can be followed."""
    for one, other in _active_together(scope):
        given = scope.given(one, other)
        for here in _moving(scope, one):
            for there in _moving(scope, other):
                if _can_both_be_followed(scope, (one, here), (other, there)):
                    continue
                if both := _both_taken((one, here), (other, there), given):
                    yield _left_two_ways((one, here), (other, there), both)


@once
def way_across_regions(scope: Scope) -> Iterator[Problem]:
    """A way from one region into another of the same parallel state."""
    movement = scope.movement
    for step in scope.workflow.steps:
        for way in _moving(scope, step) if step.state else ():
            if movement.crosses_regions(step.state, way.to or ""):
                yield Problem(
                    position=way.position,
                    code="way_across_regions",
                    where=where_of(step),
                    what=f"`{way.to}` is in another region, which moves by its own steps only",
                    mend=f"give that region a step `{step.event}` of its own that leads there",
                )


def _active_together(scope: Scope) -> Iterator[tuple[Step, Step]]:
    """Pairs of steps of one event that can be open at once, each of them with a way that moves."""
    moving = [step for step in scope.workflow.steps if step.state and step.moves]
    for one, other in combinations(moving, 2):
        if one.event == other.event and scope.movement.together(one.state, other.state):
            yield one, other


def _moving(scope: Scope, step: Step) -> Iterator[Way]:
    return (way for way in step.ways if way.to is not None and way.to in scope.workflow.states)


def _can_both_be_followed(scope: Scope, one: tuple[Step, Way], other: tuple[Step, Way]) -> bool:
    """True when both can be followed: each moves inside its own region."""
    common = scope.movement.common(one[0].state, other[0].state)
    if common is None or common in (one[0].state, other[0].state):
        return False
    inside = scope.movement.within(common)
    return one[1].to in inside and other[1].to in inside


def _both_taken(one: tuple[Step, Way], other: tuple[Step, Way], given: Given) -> str:
    """When both ways would be taken, in words; empty when they exclude one another."""
    ways = (one, other)
    hold = [way.when for _, way in ways if way.when is not None]
    fail = [guard for step, way in ways for guard in earlier(step.ways, way)]
    if not {name for guard in (*hold, *fail) for name in guard.names} <= given.facts.keys():
        return ""  # an undeclared name is told of by another check
    try:
        facts = example(hold, fail, given)
    except CannotProve as exc:
        return f"it cannot be proved that never both are taken: {exc}"
    if facts is None:
        return ""
    return f"both are taken with {in_words(facts)}" if facts else "both are taken"


def _left_two_ways(one: tuple[Step, Way], other: tuple[Step, Way], both: str) -> Problem:
    return Problem(
        position=other[1].position,
        code="left_two_ways",
        where=where_of(other[0]),
        what=(
            f"`{other[0].event}` leads to `{other[1].to}` here and to `{one[1].to}` from"
            f" `{one[0].state}` ({one[1].position}), and only one can be followed; {both}"
        ),
        mend="give the two ways guards that exclude one another, or keep only one of them",
    )
