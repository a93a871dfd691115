"""The shapes of which a picture of a workflow is made, in pixels from its top left corner.

Only geometry and words: colours and the way they are written down are the business of
`svg.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from workflow.definition.diagram.lettering import width

SMALL = 11.0
"""height of the letters of labels"""
PLAIN = 13.0
"""height of the letters of titles"""
LINE = 14.0
"""from one line of small letters to the next"""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def moved(self, dx: float, dy: float) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def holds(self, other: Rect) -> bool:
        """True when the other lies inside this one; a shared edge counts."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom

    def meets(self, other: Rect) -> bool:
        """True when the two have some room in common; a shared edge does not count."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


class Kind(Enum):
    """What a box or frame stands for."""

    START = auto()
    STATE = auto()
    FINAL = auto()
    COMPOUND = auto()
    PARALLEL = auto()
    REGION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A state: a leaf with its title in the middle, or a frame with its title at the top left."""

    state: str
    kind: Kind
    rect: Rect
    title: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lines of small letters in `rect`, flush with its left side unless `flush_right`."""

    lines: tuple[str, ...]
    rect: Rect
    flush_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An arrow as drawn: a path of upright and level pieces with its label.

    `leads_to` is the title of a state that is outside this part of the picture: the arrow ends
    there in words.
    """

    source: str
    target: str
    names: tuple[str, ...]
    points: tuple[Point, ...]
    label: Label | None = None
    leads_to: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Shapes and the size that they fill. `first` are the top left corners of starting states."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    first: tuple[Point, ...] = ()

    def moved(self, dx: float, dy: float) -> Picture:
        """The same shapes further right and down; the size is unchanged."""
        return replace(
            self,
            boxes=tuple(replace(box, rect=box.rect.moved(dx, dy)) for box in self.boxes),
            lines=tuple(_moved_line(line, dx, dy) for line in self.lines),
            first=tuple((x + dx, y + dy) for x, y in self.first),
        )

    def with_parts(self, parts: Iterable[Picture]) -> Picture:
        """This picture with the shapes of others laid over it."""
        every = (self, *parts)
        return replace(
            self,
            boxes=tuple(box for part in every for box in part.boxes),
            lines=tuple(line for part in every for line in part.lines),
            first=tuple(corner for part in every for corner in part.first),
        )


def label(
    x: float, y: float, lines: tuple[str, ...], *, flush_right: bool = False, bold: bool = False
) -> Label | None:
    """A label whose top left (or top right) corner is at (x, y); None without words."""
    if not lines:
        return None
    room = max(width(line, SMALL, bold=bold) for line in lines)
    rect = Rect(x - room if flush_right else x, y, room, LINE * len(lines))
    return Label(lines=lines, rect=rect, flush_right=flush_right)


def _moved_line(line: Line, dx: float, dy: float) -> Line:
    return replace(
        line,
        points=tuple((x + dx, y + dy) for x, y in line.points),
        label=_moved_label(line.label, dx, dy),
        leads_to=_moved_label(line.leads_to, dx, dy),
    )


def _moved_label(found: Label | None, dx: float, dy: float) -> Label | None:
    return found and replace(found, rect=found.rect.moved(dx, dy))
