"""The XML of a workflow in BPMN 2.0, in the order that the standard's schema asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from workflow.definition.bpmn.composing import compose
from workflow.definition.bpmn.drawing import draw
from workflow.definition.bpmn.elements import (
    Cause,
    Flow,
    Id,
    Kind,
    Message,
    Node,
    Part,
    Trigger,
    Whole,
    id_from,
    id_of,
)
from workflow.definition.model import Process, Workflow

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
TARGET = "urn:caseward"
EXPRESSION = {"xsi:type": "bpmn:tFormalExpression"}
PLAIN_WORDS = "urn:caseward:words"
"""The language of expressions: they are read by people, and run by nobody."""

_TIMED = {True: "timeCycle", False: "timeDate"}


def bpmn(process: Process, workflow: Workflow) -> str:
    """The document. The same workflow gives the same bytes."""
    whole = compose(process, workflow)
    root = Element(
        "bpmn:definitions",
        NAMESPACES
        | {
            "id": id_of("definitions", whole.workflow),
            "name": whole.title,
            "targetNamespace": TARGET,
            "expressionLanguage": PLAIN_WORDS,
            "exporter": "caseward",
        },
    )
    _collaboration(root, whole)
    _process(root, whole)
    _shared(root, whole)
    draw(root, whole)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def participant(workflow: str) -> Id:
    """The id of the pool of a workflow."""
    return id_of("pool", workflow)


def message_flow(message: Message) -> Id:
    """The id of the line along which a message goes."""
    return id_from("line", message.id)


def _collaboration(root: Element, whole: Whole) -> None:
    made = _add(root, "collaboration", id=id_of("collaboration", whole.workflow))
    pools = {whole.workflow: whole.title, **whole.others}
    for workflow, title in pools.items():
        pool = _add(made, "participant", id=participant(workflow), name=title)
        if workflow == whole.workflow:
            pool.set("processRef", id_of("process", workflow))
    for message in whole.messages:
        _add(
            made,
            "messageFlow",
            id=message_flow(message),
            sourceRef=participant(message.sender),
            targetRef=participant(message.hearer),
            messageRef=message.id,
        )


def _process(root: Element, whole: Whole) -> None:
    id_ = id_of("process", whole.workflow)
    made = _add(root, "process", id=id_, name=whole.title, isExecutable="false")
    _part(made, whole.part)


def _shared(root: Element, whole: Whole) -> None:
    """What elements refer to by its id."""
    for message in whole.messages:
        _add(root, "message", id=message.id, name=message.name)
    for id_, name in whole.escalations.items():
        _add(root, "escalation", id=id_, name=name, escalationCode=id_)
    for id_, name in whole.roles.items():
        _add(root, "resource", id=id_, name=name)


def _part(on: Element, part: Part) -> None:
    arriving, leaving = _ends(part.flows)
    for node in part.nodes:
        _node(on, node, arriving.get(node.id, []), leaving.get(node.id, []))
    for flow in part.flows:
        made = _add(on, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target)
        if flow.name:
            made.set("name", flow.name)
        if flow.when:
            _add(made, "conditionExpression", **EXPRESSION).text = flow.when


def _ends(flows: tuple[Flow, ...]) -> tuple[Mapping[Id, list[Flow]], Mapping[Id, list[Flow]]]:
    arriving: dict[Id, list[Flow]] = {}
    leaving: dict[Id, list[Flow]] = {}
    for flow in flows:
        leaving.setdefault(flow.source, []).append(flow)
        arriving.setdefault(flow.target, []).append(flow)
    return arriving, leaving


def _node(on: Element, node: Node, arriving: list[Flow], leaving: list[Flow]) -> None:
    made = _add(on, node.kind, id=node.id, **dict(_attributes(node, leaving)))
    if node.said:
        _add(made, "documentation").text = "\n".join(node.said)
    for flow in arriving:
        _add(made, "incoming").text = flow.id
    for flow in leaving:
        _add(made, "outgoing").text = flow.id
    for role in node.roles:
        owner = _add(made, "potentialOwner", id=id_from("may", node.id, role))
        _add(owner, "resourceRef").text = role
    if node.each:
        _add(made, "multiInstanceLoopCharacteristics", id=id_from("each", node.id))
    if node.again:
        _add(made, "standardLoopCharacteristics", id=id_from("repeats", node.id))
    if node.part is not None:
        _part(made, node.part)
    if node.trigger is not None:
        _trigger(made, node, node.trigger)


def _attributes(node: Node, leaving: list[Flow]) -> Iterator[tuple[str, str]]:
    if node.name:
        yield "name", node.name
    if node.host is not None:
        yield "attachedToRef", node.host
        yield "cancelActivity", "true" if node.interrupts else "false"
    if node.message is not None:
        yield "messageRef", node.message
    if node.kind is Kind.FREE:
        yield "ordering", "Parallel"
    if node.kind is Kind.CHOICE:
        for flow in leaving:
            if flow.otherwise:
                yield "default", flow.id


def _trigger(on: Element, node: Node, trigger: Trigger) -> None:
    made = _add(on, trigger.cause, id=id_from("cause", node.id))
    if trigger.cause is Cause.MESSAGE and trigger.ref:
        made.set("messageRef", trigger.ref)
    if trigger.cause is Cause.ESCALATION and trigger.ref:
        made.set("escalationRef", trigger.ref)
    if trigger.cause is Cause.TIMER:
        _add(made, _TIMED[trigger.repeats], **EXPRESSION).text = trigger.words
    if trigger.cause is Cause.CONDITION:
        _add(made, "condition", **EXPRESSION).text = trigger.words


def _add(on: Element, name: str, /, **attributes: str) -> Element:
    return SubElement(on, f"bpmn:{name}", attributes)
