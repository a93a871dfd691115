"""Where the elements of one part stand, so that any tool can show them: columns from left to right.

It is plain on purpose: nothing overlaps, and flows may cross. The pages lay the same elements out
anew in the browser, which takes a library that is larger than all of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.bpmn.elements import Id, Node, Part
from workflow.definition.diagram.shapes import Point, Rect

EVENT, GATEWAY = 36.0, 50.0
BOX, LOW = 150.0, 70.0
BETWEEN_EVENTS = 56.0
"""of one activity, from the middle of one to that of the next"""
ACROSS, DOWN = 190.0, 50.0
"""between two columns (labels stand there), and between two nodes of one"""
IN_A_ROW = 5
"""activities that no flow leads to or from"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Rectangles of nodes and the bends of flows, from the top left corner of the part."""

    rects: Mapping[Id, Rect]
    lines: Mapping[Id, Sequence[Point]]
    width: float
    height: float


def arranged(part: Part) -> Arranged:
    """Every node and flow of a part, but what is inside its nodes."""
    hosts = {node.id: node.host for node in part.nodes if node.host}
    ends = [(hosts.get(f.source, f.source), f.target) for f in part.flows]
    tied = {id_ for both in ends for id_ in both}
    standing = [node for node in part.nodes if node.host is None]
    events = _by_host(part.nodes)
    rects = _alone([node for node in standing if node.id not in tied], events)
    top = max((rect.bottom + DOWN for rect in rects.values()), default=0.0)
    columns = _columns([node for node in standing if node.id in tied], ends)
    rects |= _placed(columns, ends, events, top)
    for host, attached in events.items():
        rects |= _on_the_right(rects[host], attached)
    bottom = max((rect.bottom for rect in rects.values()), default=LOW)
    lines = {
        flow.id: _line(rects[flow.source], rects[flow.target], bottom + 16 * number)
        for number, flow in enumerate(part.flows, 1)
    }
    points = [point for line in lines.values() for point in line]
    return Arranged(
        rects=rects,
        lines=lines,
        width=max([x for x, _ in points] + [rect.right for rect in rects.values()], default=BOX),
        height=max([y for _, y in points] + [bottom]) + DOWN / 2,
    )


def _by_host(nodes: Iterable[Node]) -> dict[Id, list[Node]]:
    found: dict[Id, list[Node]] = {}
    for node in nodes:
        if node.host:
            found.setdefault(node.host, []).append(node)
    return found


def _size(node: Node, events: Mapping[Id, Sequence[Node]]) -> tuple[float, float]:
    if node.kind.is_event:
        return EVENT, EVENT
    if node.kind.is_gateway:
        return GATEWAY, GATEWAY
    return BOX, max(LOW, BETWEEN_EVENTS * len(events.get(node.id, ())) + 8)


def _alone(nodes: Sequence[Node], events: Mapping[Id, Sequence[Node]]) -> dict[Id, Rect]:
    """Rows of nodes that no flow reaches. Those with events attached have flows."""
    found = {}
    for index, node in enumerate(nodes):
        row, column = divmod(index, IN_A_ROW)
        size = _size(node, events)
        found[node.id] = Rect(column * (BOX + DOWN), row * (LOW + DOWN), *size)
    return found


def _columns(nodes: Sequence[Node], ends: Sequence[tuple[Id, Id]]) -> list[list[Node]]:
    """Each node in the column after the last of those that lead to it; a way back counts not."""
    after: dict[Id, list[Id]] = {}
    for source, target in ends:
        after.setdefault(source, []).append(target)
    depth: dict[Id, int] = {}
    on_the_way: list[Id] = []

    def visit(id_: Id, least: int) -> None:
        if id_ in on_the_way or depth.get(id_, -1) >= least:
            return
        depth[id_] = least
        on_the_way.append(id_)
        for target in after.get(id_, ()):
            visit(target, least + 1)
        on_the_way.pop()

    reached = {target for _, target in ends}
    for node in sorted(nodes, key=lambda each: each.id in reached):
        if node.id not in depth:
            visit(node.id, 0)
    found: list[list[Node]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in nodes:
        found[depth[node.id]].append(node)
    return found


def _placed(
    columns: Sequence[Sequence[Node]],
    ends: Sequence[tuple[Id, Id]],
    events: Mapping[Id, Sequence[Node]],
    top: float,
) -> dict[Id, Rect]:
    """Columns from left to right, in each the nodes about as high as what leads to them."""
    rects: dict[Id, Rect] = {}

    def height(node: Node) -> float:
        before = [
            rects[source].y for source, target in ends if target == node.id and source in rects
        ]
        return sum(before) / len(before) if before else top

    x = 0.0
    for column in columns:
        y = top
        for node in sorted(column, key=height):
            wide, high = _size(node, events)
            rects[node.id] = Rect(x + (BOX - wide) / 2, y, wide, high)
            y += high + DOWN
        x += BOX + ACROSS
    return rects


def _on_the_right(host: Rect, attached: Sequence[Node]) -> dict[Id, Rect]:
    """Events on the right side of an activity, one below the other."""
    first = host.y + (host.height - BETWEEN_EVENTS * (len(attached) - 1)) / 2
    return {
        node.id: Rect(
            host.right - EVENT / 2, first + BETWEEN_EVENTS * index - EVENT / 2, EVENT, EVENT
        )
        for index, node in enumerate(attached)
    }


def _line(source: Rect, target: Rect, below: float) -> tuple[Point, ...]:
    """From the right of one to the left of the other; backwards, below everything."""
    start = source.right, source.y + source.height / 2
    end = target.x, target.y + target.height / 2
    if start[0] + 20 < end[0]:
        turn = end[0] - 24
        return (
            (start, end) if start[1] == end[1] else (start, (turn, start[1]), (turn, end[1]), end)
        )
    out, into = start[0] + 16, end[0] - 16
    return (start, (out, start[1]), (out, below), (into, below), (into, end[1]), end)
