"""What python-statemachine does by itself, and what our three flags make of it.

An upgrade that changes either is to be noticed here and not in somebody's case.
"""

from __future__ import annotations

from typing import Any

import pytest
from statemachine import StateChart
from statemachine.exceptions import TransitionNotAllowed
from statemachine.io import create_machine_class_from_definition

from cases import a_workflow
from workflow.definition.chart import LOOSE, STRICT, Chart


def one_step() -> dict[str, Any]:
    """From `a` to `b`. Made anew each time: the library takes the keys out of what it is given."""
    go = {"target": "b", "cond": "free", "on": "act"}
    return {"a": {"initial": True, "on": {"go": [go]}}, "b": {"on": {"back": [{"target": "a"}]}}}


class Slot:
    """A model as the library wants one."""

    def __init__(self, *, free: bool, fails: bool = False) -> None:
        self.state: Any = None
        self.free, self._fails = free, fails

    def act(self) -> None:
        if self._fails:
            raise ZeroDivisionError


def machine(slot: Slot, **flags: bool) -> StateChart[Any]:
    made = create_machine_class_from_definition("Made", states=one_step(), **flags, **LOOSE)
    return made(model=slot)


def test_by_itself_the_library_lets_an_unknown_event_pass() -> None:
    slot = Slot(free=True)
    machine(slot).send("nonsense")

    assert slot.state == "a"


def test_by_itself_the_library_lets_a_closed_guard_pass() -> None:
    slot = Slot(free=False)
    machine(slot).send("go")

    assert slot.state == "a"


def test_by_itself_the_library_moves_on_when_an_action_raises() -> None:
    slot = Slot(free=True, fails=True)
    machine(slot).send("go")

    assert slot.state == "b"


def test_with_our_flags_an_unknown_event_raises_and_the_state_stays() -> None:
    slot = Slot(free=True)
    with pytest.raises(TransitionNotAllowed):
        machine(slot, **STRICT).send("nonsense")

    assert slot.state == "a"


def test_with_our_flags_a_closed_guard_raises_and_the_state_stays() -> None:
    slot = Slot(free=False)
    with pytest.raises(TransitionNotAllowed):
        machine(slot, **STRICT).send("go")

    assert slot.state == "a"


def test_with_our_flags_an_action_that_raises_does_so_and_the_state_stays() -> None:
    slot = Slot(free=True, fails=True)
    with pytest.raises(ZeroDivisionError):
        machine(slot, **STRICT).send("go")

    assert slot.state == "a"


def test_the_library_empties_the_document_that_it_compiles() -> None:
    document = one_step()
    create_machine_class_from_definition("Made", states=document, **LOOSE)

    assert document["a"] != one_step()["a"]


def test_every_chart_is_compiled_with_the_three_flags() -> None:
    compiled = Chart(a_workflow("states: {open: {title: Open}}"))._machine_class

    assert {flag: getattr(compiled, flag) for flag in STRICT} == STRICT
