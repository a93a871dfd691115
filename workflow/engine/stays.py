"""How long cases have been in each state, against the limit that a task of the state sets.

Since when a case is in a state is what its history says as it counts now: with corrections and
with what was recorded late. Closed cases stay where they are for ever and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from statistics import median

from workflow.case.history import effective
from workflow.case.model import Event, Kind, Move
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.task import Task
from workflow.definition.wording import due_in_words
from workflow.engine.board import PAGE, Desk, Line, case_lines
from workflow.store.stay_reading import Moved

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How many cases are in a state, for how many days half of them at least and the longest, and
    how many are over a limit there: a task of it is late. `limits` are those tasks in words.
    """

    state: str
    title: str
    around: str
    limits: tuple[str, ...]
    cases: int
    median: int
    longest: int
    late: int

    @property
    def figures(self) -> str:
        """In a line, for the picture."""
        days = f"{self.longest} days" if self.median == self.longest else self._from_to
        return f"{self.cases} {'case' if self.cases == 1 else 'cases'}, {days}"

    @property
    def _from_to(self) -> str:
        return f"median {self.median}, longest {self.longest} days"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Where an open case is: since which day in each state, and in which something is late."""

    case_id: str
    since: Mapping[str, date]
    late: frozenset[str]


def stays(desk: Desk, workflow: Workflow) -> list[Stay]:
    """Every state that a case is in, in the order of the file; not the sides of one, as long."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for case in _standing(desk, workflow):
        for state, since in case.since.items():
            days = (desk.what.as_of - since).days
            found.setdefault(state, []).append((days, state in case.late))
    return [
        _stay(workflow, name, found[name])
        for name, state in workflow.states.items()
        if name in found and not state.is_region
    ]


def heat(found: Iterable[Stay]) -> Mapping[str, float]:
    """Of each state, which share of the cases in it is over a limit."""
    return {each.state: each.late / each.cases for each in found}


def stay_lines(
    desk: Desk, workflow: Workflow, state: str, *, late: bool, page: int = 0, size: int = PAGE
) -> list[Line]:
    """A page of the cases in a state, those first that have been in it longest. `late`: of those
    that are over a limit there.
    """
    inside = [
        (case.since[state], case.case_id)
        for case in _standing(desk, workflow)
        if state in (case.late if late else case.since)
    ]
    here = sorted(inside)[page * size : (page + 1) * size]
    cases = desk.reading.cases_of([case_id for _, case_id in here])
    return case_lines(
        desk, [cases[case_id]._replace(since=since.isoformat()) for since, case_id in here]
    )


def _standing(desk: Desk, workflow: Workflow) -> Iterator[_Standing]:
    view, what = desk.seen.view, desk.what
    late: dict[str, list[str]] = {}
    for case_id, task in desk.reading.late_tasks(
        view, workflow.name, what.at.isoformat(), what.as_of.isoformat()
    ):
        late.setdefault(case_id, []).append(task)
    places = {task.name: _place(workflow, task) for task in workflow.tasks}
    for case_id, rows in groupby(desk.reading.moved(view, workflow.name), lambda row: row.case_id):
        since = _since(workflow, list(rows))
        of_tasks = (places.get(task, frozenset()) for task in late.get(case_id, ()))
        found = frozenset(since) & frozenset().union(*of_tasks)
        yield _Standing(case_id=case_id, since=since, late=found)


def _since(workflow: Workflow, rows: Sequence[Moved]) -> dict[str, date]:
    """Since which day a case is in each state that it is in now."""
    since: dict[str, date] = {}
    leaves: frozenset[str] = frozenset()
    for row in effective(_events(rows)):
        before = workflow.active(leaves)
        leaves = leaves - {move.left for move in row.moves} | {move.entered for move in row.moves}
        since |= dict.fromkeys(workflow.active(leaves) - before, london_day(row.occurred_on))
    now = workflow.active(frozenset(json.loads(rows[0].state)))
    # What another release called otherwise, no row names: there it is since it was opened.
    first = _day(rows[0].opened_on)
    return {state: since.get(state, first) for state in workflow.states if state in now}


def _events(rows: Iterable[Moved]) -> Iterator[Event]:
    """The rows as values, each placed one behind the nearest of these that stood there."""
    known: list[int] = []
    for row in rows:
        at = row.placed_after
        near = None if at is None else max((seq for seq in known if seq <= at), default=None)
        known.append(row.seq)
        yield Event(
            seq=row.seq,
            kind=Kind(row.kind),
            name="",
            occurred_on=_day(row.occurred_on),
            recorded_at=_NEVER,
            actor="",
            facts=json.loads(row.facts) if row.facts else {},
            moves=tuple(Move(*move) for move in json.loads(row.moves)),
            placed_after=near,
        )


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _place(workflow: Workflow, task: Task) -> frozenset[str]:
    """The states in which a case is over a limit while a task is late: its own; of one of no state,
    or of most of the process, the outermost ones.
    """
    tops = frozenset(name for name, state in workflow.states.items() if state.parent is None)
    return _own(workflow, task, len(tops)) or tops


def _own(workflow: Workflow, task: Task, tops: int) -> frozenset[str]:
    """The states that a task is of; none when these are half of the process, of so many parts."""
    place = frozenset(task.place & workflow.states.keys())
    of_task = {workflow.ancestry(name)[-1] for name in place}
    return place if 2 * len(of_task) <= tops else frozenset()


def _stay(workflow: Workflow, state: str, found: Sequence[tuple[int, bool]]) -> Stay:
    days = [each for each, _ in found]
    around = workflow.ancestry(state)[1:]
    tops = sum(each.parent is None for each in workflow.states.values())
    limits = tuple(
        f"{task.title}: {due_in_words(workflow, task.due)}"
        for task in workflow.tasks
        if task.due is not None and state in _own(workflow, task, tops)
    )
    return Stay(
        state=state,
        title=workflow.states[state].title,
        around=workflow.states[around[-1]].title if around else "",
        limits=limits,
        cases=len(found),
        median=round(median(days)),
        longest=max(days),
        late=sum(late for _, late in found),
    )
