"""The only file that imports python-statemachine: which steps are open, and what comes next.

The chart decides the *next configuration*; the guards are ours (see `chart_document.py`). Which
*steps are open* is read off the model, since steps that stay are never compiled.

How the library behaves, and what we do about it (each has a test):
- by default an unknown event, a closed guard and an action that raises all pass in silence, and
  after the raise the state has moved: three strict flags on every class;
- a guard name can call any public method of the model: it gets a slot with booleans only;
- a machine shared by two threads returns None to the second caller: one machine a thread;
- after a final state a reused machine refuses everything: `running` is set before each send;
- its queues keep the rest of a failed step: after any exception the machine is thrown away.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from statemachine import StateChart
from statemachine.io import create_machine_class_from_definition
from statemachine.orderedset import OrderedSet

from workflow.definition.chart_document import ChartDocument, Path
from workflow.definition.guard import Guard
from workflow.definition.model import State, Workflow
from workflow.definition.step import Step, Way

STRICT = {
    "catch_errors_as_events": False,
    "allow_event_without_transition": False,
    "atomic_configuration_update": True,
}

# checks.py looks for these three, with line and mending
LOOSE = {
    "validate_disconnected_states": False,
    "validate_trap_states": False,
    "validate_final_reachability": False,
}

Holds = Callable[[Guard], bool]
"""Whether a guard of a way holds, for the event that is being decided."""

_Asked = tuple[tuple[str, ...], str, frozenset[Path], tuple[bool, ...]]
"""Leaves, event, the ways that are taken, and which of the guarded beginnings hold."""

_ANSWERS = 10_000
"""How many answers of its machine a chart keeps."""

Starts = Callable[[Guard, State], bool]
"""Whether a guard of `starts` holds, on entering that state."""


class NoWay(Exception):
    """The event is open but no guard of any of its steps holds."""


@dataclass(frozen=True, slots=True)
class Next:
    """Where an event leads: the leaves, sorted, and the way taken of each open step."""

    leaves: tuple[str, ...]
    ways: tuple[tuple[Step, Way], ...]


class _Slot:
    """What the machine sees of a case: its state, and one boolean for each way."""

    state: Any = None


class Chart:
    """One workflow as a state chart, compiled once. Threads may share it."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._document = ChartDocument(workflow)
        self._state_of = {id_: state for state, id_ in self._document.ids.items()}
        self._order = {state: number for number, state in enumerate(workflow.states)}
        self._local = threading.local()
        self._answers: dict[_Asked, tuple[str, ...]] = {}
        self._machine_class = create_machine_class_from_definition(
            f"Chart_{workflow.name}", states=self._document.states, **STRICT, **LOOSE
        )

    def open_steps(self, leaves: Iterable[str], event: str) -> tuple[Step, ...]:
        """The steps of that name that are open: of active states, else those of `anywhere`.

        In the order of the file, so that what follows from them comes in that order too.
        """
        active = self._workflow.active(tuple(leaves))
        own = tuple(
            step
            for state in sorted(active, key=self._order.__getitem__)
            for step in self._workflow.states[state].steps
            if step.event == event
        )
        return own or tuple(step for step in self._free(active) if step.event == event)

    def open_events(self, leaves: Iterable[str]) -> frozenset[str]:
        """Every event with an open step; whether a guard of it holds is not asked."""
        active = self._workflow.active(tuple(leaves))
        own = {step.event for state in active for step in self._workflow.states[state].steps}
        return frozenset(own | {step.event for step in self._free(active)})

    def next(
        self,
        leaves: tuple[str, ...],
        event: str,
        steps: tuple[Step, ...],
        holds: Holds,
        starts: Starts,
    ) -> Next:
        """Where `event` leads, taking of each step the first way that holds.

        Raises NoWay when none of the steps has one.
        """
        ways = tuple((step, way) for step in steps if (way := first_way(step, holds)))
        if not ways:
            raise NoWay(event)
        moving = {(event, step.state, way) for step, way in ways if way.to is not None}
        return Next(self._sent(leaves, event, moving, starts) if moving else leaves, ways)

    def _free(self, active: frozenset[str]) -> tuple[Step, ...]:
        if any(self._workflow.states[state].final for state in active):
            return ()
        return tuple(s for s in self._workflow.anywhere if not active.intersection(s.except_))

    def _sent(
        self, leaves: tuple[str, ...], event: str, moving: set[Path], starts: Starts
    ) -> tuple[str, ...]:
        """What the machine makes of it. It sees nothing but its state and the booleans, so the
        answer is the same each time, and is kept.
        """
        begins = {
            start.flag: start.way.when is None or starts(start.way.when, start.state)
            for start in self._document.starts
        }
        asked = (leaves, event, frozenset(moving), tuple(begins.values()))
        if (known := self._answers.get(asked)) is not None:
            return known
        if len(self._answers) >= _ANSWERS:
            self._answers.clear()
        answer = self._answers[asked] = self._asked(leaves, event, moving, begins)
        return answer

    def _asked(
        self, leaves: tuple[str, ...], event: str, moving: set[Path], begins: Mapping[str, bool]
    ) -> tuple[str, ...]:
        machine, slot = self._machine()
        for path, flag in self._document.flags.items():
            setattr(slot, flag, path in moving)
        for flag, holds in begins.items():
            setattr(slot, flag, holds)
        slot.state = OrderedSet(self._document.stored(leaves))
        machine._engine.running = True
        try:
            machine.send(self._document.events[event])
        except BaseException:
            self._local.pair = None
            raise
        return self._leaves(slot.state)

    def _machine(self) -> tuple[StateChart[Any], _Slot]:
        pair: tuple[StateChart[Any], _Slot] | None = getattr(self._local, "pair", None)
        if pair is None:
            slot = _Slot()
            for flag in (*self._document.flags.values(), *(s.flag for s in self._document.starts)):
                setattr(slot, flag, False)
            pair = self._local.pair = (self._machine_class(model=slot), slot)
        return pair

    def _leaves(self, stored: Any) -> tuple[str, ...]:
        ids = stored if isinstance(stored, OrderedSet) else [stored]
        states = [self._workflow.states[self._state_of[id_]] for id_ in ids]
        return tuple(sorted(state.id for state in states if not state.substates))


def first_way(step: Step, holds: Holds) -> Way | None:
    """The way that a step takes: the first whose guard holds; None when none does."""
    return next((way for way in step.ways if way.when is None or holds(way.when)), None)
