"""Whether one way is always taken, and every way sometimes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.definition.guard import Guard
from workflow.definition.model import OPEN_CASE
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.prove import CannotProve, Given, counterexample, example, in_words
from workflow.definition.soundness.scope import Scope, once, where_of
from workflow.definition.step import Way


@dataclass(frozen=True, kw_only=True)
class Fork:
    """A choice between guarded ways, and what is known when it is made."""

    where: str
    position: Position
    ways: tuple[Way, ...]
    given: Given
    is_start: bool

    @property
    def is_closed(self) -> bool:
        """True when one of the ways is taken whatever the facts."""
        return any(way.when is None for way in self.ways)

    @property
    def guards(self) -> tuple[Guard, ...]:
        """The guards of its ways, in order."""
        return tuple(way.when for way in self.ways if way.when is not None)


def earlier(ways: tuple[Way, ...], way: Way) -> tuple[Guard, ...]:
    """The guards that must have failed before this way is looked at."""
    before = ways[: ways.index(way)]
    return tuple(other.when for other in before if other.when is not None)


@once
def ways_not_exhaustive(scope: Scope) -> Iterator[Problem]:
    """Facts under which no way of a step, or no start, would be taken."""
    for fork in _forks(scope):
        if not fork.is_closed and (gap := _gap(fork)):
            yield Problem(
                position=fork.position,
                code="start_without_otherwise" if fork.is_start else "ways_not_exhaustive",
                where=fork.where,
                what=gap,
                mend="add a last way with `otherwise:`, or a way for these facts",
            )


@once
def way_never_taken(scope: Scope) -> Iterator[Problem]:
    """A way whose guard fails wherever the earlier ones do; a spare `otherwise` only warns."""
    for fork in _forks(scope):
        for way in fork.ways:
            if _is_never_taken(fork, way):
                yield Problem(
                    position=way.position,
                    code="way_never_taken",
                    where=fork.where,
                    what=_why_never(way),
                    mend="take it out, or correct its guard or an earlier one",
                    severity=Severity.WARNING if way.when is None else Severity.ERROR,
                )


def closed_otherwise(scope: Scope) -> Iterator[Problem]:
    """An `otherwise` beside other ways that ends the case: also for facts nobody thought of."""
    ends = {state.id for state in scope.workflow.states.values() if state.final}
    for fork in _all_forks(scope):
        for way in fork.ways if fork.guards else ():
            if way.when is None and way.to in ends:
                yield Problem(
                    position=way.position,
                    code="closed_otherwise",
                    where=fork.where,
                    what=f"`otherwise` leads to `{way.to}`: whatever else is told closes the case",
                    mend="say with `when:` what closes it, and let `otherwise` go on or stay",
                    severity=Severity.WARNING,
                )


def _forks(scope: Scope) -> Iterator[Fork]:
    """Every choice whose names are all declared; the others are told of by another check."""
    for fork in _all_forks(scope):
        names = frozenset[str]().union(*(guard.names for guard in fork.guards))
        if fork.guards and names <= fork.given.facts.keys():
            yield fork


def _all_forks(scope: Scope) -> Iterator[Fork]:
    for step in scope.steps:
        yield Fork(
            where=where_of(step),
            position=step.position,
            ways=step.ways,
            given=scope.given(step),
            is_start=step.event == OPEN_CASE,
        )
    for state in scope.workflow.states.values():
        yield Fork(
            where=f"states.{state.id}.starts",
            position=state.position,
            ways=state.starts,
            given=scope.given(),
            is_start=True,
        )


def _gap(fork: Fork) -> str:
    """What is not covered, in words; empty when everything is."""
    try:
        facts = counterexample(fork.guards, fork.given)
    except CannotProve as exc:
        return f"it cannot be proved that a way is always taken: {exc}"
    return "" if facts is None else f"no way is taken with {in_words(facts)}"


def _is_never_taken(fork: Fork, way: Way) -> bool:
    hold = () if way.when is None else (way.when,)
    try:
        return example(hold, earlier(fork.ways, way), fork.given) is None
    except CannotProve:
        return False


def _why_never(way: Way) -> str:
    if way.when is None:
        return "`otherwise` is never taken: the earlier ways cover everything"
    return f"this way is never taken: where `{way.when}` holds, an earlier way is taken first"
