"""SVG elements: rectangles, arrows with rounded bends, words.

Only presentation attributes are written, never `style`: a page that forbids inline styles would
drop them. Numbers have one decimal at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from workflow.definition.diagram.shapes import LINE, SMALL, Label, Point, Rect

INK = "#0b0c0c"
BEND = 6.0
HEAD = 7.0


def number(value: float) -> str:
    """The shortest text of a length in pixels."""
    return f"{value:.1f}".removesuffix(".0")


def rectangle(on: Element, rect: Rect, **look: str) -> Element:
    """A rectangle; `look` are its attributes, with _ for -."""
    place = {
        "x": number(rect.x),
        "y": number(rect.y),
        "width": number(rect.width),
        "height": number(rect.height),
    }
    return SubElement(on, "rect", place | _attributes(look))


def text(on: Element, x: float, y: float, words: str, size: float, **look: str) -> Element:
    """One line of words with its base line at y."""
    place = {"x": number(x), "y": number(y), "font-size": number(size)}
    element = SubElement(on, "text", place | _attributes(look))
    element.text = words
    return element


def label(on: Element, found: Label, **look: str) -> None:
    """The lines of a label."""
    rect = found.rect
    if found.flush_right:
        look["text_anchor"] = "end"
    for index, line in enumerate(found.lines):
        x = rect.right if found.flush_right else rect.x
        text(on, x, rect.y + LINE * index + SMALL, line, SMALL, **look)


def arrow(on: Element, points: Sequence[Point], colour: str) -> None:
    """A path of upright and level pieces, with a head at its last point."""
    SubElement(
        on,
        "path",
        {"d": " ".join(_path(points)), "fill": "none", "stroke": colour, "stroke-width": "1.5"},
    )
    SubElement(on, "path", {"d": " ".join(_head(*points[-2:])), "fill": colour})


def _path(points: Sequence[Point]) -> Iterator[str]:
    yield f"M{_at(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(BEND, _far(before, corner) / 2, _far(corner, after) / 2)
        yield f"L{_at(_towards(corner, before, bend))}"
        yield f"Q{_at(corner)} {_at(_towards(corner, after, bend))}"
    yield f"L{_at(_towards(points[-1], points[-2], HEAD - 1))}"


def _head(before: Point, tip: Point) -> Iterator[str]:
    x, y = _towards(tip, before, HEAD)
    across, along = (HEAD / 2, 0.0) if tip[0] == before[0] else (0.0, HEAD / 2)
    yield f"M{_at(tip)}"
    yield f"L{_at((x - across, y - along))}"
    yield f"L{_at((x + across, y + along))}Z"


def _towards(start: Point, end: Point, far: float) -> Point:
    whole = _far(start, end) or 1.0
    return tuple(a + (b - a) * far / whole for a, b in zip(start, end, strict=True))  # type: ignore[return-value]  # two stay two


def _far(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _attributes(look: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in look.items()}
