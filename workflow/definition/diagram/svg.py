"""The picture of a workflow as an SVG document.

It holds no script, no style and no reference to anything outside, so it may stand in a page with a
strict policy, in a README or in a letter. Colours help the eye to follow a rail; whatever they
say is also said by arrow heads and words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from workflow.definition.diagram import pen
from workflow.definition.diagram.arrows import anywhere, arrows
from workflow.definition.diagram.layout import lay_out
from workflow.definition.diagram.lettering import width, wrapped
from workflow.definition.diagram.shapes import LINE, PLAIN, SMALL, Box, Kind, Line, Rect
from workflow.definition.model import UNOPENED, Workflow

ROOM = 1160.0
EDGE = 20.0
HEADING = 60.0
TITLE = 20.0
FONT = "Helvetica, Arial, sans-serif"

QUIET = "#505a5f"
ACTIVE = "#ffdd00"
ACTIVE_FRAME = "#fff7bf"
FILLS = {Kind.COMPOUND: "#f3f6f9", Kind.PARALLEL: "#f3f6f9", Kind.REGION: "#ffffff"}
# each at least 4.5 to 1 on white
RAILS = [
    *"#1d70b8 #00703c #b3420d #4c2c92 #00727a #912b88 #7a5c00".split(),
    *"#003078 #d4351c #5c6b00 #53382a #505a5f".split(),
]

LEGEND = "Lines of one colour lead to one state. A double border ends the case."
NOTE_COLUMNS = 3


def svg(
    workflow: Workflow,
    current: Collection[str] = (),
    *,
    overview: bool = False,
    heat: Mapping[str, float] | None = None,
    figures: Mapping[str, str] | None = None,
) -> str:
    """The picture as the text of an SVG document. The same input gives the same bytes.

    `current`: leaves, drawn filled. `overview`: regions are named, their states left out. `heat`:
    of states, from 0 to 1, how red they are filled. `figures`: what stands below their titles.
    """
    least = _heading_width(workflow)
    picture = lay_out(workflow, least, ROOM, overview=overview, figures=figures)
    note = _note_lines(workflow, picture.width)
    note_height = _note_height(note)
    size = picture.width + 2 * EDGE, HEADING + picture.height + note_height + EDGE
    root = _page(workflow, current, *size)
    painter = _Painter(workflow, current, heat or {})
    placed = picture.moved(EDGE, HEADING)
    for box in placed.boxes:
        painter.box(root, box)
    for line in placed.lines:
        painter.line(root, line)
    for x, y in placed.first:
        _first(root, x, y)
    if note_height:
        _note(root, note, Rect(EDGE, HEADING + picture.height, picture.width, note_height))
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _page(workflow: Workflow, current: Collection[str], wide: float, high: float) -> Element:
    name = f"picture-of-{workflow.name}"
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": pen.number(wide),
            "height": pen.number(high),
            "viewBox": f"0 0 {pen.number(wide)} {pen.number(high)}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": FONT,
        },
    )
    SubElement(root, "title", {"id": f"{name}-title"}).text = f"{workflow.title}: states and steps"
    SubElement(root, "desc", {"id": f"{name}-desc"}).text = _described(workflow, current)
    pen.rectangle(root, Rect(0, 0, wide, high), fill="#ffffff")
    pen.text(root, EDGE, 34, workflow.title, TITLE, font_weight="bold", fill=pen.INK)
    pen.text(root, EDGE, 54, LEGEND, SMALL, fill=QUIET)
    return root


def _heading_width(workflow: Workflow) -> float:
    return max(width(workflow.title, TITLE, bold=True), width(LEGEND, SMALL))


def _described(workflow: Workflow, current: Collection[str]) -> str:
    leaves = [workflow.states[leaf].title for leaf in workflow.leaves()]
    here = [workflow.states[leaf].title for leaf in workflow.leaves() if leaf in current]
    now = f" Now in: {'; '.join(here)}." if here else ""
    return f"The {len(leaves)} states of {workflow.title}: {'; '.join(leaves)}.{now}"


class _Painter:
    """Boxes and lines in the colours of one workflow, at one moment of a case."""

    def __init__(
        self, workflow: Workflow, current: Collection[str], heat: Mapping[str, float]
    ) -> None:
        self.workflow, self.heat = workflow, heat
        self.active = workflow.active(frozenset(current))
        self.colours = _colours(workflow)

    def box(self, on: Element, box: Box) -> None:
        """A state with its title; its full name is shown where the pointer rests."""
        mark = {"data-current": "true"} if box.state in self.active else {}
        group = SubElement(on, "g", {"data-state": box.state} | mark)
        if box.state != UNOPENED:
            SubElement(group, "title").text = self._told(box.state)
        if box.kind in FILLS:
            self._frame(group, box)
        else:
            self._leaf(group, box)

    def _told(self, state: str) -> str:
        late = f": {self.heat[state]:.0%} late" if state in self.heat else ""
        return self.workflow.states[state].title + late

    def line(self, on: Element, line: Line) -> None:
        """An arrow with its label; every step is named where the pointer rests."""
        group = SubElement(on, "g", {"data-from": line.source, "data-to": line.target})
        SubElement(group, "title").text = self._named(line)
        colour = self.colours.get(line.target, QUIET)
        pen.arrow(group, line.points, colour)
        if line.label is not None:
            pen.label(group, line.label, fill=pen.INK)
        if line.leads_to is not None:
            pen.label(group, line.leads_to, fill=colour, font_weight="bold")

    def _named(self, line: Line) -> str:
        opening = line.source == UNOPENED
        source = self.workflow.opening.title if opening else self._title(line.source)
        names = f": {'; '.join(line.names)}" if line.names else ""
        return f"{source} \N{RIGHTWARDS ARROW} {self._title(line.target)}{names}"

    def _title(self, state: str) -> str:
        return self.workflow.states[state].title

    def _frame(self, on: Element, box: Box) -> None:
        tinted = box.state in self.active and box.kind is not Kind.REGION
        heat = self.heat.get(box.state)
        plain = FILLS[box.kind] if not heat or box.kind is Kind.REGION else _warmth(heat)
        fill = ACTIVE_FRAME if tinted else plain
        look = {"stroke_dasharray": "5 4"} if box.kind is Kind.REGION else {}
        colour = self.colours.get(box.state, "#b1b4b6")
        pen.rectangle(on, box.rect, rx="8", fill=fill, stroke=colour, **look)
        x, y = box.rect.x + 10, box.rect.y + 19
        pen.text(on, x, y, box.title[0], PLAIN, font_weight="bold", fill=pen.INK)

    def _leaf(self, on: Element, box: Box) -> None:
        fill = ACTIVE if box.state in self.active else _warmth(self.heat.get(box.state))
        if box.kind is Kind.START:
            fill = "#f3f2f1"
        colour = self.colours.get(box.state, QUIET)
        rx = "10" if box.kind is not Kind.START else pen.number(box.rect.height / 2)
        look = {"rx": rx, "stroke": colour, "stroke_width": "1.5"}
        pen.rectangle(on, box.rect, fill=fill, **look)
        if box.kind is Kind.FINAL:
            rect = box.rect
            inner = Rect(rect.x + 3.5, rect.y + 3.5, rect.width - 7, rect.height - 7)
            pen.rectangle(on, inner, fill="none", **(look | {"rx": "7"}))
        y = box.rect.y + box.rect.height / 2 - 17 * len(box.title) / 2 + 13
        for index, words in enumerate(box.title):
            pen.text(
                on,
                box.rect.middle,
                y + 17 * index,
                words,
                PLAIN,
                text_anchor="middle",
                fill=pen.INK,
            )


def _warmth(heat: float | None) -> str:
    """From white over a pale red to one on which ink is still read easily."""
    if heat is None:
        return "#ffffff"
    if heat == 0:
        return "#e3f1e8"
    part = min(max(heat, 0.0), 1.0)
    green, blue = (round(high + (low - high) * part) for high, low in ((226, 120), (220, 104)))
    return f"#f9{green:02x}{blue:02x}"


def _colours(workflow: Workflow) -> dict[str, str]:
    """A colour for each state that an arrow leads to, in turn within each column of the picture."""
    reached = {arrow.target for arrow in arrows(workflow)}
    columns: dict[str | None, list[str]] = {}
    for state in workflow.states:
        around = workflow.ancestry(state)
        region = next((each for each in around if workflow.states[each].is_region), None)
        if state in reached:
            columns.setdefault(region, []).append(state)
    return {
        state: RAILS[index % len(RAILS)]
        for column in columns.values()
        for index, state in enumerate(column)
    }


def _first(on: Element, x: float, y: float) -> None:
    """The dot and arrow that mark where a compound state or region starts."""
    dot = {"cx": pen.number(x), "cy": pen.number(y - 15), "r": "4", "fill": pen.INK}
    SubElement(on, "circle", dot)
    pen.arrow(on, ((x, y - 15), (x, y)), pen.INK)


def _note_lines(workflow: Workflow, wide: float) -> list[tuple[str, ...]]:
    """What is open at any time, each with where it leads, wrapped for a column of the note."""
    room = (wide - 24) / NOTE_COLUMNS - 24
    said = []
    for step in anywhere(workflow):
        where = " or ".join(workflow.states[target].title for target in step.targets)
        said.append(f"{step.title} \N{RIGHTWARDS ARROW} {where}" if where else step.title)
    return [wrapped(each, SMALL, room) for each in said]


def _note_height(items: list[tuple[str, ...]]) -> float:
    if not items:
        return 0
    return 44 + LINE * max(sum(map(len, column)) for column in _columns(items))


def _columns(items: list[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    most = -(-len(items) // NOTE_COLUMNS)
    return (items[start : start + most] for start in range(0, len(items), most))


def _note(on: Element, items: list[tuple[str, ...]], rect: Rect) -> None:
    group = SubElement(on, "g", {"data-note": "anywhere"})
    pen.rectangle(group, rect, rx="4", fill="#f8f8f8", stroke="#b1b4b6")
    heading = "At any time until the case is closed"
    pen.text(group, rect.x + 12, rect.y + 21, heading, PLAIN, font_weight="bold", fill=pen.INK)
    for index, column in enumerate(_columns(items)):
        x = rect.x + 12 + index * (rect.width - 24) / NOTE_COLUMNS
        lines = [(line, first) for item in column for first, line in enumerate(item)]
        for row, (line, later) in enumerate(lines):
            y = rect.y + 42 + LINE * row
            pen.text(group, x + (10 if later else 0), y, line, SMALL, fill=pen.INK)
