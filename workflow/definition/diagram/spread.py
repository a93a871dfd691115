"""Widths in a column, and the shapes that come of it: boxes, frames, rails, labels."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.diagram.arrows import Arrow, first_states
from workflow.definition.diagram.lettering import width
from workflow.definition.diagram.rails import Side, tracks
from workflow.definition.diagram.rows import Row
from workflow.definition.diagram.shapes import (
    LINE,
    PLAIN,
    SMALL,
    Box,
    Kind,
    Label,
    Line,
    Picture,
    Point,
    Rect,
    label,
)
from workflow.definition.diagram.stack import FRAMES, HEAD, PAD, STRAND, Slot, Stack

TRACK, NARROW_TRACK = 12.0, 8.0
"""between two rails"""
STUB = 22.0
"""the length of an arrow that ends in words"""


class Chart:
    """A column that can be drawn in any width from `width` on."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.height = stack.height
        self.rows = stack.column.rows
        self.track = NARROW_TRACK if stack.column.narrow else TRACK
        self.tracks = tracks(stack.reaches())
        self.margins = {side: self._margin(side) for side in Side}
        self.inset = PAD * max((r.depth + (r.kind in FRAMES) for r in self.rows), default=0.0)
        self.box_width = max(map(self._title_width, self._boxes()), default=0.0)
        self.beside = {side: self._beside(side) for side in Side}
        self.core = 2 * self.inset + self.box_width + sum(self.beside.values())
        self.width = sum(self.margins.values()) + max([self.core, *map(self._frame, self.rows)])

    def picture(self, whole: float) -> Picture:
        """The shapes, spread over `whole` pixels; what is left over goes to both sides."""
        return _Spread(self, whole).picture()

    def _boxes(self) -> Iterator[Row]:
        return (row for row in self.rows if row.kind not in FRAMES)

    def _margin(self, side: Side) -> float:
        used = [track for (each, _), track in self.tracks.items() if each is side]
        return self.track * max(used) + 2 * PAD if used else PAD / 2

    def _title_width(self, row: Row) -> float:
        bold, around = row.kind in FRAMES, 18 if self.stack.column.narrow else 28
        return around + max(width(line, PLAIN, bold=bold) for line in self.stack.titles[row.state])

    def _beside(self, side: Side) -> float:
        """The room that labels take on one side of the boxes."""
        room = [slot.width for row in self._boxes() for slot in self.stack.slots[row.state, side]]
        if side is Side.RIGHT:  # the label of a straight arrow starts below the middle of its box
            straight = (line for row in self.rows for line in self.stack.straight_label(row))
            room += [width(line, SMALL) + 14 - self.box_width / 2 for line in straight]
        else:  # and it may cross the head of a frame, beside the title
            room += [self._overhang(row) for row in self.rows if row.kind is Kind.COMPOUND]
        return max([0.0, *room])

    def _overhang(self, row: Row) -> float:
        """How far the title of a frame reaches beyond the middle of a box without labels."""
        return PAD * row.depth + self._title_width(row) - self.inset - self.box_width / 2

    def _frame(self, row: Row) -> float:
        """The width that a frame needs by itself, for its title, labels and inside."""
        if row.kind not in FRAMES:
            return 0
        slots = self.stack.slots
        labels = sum(max([0.0, *(s.width for s in slots[row.state, side])]) for side in Side)
        block = self.stack.blocks.get(row.state)
        inside = block.width + 2 * PAD if block else 0
        return max(self._title_width(row), labels, inside) + 2 * PAD * row.depth


