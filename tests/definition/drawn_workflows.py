"""Workflows to draw: one with a bit of everything, those that we ship, and any there can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from definition.building import CLOSED, Node, flow, parallel, region, starts, state, step
from workflow.definition.model import OPEN_CASE, Workflow
from workflow.definition.reader import read_process
from workflow.definition.step import Step

PROCESS = Path(__file__).resolve().parents[2] / "definitions" / "child_protection"


SHIPPED = sorted(file.stem for file in PROCESS.glob("*.yaml") if "\nworkflow:" in file.read_text())
"""The names of the workflows that we ship."""


def drawn(name: str) -> Workflow:
    """A workflow that we ship, or the one with a bit of everything."""
    return _shipped()[name] if name in SHIPPED else a_bit_of_everything()


@cache
def _shipped() -> Mapping[str, Workflow]:
    return read_process(PROCESS).workflows


def titled(title: str, made: Step) -> Step:
    return replace(made, title=title)


def a_bit_of_everything() -> Workflow:
    """A compound state, a parallel state, ways between all of them, and steps open anywhere."""
    asking = state(
        "asking",
        state("asked", step("answer", to="answered"), step("drop", to="closed")),
        state("answered", step("plan", to="working"), step("ask_again", to="asked")),
        step("give_up", to="closed"),
    )
    working = parallel(
        "working",
        region(
            "visiting",
            state("visited", step("miss", to="missed")),
            state("missed", step("visit", to="visited"), step("stop", to="resting")),
        ),
        region("paying", state("paid"), state("owed"), starts=starts("a -> paid", "b -> owed")),
        step("finish", to="closed"),
    )
    resting = state("resting", step("resume", to="working"), step("end", to="closed"))
    wait = titled("Wait", step("wait"))
    leave = titled("Leave for good", step("leave", to="closed"))
    return flow(asking, working, resting, CLOSED, anywhere=(wait, leave))


def one_state_titled(title: str) -> Workflow:
    """Two states, of which the first, its step and a step open anywhere have that title."""
    end = titled(title, step("end", to="closed"))
    noted = titled(title, step("note"))
    return flow(state("open", end, title=title), CLOSED, anywhere=(noted,))


ODD = 'Ask & <answer> "now": a|b; #1'

WORDS = st.text("abcdefg ILWM&<", min_size=1, max_size=60).filter(str.strip)


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """States nested up to three deep, with any ways between those that are no frames."""
    counted = iter(range(100))
    leaves: list[str] = []

    def leaf() -> Node:
        name = f"s{next(counted)}"
        leaves.append(name)
        return state(name, title=draw(WORDS))

    def some(depth: int) -> list[Node]:
        return [node(depth) for _ in range(draw(st.integers(1, 3)))]

    def node(depth: int) -> Node:
        kind = draw(st.sampled_from(["leaf", "leaf", "compound", "parallel"])) if depth else "leaf"
        if kind == "leaf":
            return leaf()
        name = f"s{next(counted)}"
        if kind == "compound":
            return state(name, *some(depth - 1), title=draw(WORDS))
        regions = [region(f"s{next(counted)}", *some(depth - 1)) for _ in range(2)]
        return parallel(name, *regions, title=draw(WORDS))

    made = flow(*some(2), CLOSED)
    ends = st.sampled_from([*leaves, "closed"])
    steps: dict[str, tuple[Step, ...]] = {}
    pairs = draw(st.lists(st.tuples(st.sampled_from(leaves), ends), max_size=25))
    for number, (source, target) in enumerate(pairs):
        if source != target:
            way = replace(step(f"e{number}", to=target), state=source, title=draw(WORDS))
            steps[source] = (*steps.get(source, ()), way)
    states = {id_: replace(found, steps=steps.get(id_, ())) for id_, found in made.states.items()}
    return replace(made, states=states, opening=step(OPEN_CASE, to=leaves[0]))
