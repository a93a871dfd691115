"""What a notice to staff may read: one flat set of names, the same for every notice of a kind.

No value is about a person of the family: a case is named by its reference, a participant by what
they are there as.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from workflow.case.explaining import explain_task
from workflow.case.model import Case, Task
from workflow.case.tasks import standing_of
from workflow.clock import LONDON, london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.definition.fact import FactKind
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.changes import participant_title, place, task_title
from workflow.engine.due_list import role_title
from workflow.engine.letterhead import Letterhead

PLANNED_FOR = "planned_for"
"""So ends the name of the fact that says when what a case waits for is planned for."""


def of_task(
    release: Release,
    calendar: Calendar,
    case: Case,
    task: Task,
    due: date | datetime | None,
    *,
    letterhead: Letterhead,
    now: datetime,
) -> dict[str, object]:
    """What a message about a task may say at that moment. `due` is the due date that a rung of it
    climbs to; None: the task has no date.
    """
    workflow = release.workflow(case.workflow)
    return {
        "case_reference": case.ref,
        "task_title": title_of(workflow, case, task.name, task.item),
        "state_title": place(workflow, case.state),
        "role_title": role_title(workflow, task.role),
        "due_because": _because(explain_task(release, calendar, case, task)),
        "link": letterhead.link(case.ref),
        "planned_for": _planned_for(workflow, case),
        **_due(_counted_by(release, calendar, workflow, task), due, now),
    }


def of_digest(lines: list[dict[str, object]], letterhead: Letterhead) -> dict[str, object]:
    """What a digest may say: its lines, those that are late first."""
    return {"tasks": lines, "link": f"{letterhead.base_url}/" if letterhead.base_url else ""}


def line_of_digest(
    release: Release,
    calendar: Calendar,
    case: Case,
    task: Task,
    *,
    person: str,
    now: datetime,
) -> dict[str, object]:
    """A task in a digest. `person` is the name of whom it is with; empty: nobody has that role."""
    workflow = release.workflow(case.workflow)
    assert task.due.at is not None
    due = _due(_counted_by(release, calendar, workflow, task), task.due.at, now)
    return {
        "case_reference": case.ref,
        "task_title": title_of(workflow, case, task.name, task.item),
        "role_title": role_title(workflow, task.role),
        "person": person,
        "due_day": due["due_day"],
        "days_late": due["days_late"],
        "opened_on": london_day(task.opened_on),
    }


def title_of(workflow: Workflow, case: Case, name: str, item: str | None) -> str:
    """The title of a task, and which participant or case it is for where it is for one.

    What else a task can be for, such as a row that people filled in, may name somebody.
    """
    linked = any(item in cases for cases in case.links.values())
    named = bool(item) and (linked or bool(participant_title(workflow, item or "")))
    return task_title(workflow, name, item if named else None)


def _counted_by(release: Release, calendar: Calendar, workflow: Workflow, task: Task) -> Calendar:
    """The calendar that the rungs of the task count by."""
    return release.calendars(calendar).of(standing_of(workflow.task[task.name]))


def _due(calendar: Calendar, due: date | datetime | None, now: datetime) -> dict[str, Any]:
    """The due day, its time if it has one, and how many working days are left or were missed."""
    if due is None:
        return {"due_day": None, "due_time": None, "days_left": 0, "days_late": 0}
    day, today = london_day(due), london_day(now)
    try:
        days = calendar.working_days_between(today, day)
    except BeyondHorizon:
        days = 0  # the day is told, how far away it is cannot be
    return {
        "due_day": day,
        "due_time": _time(due),
        "days_left": max(days, 0),
        "days_late": max(-days, 0),
    }


def _time(due: date | datetime) -> time | None:
    return due.astimezone(LONDON).time() if isinstance(due, datetime) else None


def _because(account: tuple[str, ...]) -> str:
    """The line of an account that says where the date came from: of several parts the one taken."""
    taken = next((line for line in account if line.startswith("taken: ")), "")
    parts = (line.strip() for line in account if line.startswith(" ") and " (" in line)
    return next((part for part in parts if part.partition(" (")[0] in taken), account[0])


def _planned_for(workflow: Workflow, case: Case) -> object:
    """When it is planned for, the fact of that name last told; None when nothing is planned."""
    moments = (FactKind.DATE, FactKind.DATETIME)
    known: Mapping[str, object] = {
        name: case.facts.get(name)
        for name, fact in workflow.facts.items()
        if name.endswith(PLANNED_FOR) and fact.kind in moments
    }
    return next((value for value in known.values() if value is not None), None)