class _Spread:
    """A chart at one width."""

    def __init__(self, chart: Chart, whole: float) -> None:
        self.chart, self.stack, self.whole = chart, chart.stack, whole
        left = chart.margins[Side.LEFT]
        spare = whole - sum(chart.margins.values()) - chart.core
        self.box_x = left + chart.inset + chart.beside[Side.LEFT] + spare / 2

    def picture(self) -> Picture:
        rows = self.chart.rows
        boxes = tuple(self._box(row) for row in rows)
        lines = tuple(line for row in rows for line in self._lines(row))
        drawn = Picture(
            width=self.whole,
            height=self.chart.height,
            boxes=boxes,
            lines=lines,
            first=tuple(self._first()),
        )
        return drawn.with_parts(self._inside(row) for row in rows if row.state in self.stack.blocks)

    def _rect(self, row: Row) -> Rect:
        top = self.stack.tops[row.state]
        height = self.stack.bottoms[row.state] - top
        if row.kind not in FRAMES:
            return Rect(self.box_x, top, self.chart.box_width, height)
        x = self.chart.margins[Side.LEFT] + PAD * row.depth
        right = self.whole - self.chart.margins[Side.RIGHT] - PAD * row.depth
        return Rect(x, top, right - x, height)

    def _box(self, row: Row) -> Box:
        title = self.stack.titles[row.state]
        return Box(state=row.state, kind=row.kind, rect=self._rect(row), title=title)

    def _inside(self, row: Row) -> Picture:
        frame = self._rect(row)
        block = self.stack.blocks[row.state].picture(frame.width - 2 * PAD)
        return block.moved(frame.x + PAD, frame.y + HEAD)

    def _first(self) -> Iterator[Point]:
        """Where the dots stand that mark the states in which a compound state can start."""
        column = self.stack.column
        for row in self.chart.rows:
            if row.kind is Kind.START:
                yield self._rect(row).x + 14, self._rect(row).y
        around = {column.workflow.states[row.state].parent for row in self.chart.rows if row.state}
        for state in sorted(each for each in around if each is not None):
            for first in first_states(column.workflow, state):
                shown = column.row_of(first)  # a start may lie deeper, in a frame of its own
                if shown is not None:
                    rect = self._rect(column.rows[column.index[shown]])
                    yield rect.x + 14, rect.y

    def _lines(self, row: Row) -> Iterator[Line]:
        straight = self.stack.column.leaving[row.state].straight
        if straight is not None:
            yield self._down(row, straight)
        for side in Side:
            for slot, top in self.stack.leaves(row, side):
                lines = (
                    self._away(row, slot, top)
                    if slot.leads_to
                    else self._rails(row, side, slot, top)
                )
                yield from lines

    def _down(self, row: Row, arrow: Arrow) -> Line:
        bottom = self._rect(row).bottom
        middle = self.box_x + self.chart.box_width / 2
        lines = self.stack.straight_label(row)
        return _line(
            arrow,
            ((middle, bottom), (middle, self.stack.tops[arrow.target])),
            label(middle + 8, bottom + 5, lines),
        )

    def _rails(self, row: Row, side: Side, slot: Slot, top: float) -> Iterator[Line]:
        """The arrows of a slot, one below the other; only the first carries their label."""
        words = self._label(row, side, slot, top)
        start = self._edge(row, side)
        if row.kind in FRAMES and words is not None:
            start = words.rect.x if side is Side.RIGHT else words.rect.right
        y = top + LINE * len(slot.lines) + 4
        for arrow in sorted(slot.arrows, key=lambda each: self._depth(row, side, each)):
            yield _line(arrow, ((start, y), *self._along(side, arrow.target, y)), words)
            y, words = y + STRAND, None

    def _along(self, side: Side, target: str, y: float) -> Iterator[Point]:
        """From a height to the rail of a state and along it to where arrows arrive."""
        row = self.stack.column.rows[self.stack.column.index[target]]
        arrives = self.stack.arrives(target, side)
        rail = self._rail_x(side, target)
        yield from ((rail, y), (rail, arrives), (self._edge(row, side), arrives))

    def _depth(self, row: Row, side: Side, arrow: Arrow) -> int:
        """Sorts the arrows of a slot so that those that turn first do not cross the others."""
        index = self.stack.column.index
        track = self.chart.tracks[side, arrow.target]
        return track if index[arrow.target] < index[row.state] else -track

    def _away(self, row: Row, slot: Slot, top: float) -> Iterator[Line]:
        """Short arrows to the names of states that are elsewhere in the picture."""
        x, y = self._edge(row, Side.RIGHT), top + LINE * len(slot.lines) + 2
        if row.kind in FRAMES:
            x -= slot.width
        words = label(x + 10, top, slot.lines)
        for arrow, lines in zip(slot.arrows, slot.leads_to, strict=True):
            leads_to = label(x + STUB + 6, y, lines, bold=True)
            middle = y + LINE / 2
            yield _line(arrow, ((x, middle), (x + STUB, middle)), words, leads_to)
            y, words = y + LINE * len(lines), None

    def _label(self, row: Row, side: Side, slot: Slot, top: float) -> Label | None:
        """Beside a box; within a frame, since what is outside belongs to the rails."""
        flush_right = (side is Side.LEFT) is (row.kind not in FRAMES)
        x = self._edge(row, side) + (-10 if flush_right else 10)
        return label(x, top, slot.lines, flush_right=flush_right)

    def _edge(self, row: Row, side: Side) -> float:
        rect = self._rect(row)
        return rect.x if side is Side.LEFT else rect.right

    def _rail_x(self, side: Side, target: str) -> float:
        out = PAD + self.chart.track * self.chart.tracks[side, target]
        if side is Side.LEFT:
            return self.chart.margins[side] - out
        return self.whole - self.chart.margins[side] + out


def _line(
    arrow: Arrow, points: tuple[Point, ...], words: Label | None, leads_to: Label | None = None
) -> Line:
    return Line(
        source=arrow.source,
        target=arrow.target,
        names=arrow.labels,
        points=points,
        label=words,
        leads_to=leads_to,
    )
