"""Small workflows for the tests of checks: what a test does not say is harmless.

`flow(state("open", step("close", to="closed")), state("closed", final=True))` has nothing wrong
with it. Ways are written as text: `"decision == 'yes' -> closed"`, `"otherwise -> stay"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflow.deadlines.rule import (
    Anchor,
    AnchorKind,
    Choice,
    Count,
    Pick,
    Repeated,
    Rule,
    Span,
    Unit,
)
from workflow.definition.checks import problems
from workflow.definition.guard import Guard, parse
from workflow.definition.model import (
    OPEN_CASE,
    Fact,
    FactKind,
    Link,
    Policy,
    Process,
    State,
    Workflow,
)
from workflow.definition.problem import Position, Problem
from workflow.definition.step import Step, Way
from workflow.definition.taking_part import Role
from workflow.definition.task import DoneBy, Rung, Task, TimedEvent

HERE = Position("test.yaml", 1)


def at_line(line: int) -> Position:
    return Position("test.yaml", line)


@dataclass(frozen=True)
class Node:
    """A state with the states in it."""

    state: State
    inside: tuple[Node, ...] = ()


def state(id_: str, *parts: Step | Node, title: str = "A title", **more: Any) -> Node:
    """A leaf, or with states among the parts a compound state whose first one is initial."""
    inside = tuple(part for part in parts if isinstance(part, Node))
    steps = tuple(replace(part, state=id_) for part in parts if isinstance(part, Step))
    more.setdefault("position", HERE)
    if inside and not more.get("parallel") and not more.get("starts"):
        more.setdefault("initial", inside[0].state.id)
    names = tuple(node.state.id for node in inside)
    made = State(id=id_, title=title, parent=None, substates=names, steps=steps, **more)
    return Node(made, inside)


def parallel(id_: str, *parts: Step | Node, **more: Any) -> Node:
    """A state whose substates are regions."""
    return state(id_, *parts, parallel=True, **more)


def region(id_: str, *parts: Node, **more: Any) -> Node:
    """A region; its first state is initial unless it has `starts`."""
    return state(id_, *parts, is_region=True, title="", **more)


def step(event: str, *ways_: str, to: str | None = None, **more: Any) -> Step:
    """A step of the role `worker`; without ways or `to` it stays."""
    said = tuple(way(text) for text in ways_) or (Way(to=to, when=None, position=HERE),)
    more.setdefault("by", ("worker",))
    more.setdefault("position", HERE)
    more["sets"] = {name: parse(text) for name, text in more.get("sets", {}).items()}
    return Step(event=event, state="", title=event, ways=said, **more)


def way(text: str) -> Way:
    """`GUARD -> STATE`, `GUARD -> stay` or `otherwise -> STATE`."""
    when, _, to = text.rpartition(" -> ")
    return Way(
        to=None if to == "stay" else to,
        when=None if when == "otherwise" else parse(when),
        position=HERE,
    )


def starts(*texts: str) -> tuple[Way, ...]:
    return tuple(way(text) for text in texts)


def fact(name: str, kind: str = "text", **more: Any) -> Fact:
    for key in ("is_", "where", "required_when", "asked_when"):
        if key in more:
            more[key] = parse(more[key])
    more.setdefault("position", HERE)
    return Fact(name=name, kind=FactKind(kind), label=name, **more)


def choice(name: str, *codes: str, **more: Any) -> Fact:
    return fact(name, "choice", codes={code: code for code in codes}, **more)


def due(count: int, unit: str, of: str = "entered") -> Rule:
    """`due(5, "days", "last(visit)")`; any other word is a fact."""
    kind, _, name = of.partition("(")
    if kind in ("entered", "last", "ever"):
        anchor = Anchor(AnchorKind(kind), name.rstrip(")"))
    else:
        anchor = Anchor(AnchorKind.FACT, of)
    return Count(span=Span(count, Unit(unit)), anchor=anchor)


def earliest(*parts: Rule, when: Guard | None = None) -> Rule:
    return Pick(choice=Choice.EARLIEST, parts=parts, when=when)


def rung(at: str, *to: str, **more: Any) -> Rung:
    """`rung("5 working days before", "manager")`."""
    *span, side = at.rsplit(" ", 1)
    count, unit = span[0].split(" ", 1) if side != "day" else ("0", "days")
    length = None if side == "day" else Span(int(count), Unit(unit.removesuffix("s") + "s"))
    more.setdefault("position", HERE)
    return Rung(span=length, before=side == "before", to=to, notice="late", **more)


def task(name: str, *, place: Iterable[str], done_by: str | DoneBy, **more: Any) -> Task:
    """A task of the role `worker`."""
    more.setdefault("position", HERE)
    more.setdefault("role", ((None, "worker"),))
    rule = more.pop("due", None)
    return Task(
        name=name,
        title=name,
        place=frozenset(place),
        done_by=(done_by if isinstance(done_by, DoneBy) else DoneBy(event=done_by),),
        due=rule if rule is None or isinstance(rule, Repeated) else Repeated(first=rule),
        **more,
    )


def timer(in_state: str, event: str, of: str = "entered") -> TimedEvent:
    return TimedEvent(state=in_state, due=due(5, "days", of), event=event, position=HERE)


def link(name: str, to: str, inverse: str, **more: Any) -> Link:
    more["sets"] = {fact_: parse(text) for fact_, text in more.get("sets", {}).items()}
    return Link(name=name, to=to, inverse=inverse, position=HERE, **more)


def flow(
    *nodes: Node,
    name: str = "plan",
    opening: Step | None = None,
    facts: Iterable[Fact] = (),
    links: Iterable[Link] = (),
    **more: Any,
) -> Workflow:
    """A workflow that opens in its first state, with the roles `worker` and `manager`."""
    states = {each.id: each for node in nodes for each in _flattened(node, None)}
    more.setdefault("position", HERE)
    return Workflow(
        name=name,
        title=name,
        edition="",
        roles={role: Role(name=role, title=role) for role in ("worker", "manager")},
        facts={each.name: each for each in facts},
        states=states,
        opening=opening or step(OPEN_CASE, to=nodes[0].state.id),
        links={each.name: each for each in links},
        **more,
    )


def _flattened(node: Node, parent: str | None) -> Iterator[State]:
    yield replace(node.state, parent=parent)
    for inner in node.inside:
        yield from _flattened(inner, node.state.id)


def process(*flows: Workflow) -> Process:
    return Process(
        name="test",
        workflows={each.name: each for each in flows},
        policy=Policy(name="", title=""),
    )


SMALL = ("fact_never_used", "nobody_for_task")
"""Warnings of what a workflow lacks because it is so small; their own tests ask for them."""


def found(*flows: Workflow) -> list[Problem]:
    """Every problem that is not one of smallness."""
    return [each for each in problems(process(*flows)) if each.code not in SMALL]


def told(*flows: Workflow) -> list[tuple[str, str]]:
    """(code, where) of these."""
    return [(each.code, each.where) for each in found(*flows)]


def only_problem(*flows: Workflow) -> Problem:
    (problem,) = found(*flows)
    return problem


CLOSED = state("closed", title="Closed", final=True)
