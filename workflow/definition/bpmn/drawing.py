"""The part of a BPMN document that says where everything is drawn: a plane for each part of it.

The pools stand on the first plane. What is inside a sub-process has a plane of its own, which tools
open where one asks for it. Messages go between pools: what is inside a closed sub-process could not
be shown as their end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from workflow.definition.bpmn.arranging import Arranged, arranged
from workflow.definition.bpmn.elements import Id, Message, Part, Whole, id_from, id_of
from workflow.definition.diagram.pen import number
from workflow.definition.diagram.shapes import Point, Rect

BAND = 30.0
"""the title of a pool, upright at its left"""
MARGIN = 40.0
APART = 150.0
"""between our pool and the others"""
ROOM = 140.0
"""for a message and its name"""
LEAST = 60.0


def draw(root: Element, whole: Whole) -> None:
    """Add the planes."""
    first = _plane(root, id_of("collaboration", whole.workflow))
    _pools(first, whole)
    for node in _holders(whole.part):
        plane = _plane(root, node[0])
        _contents(plane, node[1], MARGIN, MARGIN)


def _holders(part: Part) -> Iterator[tuple[Id, Part]]:
    for each in part.every_part():
        yield from ((node.id, node.part) for node in each.nodes if node.part is not None)


def _plane(root: Element, of: Id) -> Element:
    diagram = SubElement(root, "bpmndi:BPMNDiagram", {"id": id_from("diagram", of)})
    attributes: dict[str, str] = {"id": id_from("plane", of), "bpmnElement": of}
    return SubElement(diagram, "bpmndi:BPMNPlane", attributes)


def _pools(plane: Element, whole: Whole) -> None:
    inside = arranged(whole.part)
    others = [(w, [m for m in whole.messages if w in (m.sender, m.hearer)]) for w in whole.others]
    least = sum(_wide(messages) + MARGIN for _, messages in others)
    wide = max(BAND + 2 * MARGIN + inside.width, least)
    ours = Rect(0, 0, wide, inside.height + 2 * MARGIN)
    _shape(plane, id_of("pool", whole.workflow), ours, isHorizontal="true")
    _placed(plane, whole.part, inside, BAND + MARGIN, MARGIN)
    x = 0.0
    for workflow, messages in others:
        pool = Rect(x, ours.bottom + APART, _wide(messages), LEAST)
        _shape(plane, id_of("pool", workflow), pool, isHorizontal="true")
        _lines(plane, messages, ours.bottom, pool, workflow)
        x = pool.right + MARGIN


def _wide(messages: Sequence[Message]) -> float:
    return BAND + max(ROOM * (len(messages) + 1), 2 * ROOM)


def _lines(
    plane: Element, messages: Sequence[Message], top: float, pool: Rect, workflow: str
) -> None:
    for index, message in enumerate(messages, 1):
        x = pool.x + BAND + ROOM * index - ROOM / 2
        down = (x, top), (x, pool.y)
        points = down if message.hearer == workflow else down[::-1]
        label = Rect(x + 6, top + APART / 3, ROOM - 20, 40)
        _edge(plane, id_from("line", message.id), points, label)


def _contents(plane: Element, part: Part, dx: float, dy: float) -> None:
    _placed(plane, part, arranged(part), dx, dy)


def _placed(plane: Element, part: Part, found: Arranged, dx: float, dy: float) -> None:
    for node in part.nodes:
        look = {"isExpanded": "false"} if node.part is not None else {}
        rect = found.rects[node.id].moved(dx, dy)
        named = node.name and (node.kind.is_event or node.kind.is_gateway)
        label = Rect(rect.right + 2, rect.y - 14, 130, 27) if named else None
        _shape(plane, node.id, rect, label, **look)
    names = {flow.id: flow.name for flow in part.flows}
    for id_, points in found.lines.items():
        moved = [(x + dx, y + dy) for x, y in points]
        _edge(plane, id_, moved, _label(moved) if names[id_] else None)


def _label(points: Sequence[Point]) -> Rect:
    """Beside the middle of the line, before its last bend."""
    x, y = points[-2] if len(points) > 2 else points[0]
    return Rect(x + 4 if len(points) > 2 else x + 8, y - 30, 120, 27)


def _shape(plane: Element, of: Id, rect: Rect, label: Rect | None = None, **look: str) -> None:
    attributes = {"id": id_from("shape", of), "bpmnElement": of, **look}
    made = SubElement(plane, "bpmndi:BPMNShape", attributes)
    _bounds(made, rect)
    _labelled(made, label)


def _edge(plane: Element, of: Id, points: Sequence[Point], label: Rect | None) -> None:
    attributes: dict[str, str] = {"id": id_from("edge", of), "bpmnElement": of}
    made = SubElement(plane, "bpmndi:BPMNEdge", attributes)
    for x, y in points:
        SubElement(made, "di:waypoint", {"x": number(x), "y": number(y)})
    _labelled(made, label)


def _labelled(on: Element, label: Rect | None) -> None:
    if label is not None:
        _bounds(SubElement(on, "bpmndi:BPMNLabel"), label)


def _bounds(on: Element, rect: Rect) -> None:
    place: Mapping[str, float] = {
        "x": rect.x,
        "y": rect.y,
        "width": rect.width,
        "height": rect.height,
    }
    SubElement(on, "dc:Bounds", {name: number(value) for name, value in place.items()})
