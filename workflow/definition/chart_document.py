"""A workflow as the nested dictionaries that a state chart is compiled from.

Every id is mangled (`s1`, `e1`, `g1`): `states`, `send` or `model` as an id of ours would break
the machine. Every guarded thing becomes one boolean: `g7` is "this way was chosen", worked out by
us, because the library rewrites text inside string literals. A way that stays is left out: we
know that nothing moves, and with it in place a way of an outer state would never be tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.definition.model import UNOPENED, State, Workflow
from workflow.definition.step import Step, Way

Document = dict[str, Any]

BEFORE = "s0"
"""The state of a case that has not been opened yet."""


@dataclass(frozen=True, slots=True)
class Start:
    """A way into the first substate of `state`, and the boolean that opens it."""

    flag: str
    state: State
    way: Way


Path = tuple[str, str, Way]
"""A way with the event and the state that it belongs to."""


@dataclass
class ChartDocument:
    """The document with the names in it. `flags` gives the boolean of each way that moves."""

    workflow: Workflow
    states: Document = field(init=False)
    flags: dict[Path, str] = field(init=False, default_factory=dict)
    starts: list[Start] = field(init=False, default_factory=list)
    ids: Mapping[str, str] = field(init=False)
    events: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._free = _flag_names()
        self.ids = {state: f"s{n}" for n, state in enumerate(self.workflow.states, start=1)}
        self.events = {event: f"e{n}" for n, event in enumerate(sorted(self.workflow.events))}
        top = [state for state in self.workflow.states.values() if state.parent is None]
        opening = self._on((self.workflow.opening,))
        self.states = {BEFORE: {"initial": True, "on": opening}}
        self.states |= {self.ids[state.id]: self._state(state) for state in top}

    def stored(self, leaves: tuple[str, ...]) -> list[str]:
        """Leaves as the machine keeps them: with every state around them, outermost first."""
        if leaves == (UNOPENED,):
            return [BEFORE]
        active = self.workflow.active(leaves)
        return [id_ for state, id_ in self.ids.items() if state in active]

    def _state(self, state: State) -> Document:
        compiled: Document = (
            {"final": True} if state.final else {"on": self._on(self._steps(state))}
        )
        if state.parallel:
            compiled["parallel"] = True
        if state.substates:
            inner = {self.ids[s]: self._state(self.workflow.states[s]) for s in state.substates}
            compiled["states"] = inner if state.parallel else self._first(state) | inner
        if not state.parallel and state.substates and not state.starts:
            first = state.initial or state.substates[0]
            compiled["states"][self.ids[first]]["initial"] = True
        return compiled

    def _steps(self, state: State) -> tuple[Step, ...]:
        """Its own steps; an outermost state also has those that are open anywhere."""
        return state.steps + (self.workflow.anywhere if state.parent is None else ())

    def _first(self, state: State) -> Document:
        """A choice in front of the substates where `starts` says which comes first."""
        transitions = []
        for way in state.starts:
            flag = next(self._free)
            self.starts.append(Start(flag, state, way))
            transitions.append({"target": self.ids[way.to or ""], "cond": flag})
        choice = self.ids[state.id].replace("s", "c")
        return {choice: {"initial": True, "transitions": transitions}} if transitions else {}

    def _on(self, steps: tuple[Step, ...]) -> dict[str, list[Document]]:
        compiled: dict[str, list[Document]] = {}
        for step in steps:
            for way in step.ways:
                if way.to is not None:
                    path = (step.event, step.state, way)
                    if path not in self.flags:  # `anywhere` is compiled into each outermost state
                        self.flags[path] = next(self._free)
                    flag = self.flags[path]
                    transition = {"target": self.ids[way.to], "cond": flag}
                    compiled.setdefault(self.events[step.event], []).append(transition)
        return compiled


def _flag_names() -> Iterator[str]:
    number = 0
    while True:
        yield f"g{number}"
        number += 1
