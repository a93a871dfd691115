"""Where a case can go: the states of one workflow as a graph, region by region.

Configurations of parallel regions are never multiplied with one another. So a state counts as
reachable when its region can come there at all. A name that is no state is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from workflow.definition.model import State, Workflow
from workflow.definition.step import Step


class Movement:
    """The states of a workflow, which of them can be active together, and the ways between."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._states = workflow.states
        self._around = {state: workflow.ancestry(state) for state in workflow.states}
        self._entered: dict[str, frozenset[str]] = {}
        self._open: dict[str, frozenset[int]] = {}
        self._afterwards: dict[str, frozenset[str]] = {}

    def around(self, state: str) -> tuple[str, ...]:
        """The state and those around it, innermost first; empty for a name that is no state."""
        return self._around.get(state, ())

    def within(self, state: str) -> frozenset[str]:
        """The state and every state in it."""
        return self._within.get(state, frozenset())

    def leaves(self, state: str) -> frozenset[str]:
        """The state itself where it has no substates, else every innermost state in it."""
        return frozenset(s for s in self.within(state) if not self._states[s].substates)

    def common(self, one: str, other: str) -> str | None:
        """The innermost state around both, one of the two itself included."""
        outer = self.around(other)
        return next((state for state in self.around(one) if state in outer), None)

    def together(self, one: str, other: str) -> bool:
        """True when a case can be in both at once."""
        return self.common(one, other) in (one, other) or self.crosses_regions(one, other)

    def crosses_regions(self, one: str, other: str) -> bool:
        """True when the two are in different regions of one parallel state."""
        common = self.common(one, other)
        return common not in (one, other) and self._is_parallel(common)

    def body(self, state: str) -> str:
        """The outermost parallel state around, or the state itself where there is none.

        Ways out are a matter of this whole: a region alone needs none.
        """
        parallel = [outer for outer in self.around(state) if self._is_parallel(outer)]
        return parallel[-1] if parallel else state

    def entered(self, state: str) -> frozenset[str]:
        """Every state that a case may be in right after it was led to this one."""
        if state not in self._entered:
            found: set[str] = set()
            self._enter(state, found)
            self._entered[state] = frozenset(found)
        return self._entered[state]

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
        open_ = frozenset[int]().union(*map(self._open_in, self._states.keys() & states))
        yield from (step for number, step in enumerate(self._workflow.steps) if number in open_)

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
        """Every leaf from which a case can come to one of these leaves; they themselves too."""
        found = set(ends)
        before: dict[str, set[str]] = {}
        for leaf in self._workflow.leaves():
            for after in self.after(leaf):
                before.setdefault(after, set()).add(leaf)
        ahead = list(found)
        while ahead:
            new = before.get(ahead.pop(), set()) - found
            found |= new
            ahead.extend(new)
        return frozenset(found)

    def after(self, leaf: str) -> frozenset[str]:
        """The leaves that one step can lead to while the case is in this leaf."""
        if leaf not in self._afterwards:
            targets = {state for step in self.steps_in([leaf]) for state in self.targets(step)}
            entered = frozenset[str]().union(*map(self.entered, targets))
            self._afterwards[leaf] = frozenset(s for s in entered if not self._states[s].substates)
        return self._afterwards[leaf]

    def _next(self, state: str) -> Iterator[str]:
        for step in self._states[state].steps:
            yield from self.targets(step)
        if not self._states[state].substates:
            for step in self._workflow.anywhere:
                yield from self.targets(step) if self.open_anywhere(step, state) else ()

    def _enter(self, state: str, found: set[str]) -> None:
        if state not in self._states:
            return
        path = self.around(state)
        found.update(path)
        aside = (self._states[outer].substates for outer in path if self._is_parallel(outer))
        for region in (region for regions in aside for region in regions):
            if region not in path:
                self._begin(region, found)
        self._begin(state, found)

    def _begin(self, state: str, found: set[str]) -> None:
        """Add a state entered by default, with the substates that it starts in."""
        found.add(state)
        for first in self._first(self._states[state]):
            if first not in found:
                self._enter(first, found)

    def _first(self, state: State) -> tuple[str, ...]:
        if state.parallel:
            return state.substates
        starts = tuple(way.to for way in state.starts if way.to is not None)
        initial = (state.initial,) if state.initial else state.substates[:1]
        return starts or initial

    def _open_in(self, state: str) -> frozenset[int]:
        """The numbers of the steps that can happen while the case is in the state. Kept."""
        if state not in self._open:
            leaves = self.leaves(state)
            self._open[state] = frozenset(
                number
                for number, step in enumerate(self._workflow.steps)
                if (step.state and self.together(step.state, state))
                or (not step.state and any(self.open_anywhere(step, leaf) for leaf in leaves))
            )
        return self._open[state]

    def _is_parallel(self, state: str | None) -> bool:
        return state is not None and state in self._states and self._states[state].parallel

    @cached_property
    def _within(self) -> Mapping[str, frozenset[str]]:
        inside: dict[str, set[str]] = {state: set() for state in self._states}
        for state in self._states:
            for outer in self.around(state):
                inside[outer].add(state)
        return {state: frozenset(inner) for state, inner in inside.items()}
