"""Where a case can go: the states of one workflow as a graph, region by region.

Configurations of parallel regions are never multiplied with one another. So a state counts as
reachable when its region can come there at all. A name that is no state is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from workflow.definition.model import Step, Workflow


class Movement:
    """The states of a workflow, which of them can be active together, and the ways between."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow

    def around(self, state: str) -> tuple[str, ...]:
        """The state and those around it, innermost first; empty for a name that is no state."""
        return self._workflow.ancestry(state) if state in self._workflow.states else ()

    def within(self, state: str) -> frozenset[str]:
        """The state and every state in it."""
        return self._within.get(state, frozenset())

    def common(self, one: str, other: str) -> str | None:
        """The innermost state around both, one of the two itself included."""
        outer = self.around(other)
        return next((state for state in self.around(one) if state in outer), None)

    def together(self, one: str, other: str) -> bool:
        """True when a case can be in both at once."""
        common = self.common(one, other)
        return common in (one, other) or self._is_parallel(common)

    def body(self, state: str) -> str:
        """The outermost parallel state around, or the state itself where there is none.

        Ways out are a matter of this whole: a region alone needs none.
        """
        parallel = [outer for outer in self.around(state) if self._is_parallel(outer)]
        return parallel[-1] if parallel else state

    def entered(self, state: str) -> frozenset[str]:
        """Every state that a case may be in right after it was led to this one."""
        found: set[str] = set()
        self._enter(state, found)
        return frozenset(found)

    def targets(self, step: Step) -> Iterator[str]:
        """The states that the ways of a step lead to."""
        return (way.to for way in step.ways if way.to is not None and way.to in self._states)

    def open_anywhere(self, step: Step, leaf: str) -> bool:
        """True when this step of `anywhere` can happen in the leaf."""
        around = self.around(leaf)
        own = any(s.event == step.event for state in around for s in self._states[state].steps)
        return not (own or self._states[leaf].final or set(around).intersection(step.except_))

    def steps_in(self, states: Iterable[str]) -> Iterator[Step]:
        """Every step that can happen while the case is in one of the states."""
        states = [state for state in states if state in self._states]
        for step in self._workflow.steps:
            if step.state and any(self.together(step.state, state) for state in states):
                yield step
        leaves = [leaf for state in states for leaf in self._leaves(state)]
        for step in self._workflow.anywhere:
            if any(self.open_anywhere(step, leaf) for leaf in leaves):
                yield step

    @cached_property
    def reachable(self) -> frozenset[str]:
        """Every state that a case can come to."""
        found: set[str] = set()
        ahead = list(self.targets(self._workflow.opening))
        while ahead:
            for state in self.entered(ahead.pop()) - found:
                found.add(state)
                ahead.extend(self._next(state))
        return frozenset(found)

    def leads_to(self, ends: Iterable[str]) -> frozenset[str]:
        """Every leaf from which a case can come to one of these leaves, they themselves included."""
        found = set(ends)
        before: dict[str, set[str]] = {}
        for leaf in self._workflow.leaves():
            for after in self._after(leaf):
                before.setdefault(after, set()).add(leaf)
        ahead = list(found)
        while ahead:
            new = before.get(ahead.pop(), set()) - found
            found |= new
            ahead.extend(new)
        return frozenset(found)

    @property
    def _states(self) -> dict[str, object]:
        raise NotImplementedError
