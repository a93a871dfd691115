"""Where everything in the picture of a workflow stands.

One column of states with rails on both sides: every arrow leaves its state beside its label, turns
into the rail of the state that it leads to and follows it there. Arrows to one state share a rail,
so forty arrows need a dozen lines, and a label can meet neither a box nor another label.

Layout libraries were tried (2026-11): grandalf and the ports of ELK and of Graphviz have licences
that we cannot depend on, the Rust ones with wheels order states by themselves, against the order
of the story, and drop labels far from their arrows; with 25 to 40 labelled arrows between a dozen
states no layered drawing stayed readable at the width of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workflow.definition.diagram_arrows import Arrow, arrows, first_states
from workflow.definition.diagram_lettering import shortened, width, wrapped
from workflow.definition.diagram_rows import START, Column, Row, rows
from workflow.definition.diagram_shapes import PLAIN, SMALL, Box, Kind, Label, Line, Picture, Rect
from workflow.definition.model import UNOPENED, Workflow

LINE = 14.0
"""from one line of small letters to the next"""
GAP = 24.0
"""between two rows"""
PAD = 12.0
"""between a frame and what is in it"""
TRACK = 12.0
"""between two rails"""
ENTRY = 16.0
"""the height that an arriving arrow takes beside a box"""
HEAD = 28.0
"""the head of a frame, with its title"""
LABEL_ROOM = 216.0
SHOWN = 3


def lay_out(workflow: Workflow, room: float) -> Picture:
    """The picture of a whole workflow, `room` pixels wide or as wide as its widest part."""
    outer = [state.id for state in workflow.states.values() if state.parent is None]
    column = Column(workflow, [START, *rows(workflow, outer)], arrows(workflow))
    chart = Chart(column, room=room, box_room=190.0)
    return chart.picture(chart.width)


def lane(workflow: Workflow, region: str, room: float) -> Chart:
    """The picture of what is in a region."""
    inside = list(rows(workflow, workflow.states[region].substates))
    return Chart(Column(workflow, inside, arrows(workflow)), room=room, box_room=136.0)


@dataclass(frozen=True, slots=True)
class Slot:
    """One arrow beside its row: its label, and the words where it leads when that is elsewhere."""

    arrow: Arrow
    lines: tuple[str, ...]
    leads_to: str = ""

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + (LINE + 4 if self.leads_to else 0) + 8

    @property
    def width(self) -> float:
        words = width(self.leads_to, SMALL, bold=True) + 30 if self.leads_to else 0
        return max([words, *(width(line, SMALL) for line in self.lines)]) + 22
