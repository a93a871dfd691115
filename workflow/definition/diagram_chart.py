"""Where the states of one column and the arrows between them stand.

Arrows run on rails at both sides of the column: each leaves its state beside its label, turns into
the rail of the state that it leads to and follows it there. Arrows to one state share a rail, so
forty arrows need a dozen lines, and no label can meet a box or another label.

Heights do not depend on widths: rows are stacked first, then rails are chosen, then everything is
spread over the width that is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from workflow.definition.diagram_arrows import Arrow, first_states
from workflow.definition.diagram_lettering import shortened, width, wrapped
from workflow.definition.diagram_rails import Rail, Side, tracks
from workflow.definition.diagram_rows import Column, Row
from workflow.definition.diagram_shapes import (
    LINE,
    PAD,
    PLAIN,
    SMALL,
    Box,
    Kind,
    Label,
    Line,
    Picture,
    Rect,
    label,
)
from workflow.definition.model import UNOPENED

GAP = 24.0
"""between two rows"""
TRACK = 12.0
"""between two rails"""
ENTRY = 16.0
"""the height that an arriving arrow takes beside a box"""
HEAD = 28.0
"""the head of a frame, with its title"""
LABEL_ROOM = 216.0
SHOWN = 3
"""how many labels an arrow has before the rest is counted"""

FRAMES = (Kind.COMPOUND, Kind.PARALLEL)


class Block(Protocol):
    """What is inside the frame of a parallel state."""

    @property
    def height(self) -> float: ...

    @property
    def width(self) -> float:
        """The least width in which it can be drawn."""

    def picture(self, width: float) -> Picture: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """One arrow beside its row: its label, and the words where it leads when that is elsewhere."""

    arrow: Arrow
    lines: tuple[str, ...]
    leads_to: str = ""

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + 8 + (LINE if self.leads_to else 0)

    @property
    def width(self) -> float:
        words = 30 + width(self.leads_to, SMALL, bold=True) if self.leads_to else 0
        return 22 + max([words, *(width(line, SMALL) for line in self.lines)])


class Chart:
    """The geometry of one column. `blocks` are the insides of its parallel states."""

    def __init__(self, column: Column, blocks: Mapping[str, Block], *, box_room: float) -> None:
        self.column = column
        self.blocks = blocks
        self.workflow = column.workflow
        self.rows: Sequence[Row] = column.rows
        self.titles = {row.state: self._title(row, box_room) for row in self.rows}
        self.slots = {
            (row.state, side): tuple(self._slots(row.state, side))
            for row in self.rows
            for side in Side
        }
        self.entered = {
            (slot.arrow.target, side)
            for (_, side), slots in self.slots.items()
            for slot in slots
            if not slot.leads_to
        }
        self.tops: dict[str, float] = {}
        self.bottoms: dict[str, float] = {}
        self.height = self._stack()
        self.rails = tracks(self._rails())

    # what each row needs

    def _title(self, row: Row, box_room: float) -> tuple[str, ...]:
        if row.state == UNOPENED:
            return wrapped(self.workflow.opening.title, PLAIN, box_room)
        title = self.workflow.states[row.state].title
        return (title,) if row.kind in FRAMES else wrapped(title, PLAIN, box_room)

    def _slots(self, state: str, side: Side) -> Iterator[Slot]:
        leaving = self.column.leaving[state]
        for arrow in leaving.left if side is Side.LEFT else leaving.right:
            yield Slot(arrow, label_lines(arrow))
        for arrow in leaving.away if side is Side.RIGHT else ():
            yield Slot(arrow, label_lines(arrow), self.workflow.states[arrow.target].title)

    def _taken(self, row: Row, side: Side) -> float:
        """The height that the arrows on one side of a row take."""
        slots = sum(slot.height for slot in self.slots[row.state, side])
        if row.kind in FRAMES:
            return slots  # arrows arrive at the head of a frame
        return slots + (ENTRY if (row.state, side) in self.entered else 0)

    def _row_height(self, row: Row) -> float:
        taken = max(self._taken(row, side) for side in Side)
        if row.kind is Kind.COMPOUND:
            return HEAD + taken
        if row.kind is Kind.PARALLEL:
            return HEAD + self.blocks[row.state].height + PAD + taken
        return max(len(self.titles[row.state]) * 17 + 18, taken + 8)

    def _straight_lines(self, row: Row) -> tuple[str, ...]:
        arrow = self.column.leaving[row.state].straight
        return label_lines(arrow) if arrow else ()

    def _stack(self) -> float:
        """Give every row its top and every state its bottom; returns the height of all."""
        y, around = GAP, list[str]()
        for row in self.rows:
            self.tops[row.state] = y
            y += self._row_height(row)
            if row.kind is Kind.COMPOUND:
                around.append(row.state)
            else:
                self.bottoms[row.state] = y
            y += LINE * len(self._straight_lines(row)) + (6 if self._straight_lines(row) else 0)
            for _ in range(row.ends):
                y += PAD
                self.bottoms[around.pop()] = y
            y += GAP
        return y

    # heights at which arrows leave and arrive

    def _first_slot(self, row: Row, side: Side) -> float:
        if row.kind in FRAMES:
            below = self.tops[row.state] + self._row_height(row)
            return below - max(self._taken(row, each) for each in Side)
        spare = self._row_height(row) - self._taken(row, side)
        return self.tops[row.state] + spare / 2

    def _arrives(self, state: str, side: Side) -> float:
        row = self.rows[self.column.index[state]]
        if row.kind in FRAMES:
            return self.tops[state] + HEAD / 2
        return self._first_slot(row, side) + ENTRY / 2

    def _leaves(self, row: Row, side: Side) -> Iterator[tuple[Slot, float]]:
        """Each arrow on one side of a row with the top of its slot."""
        y = self._first_slot(row, side)
        if row.kind not in FRAMES and (row.state, side) in self.entered:
            y += ENTRY
        for slot in self.slots[row.state, side]:
            yield slot, y
            y += slot.height

    def _rails(self) -> Iterator[Rail]:
        for row in self.rows:
            for side in Side:
                for slot, y in self._leaves(row, side):
                    if not slot.leads_to:
                        arrives = self._arrives(slot.arrow.target, side)
                        yield Rail(side, slot.arrow.target, *sorted((y, arrives)))
