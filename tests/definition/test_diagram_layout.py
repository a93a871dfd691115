"""The geometry of a picture: nothing overlaps, nothing is cut off, frames hold what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings

from definition.building import CLOSED, flow, parallel, region, starts, state
from definition.drawn_workflows import SHIPPED, a_bit_of_everything, drawn, workflows
from workflow.definition.diagram.layout import lay_out
from workflow.definition.diagram.lettering import width
from workflow.definition.diagram.shapes import PLAIN, Box, Kind, Label, Line, Picture, Rect
from workflow.definition.model import Workflow

LEAVES = (Kind.START, Kind.STATE, Kind.FINAL)

each_workflow = pytest.mark.parametrize("name", ["a_bit_of_everything", *SHIPPED])
either_way = pytest.mark.parametrize("overview", [False, True], ids=["whole", "overview"])


def leaves(picture: Picture) -> list[Box]:
    return [box for box in picture.boxes if box.kind in LEAVES]


def labels(picture: Picture) -> list[Label]:
    both = ((line.label, line.leads_to) for line in picture.lines)
    return [label for pair in both for label in pair if label is not None]


def titles_of_frames(picture: Picture) -> list[Rect]:
    frames = [box for box in picture.boxes if box.kind not in LEAVES]
    return [
        Rect(box.rect.x + 10, box.rect.y + 6, width(box.title[0], PLAIN, bold=True), PLAIN)
        for box in frames
    ]


def pieces(line: Line) -> Iterator[Rect]:
    """The pieces of an arrow, as rectangles without breadth."""
    for (x, y), (to_x, to_y) in pairwise(line.points):
        yield Rect(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))


def inner(rect: Rect) -> Rect:
    """A little less, so that an arrow may touch the box that it leaves."""
    return Rect(rect.x + 0.01, rect.y + 0.01, rect.width - 0.02, rect.height - 0.02)


def along(one: Rect, other: Rect) -> bool:
    """True when two pieces of arrows have more than a point in common."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(across, down) > 0.01 and min(across, down) > -0.01


def faults(workflow: Workflow, picture: Picture) -> Iterator[str]:
    """Everything that would be unreadable in a picture."""
    solid = [box.rect for box in leaves(picture)] + [label.rect for label in labels(picture)]
    solid += titles_of_frames(picture)
    whole = Rect(0, 0, picture.width, picture.height)
    yield from (f"{a} and {b} overlap" for a, b in combinations(solid, 2) if a.meets(b))
    yield from (f"{rect} is cut off" for rect in solid if not whole.holds(rect))
    yield from faults_of_boxes(workflow, picture)
    yield from faults_of_lines(picture, solid)


def faults_of_boxes(workflow: Workflow, picture: Picture) -> Iterator[str]:
    rects = {box.state: box.rect for box in picture.boxes if box.state}
    for one, other in combinations(rects, 2):
        if workflow.states[other].parent == one and not rects[one].holds(rects[other]):
            yield f"{other} is not inside {one}"
        nested = one in workflow.ancestry(other) or other in workflow.ancestry(one)
        if not nested and rects[one].meets(rects[other]):
            yield f"{one} and {other} overlap"
    for box in leaves(picture):
        if any(width(line, PLAIN) > box.rect.width for line in box.title):
            yield f"the title of {box.state} is wider than its box"


def faults_of_lines(picture: Picture, solid: list[Rect]) -> Iterator[str]:
    whole = Rect(0, 0, picture.width, picture.height)
    for line in picture.lines:
        for piece in pieces(line):
            yield from (f"{line} crosses {rect}" for rect in solid if piece.meets(inner(rect)))
            if not whole.holds(piece):
                yield f"{line} leaves the picture"
    for one, other in combinations(picture.lines, 2):
        pairs = product(pieces(one), pieces(other))
        if one.target != other.target and any(along(a, b) for a, b in pairs):
            yield f"{one} and {other} run on each other"


@either_way
@each_workflow
def test_nothing_overlaps_and_nothing_is_cut_off(name: str, overview: bool) -> None:
    workflow = drawn(name)

    picture = lay_out(workflow, 0, 1160, overview=overview)

    assert list(faults(workflow, picture)) == []


@settings(deadline=None, max_examples=150)
@given(workflows())
def test_no_workflow_makes_an_unreadable_picture(workflow: Workflow) -> None:
    assert list(faults(workflow, lay_out(workflow, 0, 1160))) == []


@each_workflow
def test_a_picture_fits_the_width_of_a_page(name: str) -> None:
    workflow = drawn(name)

    assert lay_out(workflow, 0, 1160).width <= 1160


def test_arrows_to_one_state_share_a_rail() -> None:
    closing = [
        line
        for line in lay_out(a_bit_of_everything(), 0, 1160).lines
        if line.target == "closed" and len(line.points) == 4
    ]

    assert {line.source for line in closing} == {"asking", "asked", "working"}
    assert len({line.points[1][0] for line in closing}) == 1


def test_an_arrow_to_the_next_state_goes_straight_down() -> None:
    (line,) = [
        line
        for line in lay_out(a_bit_of_everything(), 0, 1160).lines
        if (line.source, line.target) == ("asked", "answered")
    ]

    (x, y), (to_x, to_y) = line.points
    assert x == to_x
    assert y < to_y


def test_a_way_out_of_a_region_says_where_it_leads() -> None:
    lines = lay_out(a_bit_of_everything(), 0, 1160).lines

    (out,) = [line for line in lines if (line.source, line.target) == ("missed", "resting")]
    assert out.leads_to is not None
    assert out.leads_to.lines == ("A title",)


def test_a_region_may_start_in_a_state_that_lies_deeper() -> None:
    paying = region(
        "paying", state("billed", state("sent"), state("overdue")), starts=starts("a -> overdue")
    )
    workflow = flow(parallel("working", paying, region("visiting", state("visited"))), CLOSED)

    picture = lay_out(workflow, 0, 1160)

    (overdue,) = [box.rect for box in picture.boxes if box.state == "overdue"]
    assert any(y == overdue.y and overdue.x < x < overdue.right for x, y in picture.first)
