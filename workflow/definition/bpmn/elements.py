"""The elements of BPMN 2.0 that a workflow needs, as values. Where they are drawn is not said here.

An element is called as the standard calls it, so that the XML says what these say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

Id = NewType("Id", str)
"""Of an element: unique in a document, and the same each time it is written."""


class Kind(StrEnum):
    """What a node is."""

    START = "startEvent"
    END = "endEvent"
    BOUNDARY = "boundaryEvent"
    CAUGHT = "intermediateCatchEvent"
    THROWN = "intermediateThrowEvent"
    TASK = "task"
    BY_PERSON = "userTask"
    HEARD = "receiveTask"
    SENT = "sendTask"
    CHOICE = "exclusiveGateway"
    FORK = "parallelGateway"
    PART = "subProcess"
    FREE = "adHocSubProcess"
    """what is in it is done in any order, or left"""

    @property
    def is_event(self) -> bool:
        return self.value.endswith("Event")

    @property
    def is_gateway(self) -> bool:
        return self.value.endswith("Gateway")


class Cause(StrEnum):
    """What an event is the event of."""

    TIMER = "timerEventDefinition"
    MESSAGE = "messageEventDefinition"
    CONDITION = "conditionalEventDefinition"
    ESCALATION = "escalationEventDefinition"
    TERMINATE = "terminateEventDefinition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Why an event comes about: `words` of a timer or condition, `ref` to what is heard or said."""

    cause: Cause
    words: str = ""
    ref: Id | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """From one node to another of the same part. `when` is a guard as it is written.

    `otherwise`: taken where no other flow of its gateway is.
    """

    id: Id
    source: Id
    target: Id
    name: str = ""
    when: str = ""
    otherwise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An activity, event or gateway. `said`: what the definition says of it, line by line.

    `host`: what a boundary event is attached to. `each`: one for each of several; `again`: another
    after each. `roles`: who may do it. `message`: what a task hears.
    """

    id: Id
    kind: Kind
    name: str = ""
    said: tuple[str, ...] = ()
    trigger: Trigger | None = None
    host: Id | None = None
    interrupts: bool = True
    roles: tuple[Id, ...] = ()
    message: Id | None = None
    each: bool = False
    again: bool = False
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is inside a process or a sub-process."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    def every_part(self) -> Iterator[Part]:
        """This one, and all those inside it."""
        yield self
        for node in self.nodes:
            if node.part is not None:
                yield from node.part.every_part()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes from one workflow to another: `sender` and `hearer` are names of workflows."""

    id: Id
    name: str
    sender: str
    hearer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A workflow in the words of BPMN. `others`: titles of the workflows that it speaks with."""

    workflow: str
    title: str
    part: Part
    messages: tuple[Message, ...]
    escalations: Mapping[Id, str]
    roles: Mapping[Id, str]
    others: Mapping[str, str]


@dataclass
class Sheet:
    """A part while it is put together."""

    nodes: dict[Id, Node] = field(default_factory=dict)
    flows: dict[Id, Flow] = field(default_factory=dict)

    def add(self, node: Node) -> Id:
        """Put a node there, once."""
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(
        self, source: Id, target: Id, name: str = "", *, when: str = "", otherwise: bool = False
    ) -> None:
        """Draw a flow. A second one between the same two makes the first say both."""
        id_ = id_from("flow", source, target)
        if first := self.flows.get(id_):
            name = "; or ".join(filter(None, dict.fromkeys([first.name, name])))
            when = f"({first.when}) or ({when})" if first.when and when else ""
            otherwise = otherwise or first.otherwise
        self.flows[id_] = Flow(
            id=id_, source=source, target=target, name=name, when=when, otherwise=otherwise
        )

    def whole(self, parts: Mapping[Id, Part]) -> Part:
        """What was put together, with the parts inside its nodes."""
        nodes = (replace(node, part=parts.get(node.id)) for node in self.nodes.values())
        return Part(nodes=tuple(nodes), flows=tuple(self.flows.values()))


def id_of(*names: str) -> Id:
    """An id out of names. Two that differ in any of them differ: `-` stands only between them."""
    return Id("-".join("".join(map(_safe, name)) for name in names))


def id_from(word: str, *ids: str) -> Id:
    """An id out of others: of what hangs on them."""
    return Id("-".join((word, *ids)))


def _safe(sign: str) -> str:
    """Signs that an XML name may not hold, by their number."""
    return sign if (sign.isascii() and sign.isalnum()) or sign == "_" else f".{ord(sign):x}."
