"""Where everything in the picture of a workflow stands.

One column of states with rails on both sides: every arrow leaves its state beside its label, turns
into the rail of the state that it leads to and follows it there. Arrows to one state share a rail,
so forty arrows need a dozen lines, and a label can meet neither a box nor another label. The
regions of a parallel state are such columns themselves, as lanes in its frame.

Layout libraries were tried (2026-11). The ports of ELK and of Graphviz and grandalf are copyleft;
graphlay (Rust wheels, permissive, young) puts states in an order of its own, against that of the
story, and drops labels far from their arrows. With 25 to 40 labelled arrows between a dozen states
no layered drawing stayed readable at the width of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.diagram.arrows import arrows
from workflow.definition.diagram.lettering import width
from workflow.definition.diagram.rows import START, Column, rows
from workflow.definition.diagram.shapes import PLAIN, Box, Kind, Picture, Rect
from workflow.definition.diagram.spread import Chart
from workflow.definition.diagram.stack import HEAD, PAD, Stack
from workflow.definition.model import Workflow

BETWEEN = 8.0
"""between two lanes"""
BOX_ROOM = 180.0
LANE_BOX_ROOM = 100.0
RAILS_ROOM = 136.0
"""what rails and frames take of the width that is left for regions"""


def lay_out(
    workflow: Workflow,
    least: float,
    most: float,
    *,
    overview: bool = False,
    figures: Mapping[str, str] | None = None,
) -> Picture:
    """The picture of a workflow, from `least` to `most` pixels wide.

    It is wider only where a single state or region with its labels is. `overview`: regions are
    named, their states left out. `figures`: what stands below the title of states.
    """
    outer = [state.id for state in workflow.states.values() if state.parent is None]
    column = Column(workflow, [START, *rows(workflow, outer)], arrows(workflow), figures=figures)
    chart = _chart(column, most - RAILS_ROOM, BOX_ROOM, overview=overview)
    return chart.picture(max(chart.width, least))


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


class Lanes:
    """The regions of a parallel state, in as many columns as the room allows.

    The highest go first, each to where there is least: the columns come out about equally high.
    """

    def __init__(self, lanes: Sequence[Lane], room: float) -> None:
        self.lane_width = max((lane.width for lane in lanes), default=0.0)
        fitting = int((room + BETWEEN) // (self.lane_width + BETWEEN))
        count = -(-len(lanes) // -(-len(lanes) // max(1, fitting)))
        self.columns: list[list[Lane]] = [[] for _ in range(count)]
        for lane in sorted(lanes, key=lambda each: -each.height):
            min(self.columns, key=_height).append(lane)
        self.height = max(map(_height, self.columns)) - BETWEEN
        self.width = count * (self.lane_width + BETWEEN) - BETWEEN

    def picture(self, whole: float) -> Picture:
        """Every lane, the columns equally wide."""
        empty = Picture(width=whole, height=self.height)
        return empty.with_parts(lane.picture(rect) for lane, rect in self._placed(whole))

    def _placed(self, whole: float) -> Iterator[tuple[Lane, Rect]]:
        wide = (whole + BETWEEN) / len(self.columns) - BETWEEN
        for index, column in enumerate(self.columns):
            y, spare = 0.0, (self.height + BETWEEN - _height(column)) / max(1, len(column))
            for lane in column:
                height = lane.height + spare
                yield lane, Rect(index * (wide + BETWEEN), y, wide, height)
                y += height + BETWEEN


def _height(lanes: Sequence[Lane]) -> float:
    return sum(lane.height + BETWEEN for lane in lanes)


def _chart(column: Column, room: float, box_room: float, *, overview: bool) -> Chart:
    parallel = [row.state for row in column.rows if row.kind is Kind.PARALLEL]
    blocks = {
        state: Lanes(list(_lanes(column, state, room - 4 * PAD, overview)), room - 2 * PAD)
        for state in parallel
    }
    return Chart(Stack(column, blocks, box_room=box_room))


def _lanes(around: Column, state: str, room: float, overview: bool) -> Iterator[Lane]:
    workflow, figures = around.workflow, around.figures
    for region in workflow.states[state].substates:
        found = workflow.states[region]
        inside = [] if overview else list(rows(workflow, found.substates))
        column = Column(workflow, inside, arrows(workflow), narrow=True, figures=figures)
        chart = _chart(column, room, LANE_BOX_ROOM, overview=overview)
        yield Lane(region=region, title=found.title, chart=chart)
