"""Heights in a column: where rows stand, and where arrows leave and arrive beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from workflow.definition.diagram.arrows import Arrow
from workflow.definition.diagram.lettering import shortened, width, wrapped
from workflow.definition.diagram.rails import Reach, Side
from workflow.definition.diagram.rows import Column, Row
from workflow.definition.diagram.shapes import LINE, PLAIN, SMALL, Kind, Picture
from workflow.definition.model import UNOPENED

GAP = 24.0
"""between two rows"""
PAD = 12.0
"""between a frame and what is in it"""
ENTRY = 16.0
"""the height that an arriving arrow takes beside a box"""
HEAD = 28.0
"""the head of a frame, with its title"""
STRAND = 4.0
"""between the lines of arrows that share a label"""
LABEL_ROOM = 216.0
NARROW_LABEL_ROOM = 126.0
FRAME_LABEL_ROOM = 700.0
SHOWN = 3
"""how many labels an arrow has before the rest is counted"""

FRAMES = (Kind.COMPOUND, Kind.PARALLEL)


class Block(Protocol):
    """What is inside the frame of a parallel state. `width` is the least it can be drawn in."""

    @property
    def height(self) -> float: ...

    @property
    def width(self) -> float: ...

    def picture(self, width: float) -> Picture: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """Arrows with one label beside their row.

    `leads_to` says, for each arrow, where it leads when that is outside the column.
    """

    arrows: tuple[Arrow, ...]
    lines: tuple[str, ...]
    leads_to: tuple[tuple[str, ...], ...] = ()

    @property
    def height(self) -> float:
        words = LINE * sum(map(len, self.leads_to)) - 4 if self.leads_to else 0
        return LINE * len(self.lines) + 8 + (words or STRAND * (len(self.arrows) - 1))

    @property
    def width(self) -> float:
        words = (30 + width(w, SMALL, bold=True) for lines in self.leads_to for w in lines)
        return 22 + max([0, *words, *(width(line, SMALL) for line in self.lines)])


class Stack:
    """Rows one below the other. `blocks` are the insides of its parallel states.

    `tops` and `bottoms` are those of each box or frame, `height` is that of the whole.
    """

    def __init__(self, column: Column, blocks: Mapping[str, Block], *, box_room: float) -> None:
        self.column = column
        self.blocks = blocks
        self.label_room = NARROW_LABEL_ROOM if column.narrow else LABEL_ROOM
        self.titles = {row.state: self._title(row, box_room) for row in column.rows}
        self.slots = {
            (row.state, side): tuple(self._slots(row, side)) for row in column.rows for side in Side
        }
        self.entered = {
            (arrow.target, side)
            for (_, side), slots in self.slots.items()
            for slot in slots
            for arrow in slot.arrows
        }
        self.tops: dict[str, float] = {}
        self.bottoms: dict[str, float] = {}
        self.height = self._pile()

    def straight_label(self, row: Row) -> tuple[str, ...]:
        """The label of the arrow to the next row, if there is one."""
        arrow = self.column.leaving[row.state].straight
        return self._label(row, arrow.labels) if arrow else ()

    def arrives(self, state: str, side: Side) -> float:
        """The height at which arrows on one side arrive at a state of this column."""
        row = self.column.rows[self.column.index[state]]
        if row.kind in FRAMES:
            return self.tops[state] + HEAD / 2
        return self._first(row, side) + ENTRY / 2

    def leaves(self, row: Row, side: Side) -> Iterator[tuple[Slot, float]]:
        """Each arrow on one side of a row, with the top of its slot."""
        y = self._first(row, side)
        if row.kind not in FRAMES and (row.state, side) in self.entered:
            y += ENTRY
        for slot in self.slots[row.state, side]:
            yield slot, y
            y += slot.height

    def reaches(self) -> Iterator[Reach]:
        """What each arrow needs of its rail."""
        for row in self.column.rows:
            for side in Side:
                for slot, top in self.leaves(row, side):
                    for arrow in slot.arrows if not slot.leads_to else ():
                        ends = top, top + slot.height, self.arrives(arrow.target, side)
                        yield Reach(side, arrow.target, min(ends), max(ends))

    def _title(self, row: Row, box_room: float) -> tuple[str, ...]:
        workflow = self.column.workflow
        opening = row.state == UNOPENED
        title = workflow.opening.title if opening else workflow.states[row.state].title
        figures = self.column.figures.get(row.state, "")
        if row.kind in FRAMES:
            return (f"{title}: {figures}" if figures else title,)
        longest = max(width(word, PLAIN) for word in title.split())
        room = max(box_room, min(longest, 2 * box_room))
        return wrapped(title, PLAIN, room) + (wrapped(figures, PLAIN, room) if figures else ())

    def _slots(self, row: Row, side: Side) -> Iterator[Slot]:
        leaving = self.column.leaving[row.state]
        up_here = (side is Side.RIGHT) is self.column.narrow
        up = leaving.up if up_here else ()
        down = leaving.down if side is Side.RIGHT else ()
        for arrows in (up, down):
            for labels, alike in _alike(arrows).items():
                yield Slot(alike, self._label(row, labels))
        if side is Side.RIGHT:
            for labels, alike in _alike(leaving.away).items():
                yield Slot(alike, self._label(row, labels), tuple(self._named(alike)))

    def _named(self, arrows: Iterable[Arrow]) -> Iterator[tuple[str, ...]]:
        for arrow in arrows:
            title = self.column.workflow.states[arrow.target].title
            yield wrapped(title, SMALL, self.label_room - 30, bold=True)

    def _label(self, row: Row, labels: tuple[str, ...]) -> tuple[str, ...]:
        """The first few labels: below each other beside a box, in one go in a wide frame."""
        few = shortened(labels, SHOWN)
        if row.kind in FRAMES:
            return wrapped(", ".join(few), SMALL, FRAME_LABEL_ROOM)
        listed = [f"{each}," for each in few[:-1]] + list(few[-1:])
        return tuple(line for each in listed for line in wrapped(each, SMALL, self.label_room))

    def _pile(self) -> float:
        """Set tops and bottoms, a frame's below its last substate; returns the whole height."""
        y, around = GAP, list[str]()
        for row in self.column.rows:
            self.tops[row.state] = y
            y += self._height(row)
            if row.kind is Kind.COMPOUND:
                around.append(row.state)
            else:
                self.bottoms[row.state] = y
            y += LINE * len(self.straight_label(row))
            for _ in range(row.ends):
                y += PAD
                self.bottoms[around.pop()] = y
            y += GAP
        return y

    def _height(self, row: Row) -> float:
        taken = max(self._taken(row, side) for side in Side)
        if row.kind is Kind.COMPOUND:
            return HEAD + taken
        if row.kind is Kind.PARALLEL:
            return HEAD + self.blocks[row.state].height + PAD + taken
        return max(len(self.titles[row.state]) * 17 + 18, taken + 8)

    def _taken(self, row: Row, side: Side) -> float:
        """The height that arrows take on one side; at a frame they arrive beside its head."""
        slots = sum(slot.height for slot in self.slots[row.state, side])
        arriving = row.kind not in FRAMES and (row.state, side) in self.entered
        return slots + (ENTRY if arriving else 0)

    def _first(self, row: Row, side: Side) -> float:
        """The top of the first slot: in the middle of a box, at the foot of a frame's own row."""
        top = self.tops[row.state]
        if row.kind in FRAMES:
            return top + self._height(row) - max(self._taken(row, each) for each in Side)
        return top + (self._height(row) - self._taken(row, side)) / 2


def _alike(arrows: Iterable[Arrow]) -> Mapping[tuple[str, ...], tuple[Arrow, ...]]:
    found: dict[tuple[str, ...], tuple[Arrow, ...]] = {}
    for arrow in arrows:
        found[arrow.labels] = (*found.get(arrow.labels, ()), arrow)
    return found
