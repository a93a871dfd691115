"""Where everything in the picture of a workflow stands.

One column of states with rails on both sides: every arrow leaves its state beside its label, turns
into the rail of the state that it leads to and follows it there. Arrows to one state share a rail,
so forty arrows need a dozen lines, and a label can meet neither a box nor another label. The
regions of a parallel state are such columns themselves, as lanes on shelves in its frame.

Layout libraries were tried (2026-11). The ports of ELK and of Graphviz and grandalf are copyleft;
graphlay (Rust wheels, permissive, young) puts states in an order of its own, against that of the
story, and drops labels far from their arrows. With 25 to 40 labelled arrows between a dozen states
no layered drawing stayed readable at the width of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.definition.diagram_arrows import Arrow, arrows
from workflow.definition.diagram_lettering import width
from workflow.definition.diagram_rows import START, Column, Row, rows
from workflow.definition.diagram_shapes import PLAIN, Box, Kind, Picture, Rect
from workflow.definition.diagram_spread import Chart
from workflow.definition.diagram_stack import HEAD, PAD, Stack
from workflow.definition.model import Workflow

BETWEEN = 8.0
"""between two lanes"""
BOX_ROOM = 180.0
LANE_BOX_ROOM = 132.0
RAILS_ROOM = 170.0
"""what rails and frames take of the width that is left for regions"""


def lay_out(workflow: Workflow, room: float) -> Picture:
    """The picture of a workflow, `room` pixels wide, or wider when its widest part is."""
    outer = [state.id for state in workflow.states.values() if state.parent is None]
    column = Column(workflow, [START, *rows(workflow, outer)], arrows(workflow))
    chart = _chart(column, room - RAILS_ROOM, BOX_ROOM)
    return chart.picture(max(chart.width, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A region: its title above the column of its states."""

    region: str
    title: str
    chart: Chart

    @property
    def height(self) -> float:
        return HEAD - 8 + self.chart.height

    @property
    def width(self) -> float:
        return max(self.chart.width, width(self.title, PLAIN, bold=True) + 24)

    def picture(self, rect: Rect) -> Picture:
        """The lane within a rectangle that is at least as large as it needs."""
        frame = Box(state=self.region, kind=Kind.REGION, rect=rect, title=(self.title,))
        inside = self.chart.picture(rect.width).moved(rect.x, rect.y + HEAD - 8)
        return Picture(width=rect.width, height=rect.height, boxes=(frame,)).with_parts([inside])


class Shelves:
    """The lanes of a parallel state, side by side in rows, the highest first."""

    def __init__(self, lanes: Iterable[Lane], room: float) -> None:
        self.shelves: list[list[Lane]] = []
        for each in sorted(lanes, key=lambda lane: -lane.height):
            fitting = (s for s in self.shelves if _breadth([*s, each]) <= room)
            shelf = next(fitting, None)
            if shelf is None:
                self.shelves.append([each])
            else:
                shelf.append(each)
        self.height = sum(shelf[0].height + BETWEEN for shelf in self.shelves) - BETWEEN
        self.width = max(map(_breadth, self.shelves), default=0.0)

    def picture(self, whole: float) -> Picture:
        """Every lane; those of one shelf share what is left of the width."""
        empty = Picture(width=whole, height=self.height)
        return empty.with_parts(
            lane.picture(rect) for shelf in self._placed(whole) for lane, rect in shelf
        )

    def _placed(self, whole: float) -> Iterator[list[tuple[Lane, Rect]]]:
        y = 0.0
        for shelf in self.shelves:
            spare = (whole - _breadth(shelf)) / len(shelf)
            x, placed = 0.0, []
            for each in shelf:
                placed.append((each, Rect(x, y, each.width + spare, shelf[0].height)))
                x += each.width + spare + BETWEEN
            yield placed
            y += shelf[0].height + BETWEEN


def _breadth(lanes: Sequence[Lane]) -> float:
    return sum(lane.width + BETWEEN for lane in lanes) - BETWEEN


def _chart(column: Column, room: float, box_room: float) -> Chart:
    parallel = [row.state for row in column.rows if row.kind is Kind.PARALLEL]
    blocks = {state: _shelves(column.workflow, state, room - 2 * PAD) for state in parallel}
    return Chart(Stack(column, blocks, box_room=box_room))


def _shelves(workflow: Workflow, state: str, room: float) -> Shelves:
    return Shelves((_lane(workflow, each, room) for each in workflow.states[state].substates), room)


def _lane(workflow: Workflow, region: str, room: float) -> Lane:
    found = workflow.states[region]
    column = Column(workflow, list(rows(workflow, found.substates)), arrows(workflow))
    chart = _chart(column, room - 2 * PAD, LANE_BOX_ROOM)
    return Lane(region=region, title=found.title, chart=chart)
