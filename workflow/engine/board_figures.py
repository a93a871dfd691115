"""Figures over all cases that a person sees: load, what is ahead, where cases wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.definition.model import Workflow
from workflow.definition.task import Task
from workflow.definition.wording import due_in_words
from workflow.engine.board import Desk, list_name
from workflow.engine.viewing import NOBODY

WEEKS = 12
"""How far a forecast looks ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many open cases somebody has a role on, and on how many cases that they have one on
    something is late, though they be closed.
    """

    person: str
    name: str
    team: str
    cases: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What comes week by week: a task that is due, or (`is_list`) cases that come into a list."""

    workflow: str
    name: str
    title: str
    kind: str
    is_list: bool
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A task of a workflow: how many are open and late, and for how many days on average and at
    most they have been open. `limit` is when it is due, in words; `where` its states.
    """

    task: str
    title: str
    limit: str
    where: str
    open: int
    late: int
    days: int
    longest: int


def load(desk: Desk) -> list[Load]:
    """Everybody with open cases, who has most late ones first, and nobody as `NOBODY`."""
    people = {each.person: each for each in desk.seen.people}
    found = [
        Load(
            person=person or NOBODY,
            name=desk.seen.name_of(person) or "Nobody yet",
            team=people[person].team if person in people else "",
            cases=cases,
            late=late,
        )
        for person, cases, late in desk.reading.load(desk.seen.view, desk.seen.kinds, desk.now)
    ]
    return sorted(found, key=lambda each: (-each.late, -each.cases, each.person))


def weeks(today: date) -> list[date]:
    """The first days of the weeks of a forecast: today, then the Mondays after it."""
    monday = today - timedelta(days=today.weekday())
    return [today, *(monday + timedelta(weeks=week) for week in range(1, WEEKS))]


def by_week(starts: Sequence[date], found: Iterable[tuple[str, int]]) -> list[int]:
    """How many there are in each of these weeks, of numbers on days."""
    counts = [0] * len(starts)
    for day, count in found:
        _add(counts, starts, day, count)
    return counts


def week_end(start: date) -> date:
    """The Monday after a day."""
    return start + timedelta(days=7 - start.weekday())


def ahead(desk: Desk) -> list[Ahead]:
    """What is due and what comes about in the weeks ahead, by kind of case."""
    starts = weeks(desk.what.as_of)
    flows = [desk.seen.process.workflows[name] for name in desk.seen.kinds]
    first, end = starts[0].isoformat(), week_end(starts[-1]).isoformat()
    tasks = [(flow.name, task.name) for flow in flows for task in flow.tasks]
    names = [list_name(flow, each) for flow in flows for each in flow.lists.values()]
    due: dict[tuple[str, str], list[int]] = {}
    for flow, task, day, count in desk.reading.due_by_day(desk.seen.view, tasks, first, end):
        _add(due.setdefault((flow, task), [0] * WEEKS), starts, day, count)
    coming: dict[str, list[int]] = {}
    for name, day, count in desk.reading.standing_by_day(desk.seen.view, names, desk.now, end):
        _add(coming.setdefault(name, [0] * WEEKS), starts, day, count)
    return [*_tasks_ahead(flows, due), *_lists_ahead(flows, coming)]


def waits(desk: Desk, workflow: Workflow) -> list[Wait]:
    """Every task of that workflow that is open somewhere, most late ones first."""
    rows = desk.reading.opened_by_day(
        desk.seen.view, workflow.name, desk.what.at.isoformat(), desk.what.as_of.isoformat()
    )
    by_task: dict[str, list[tuple[int, int, int]]] = {}
    for task, day, count, late in rows:
        days = (desk.what.as_of - date.fromisoformat(day)).days
        by_task.setdefault(task, []).append((days, count, late))
    found = [
        _wait(workflow, workflow.task[task], each)
        for task, each in by_task.items()
        if task in workflow.task
    ]
    return sorted(found, key=lambda each: (-each.late, -each.open, each.task))


def _add(counts: list[int], starts: Sequence[date], day: str, count: int) -> None:
    found = date.fromisoformat(day)
    week = max(number for number, start in enumerate(starts) if start <= max(found, starts[0]))
    counts[week] += count


def _tasks_ahead(
    flows: Iterable[Workflow], due: Mapping[tuple[str, str], list[int]]
) -> Iterable[Ahead]:
    for flow in flows:
        for task in flow.tasks:
            if found := due.get((flow.name, task.name)):
                yield Ahead(
                    workflow=flow.name,
                    name=task.name,
                    title=task.title,
                    kind=flow.title,
                    is_list=False,
                    weeks=tuple(found),
                )


def _lists_ahead(flows: Iterable[Workflow], coming: Mapping[str, list[int]]) -> Iterable[Ahead]:
    for flow in flows:
        for each in flow.lists.values():
            # Those of late tasks say what the tasks above say already.
            if not each.late and (found := coming.get(list_name(flow, each))):
                yield Ahead(
                    workflow=flow.name,
                    name=each.name,
                    title=each.title,
                    kind=flow.title,
                    is_list=True,
                    weeks=tuple(found),
                )


def _wait(workflow: Workflow, task: Task, rows: Sequence[tuple[int, int, int]]) -> Wait:
    count = sum(each[1] for each in rows)
    states = [workflow.states[name].title for name in workflow.states if name in task.place]
    return Wait(
        task=task.name,
        title=task.title,
        limit=due_in_words(workflow, task.due) if task.due else "no date",
        where=", ".join(states[:3]) + (" ..." if len(states) > 3 else ""),
        open=count,
        late=sum(each[2] for each in rows),
        days=round(sum(days * number for days, number, _ in rows) / count),
        longest=max(each[0] for each in rows),
    )
