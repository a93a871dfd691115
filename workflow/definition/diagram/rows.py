"""The order in which a picture shows states, and on which side each arrow leaves.

States stand one below the other in the order of the file, which is the order in which their owner
tells the story. An arrow to the next one goes straight down, one further down leaves on the
right, one up on the left; in a narrow column both leave on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.definition.diagram.arrows import Arrow, merged
from workflow.definition.diagram.shapes import Kind
from workflow.definition.model import UNOPENED, State, Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A state, or the head of a compound state, in a column.

    `depth` counts the frames around it, `ends` those of them that end below it.
    """

    state: str
    kind: Kind
    depth: int = 0
    ends: int = 0


START = Row(state=UNOPENED, kind=Kind.START)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The arrows that leave a row; `away` are those that leave the column.

    They are in the order in which they cross least: up before down, and the further first.
    """

    straight: Arrow | None = None
    up: tuple[Arrow, ...] = ()
    down: tuple[Arrow, ...] = ()
    away: tuple[Arrow, ...] = ()


def kind_of(state: State) -> Kind:
    """How a state is drawn."""
    if state.is_region:
        return Kind.REGION
    if state.parallel:
        return Kind.PARALLEL
    if state.substates:
        return Kind.COMPOUND
    return Kind.FINAL if state.final else Kind.STATE


def rows(workflow: Workflow, states: Iterable[str], depth: int = 0) -> Iterator[Row]:
    """A row for each state; a compound state has a row and is followed by its substates."""
    for id_ in states:
        state = workflow.states[id_]
        row = Row(state=id_, kind=kind_of(state), depth=depth)
        if row.kind is not Kind.COMPOUND:
            yield row
            continue
        inside = [row, *rows(workflow, state.substates, depth + 1)]
        yield from inside[:-1]
        yield replace(inside[-1], ends=inside[-1].ends + 1)


class Column:
    """Rows with the arrows that leave each of them. `narrow`: with rails on the right only.
    `figures`: what stands below the title of states.
    """

    def __init__(
        self,
        workflow: Workflow,
        found: Sequence[Row],
        arrows: Iterable[Arrow],
        *,
        narrow: bool = False,
        figures: Mapping[str, str] | None = None,
    ) -> None:
        self.workflow = workflow
        self.figures = figures or {}
        self.narrow = narrow
        self.rows = found
        self.index = {row.state: index for index, row in enumerate(found)}
        lifted = merged(arrow for each in arrows for arrow in self._lifted(each))
        self.leaving: Mapping[str, Leaving] = {
            row.state: self._leaving(row, [each for each in lifted if each.source == row.state])
            for row in found
        }

    def row_of(self, state: str) -> str | None:
        """The row that shows a state, itself or as a part of it; None outside this column."""
        if state == UNOPENED:
            return state if state in self.index else None
        return next((s for s in self.workflow.ancestry(state) if s in self.index), None)

    def _lifted(self, arrow: Arrow) -> Iterator[Arrow]:
        source, target = self.row_of(arrow.source), self.row_of(arrow.target)
        if source is not None and source != target:
            yield replace(arrow, source=source, target=target or arrow.target)

    def _leaving(self, row: Row, arrows: Sequence[Arrow]) -> Leaving:
        here = self.index[row.state]
        away = tuple(arrow for arrow in arrows if arrow.target not in self.index)
        ways = [arrow for arrow in arrows if arrow.target in self.index]
        straight = next((arrow for arrow in ways if arrow.target in self._next(here)), None)
        rest = [arrow for arrow in ways if arrow is not straight]
        rest.sort(key=lambda arrow: -self.index[arrow.target])
        return Leaving(
            straight=straight,
            up=tuple(arrow for arrow in rest if self.index[arrow.target] < here),
            down=tuple(arrow for arrow in rest if self.index[arrow.target] > here),
            away=away,
        )

    def _next(self, here: int) -> Iterator[str]:
        """What stands right below: the next state, and the frames that start before it."""
        if self.rows[here].kind is Kind.COMPOUND:
            return
        for row in self.rows[here + 1 :]:
            yield row.state
            if row.kind is not Kind.COMPOUND:
                return
