"""A day's work of a person: what is late and due, task by task, and what they check unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflow.engine.board import Count, Desk, list_name
from workflow.engine.board_figures import week_end
from workflow.engine.due_list import role_title
from workflow.store.stored_work import Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """A task, how many of it are in somebody's list for a role, and when they are due."""

    workflow: str
    task: str
    title: str
    role: str
    role_title: str
    late: int
    today: int
    soon: int


def to_do(desk: Desk, whose: Whose) -> list[ToDo]:
    """What of a list of work is late or due by the end of the week, late ones first."""
    today = desk.what.as_of
    rows = desk.reading.due_of(
        desk.seen.view,
        whose,
        (desk.what.at.isoformat(), today.isoformat()),
        (tomorrow(today).isoformat(), soon_ends(today).isoformat()),
    )
    found = [
        ToDo(
            workflow=row.workflow,
            task=row.task,
            title=flow.task[row.task].title,
            role=row.role,
            role_title=role_title(flow, row.role),
            late=row.late,
            today=row.today,
            soon=row.soon,
        )
        for row in rows
        if (flow := desk.seen.workflow(row.workflow)) is not None and row.task in flow.task
    ]
    return sorted(found, key=lambda each: (-each.late, -each.today, -each.soon, each.title))


def tomorrow(today: date) -> date:
    """The day after."""
    return today + timedelta(days=1)


def soon_ends(today: date) -> date:
    """The Monday before which what is due soon is due."""
    return week_end(tomorrow(today))


def checks(desk: Desk, person: str, roles: Sequence[str]) -> list[Count]:
    """The lists that these roles look through, and how many cases of the person stand in each."""
    lists = [
        (flow, each)
        for flow in desk.seen.process.workflows.values()
        for each in flow.lists.values()
        if set(each.roles) & set(roles)
    ]
    if not lists:
        return []
    own = replace(desk.seen.view, people=(person,))
    names = [list_name(flow, each) for flow, each in lists]
    counts = desk.reading.counted(own, names, desk.now)
    return [
        Count(
            workflow=flow.name,
            name=each.name,
            title=each.title,
            count=counts.get(list_name(flow, each), 0),
        )
        for flow, each in lists
    ]
