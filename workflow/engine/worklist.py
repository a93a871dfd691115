"""The tasks of one person, the soonest first: those of their roles, on cases that they see.

A task is theirs where they have its role on the case, or where nobody has that role there yet. One
that was handed over leaves the lists of all but the taker and whoever has a role on the case: those
still answer for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflow.clock import london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, task_title
from workflow.engine.due_list import Asked, is_late_at, role_title
from workflow.engine.scope import scope_of
from workflow.engine.stored_cases import HAND_OVER
from workflow.store.reading import Reading
from workflow.store.stored import OpenTask, Person

MOST = 200
"""Tasks that are listed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A task in the list. `days` are working days left, below 0: late by so many; None: no date
    that the calendar reaches. `given_to`: whom it was handed over to last.
    """

    case: str
    kind: str
    task: str
    occurrence: int
    item: str
    title: str
    given_to: str
    place: str
    role: str
    due: date | datetime | None
    late: bool
    days: int | None


def worklist(
    reading: Reading, catalogue: Catalogue, person: Person, what: Asked, *, policy: str
) -> list[WorkLine]:
    """The tasks of that person, the soonest first and those without a date last.

    `policy`: whose newest release says what the person's roles see.
    """
    scope = scope_of(reading, catalogue, person, policy=policy)
    found = reading.work(
        person.person,
        person.roles,
        sees_all=scope.sees_all,
        sees_free=scope.sees_free,
        team=scope.team,
        limit=MOST,
    )
    given = _given(reading, [task for task, _ in found])
    lines = [
        _line(reading, catalogue, task, release, what, given.get(_mark(task), ""))
        for task, release in found
    ]
    away = {line.case for line in lines if line.given_to not in ("", person.person)}
    held = reading.held_by(person.person, sorted(away)) if away else set()
    return [line for line in lines if line.given_to in ("", person.person) or line.case in held]


def _given(reading: Reading, tasks: list[OpenTask]) -> dict[tuple[str, str], str]:
    """To whom tasks were handed over last, by case and occurrence."""
    refs = sorted({task.ref for task in tasks})
    rows = reading.facts_of_cases(refs, HAND_OVER) if refs else []
    return {(ref, str(facts["task"])): str(facts["person"]) for ref, facts in rows}


def _mark(task: OpenTask) -> tuple[str, str]:
    item = f"/{task.item}" if task.item else ""
    return task.ref, f"{task.task}#{task.occurrence}{item}"


def _line(
    reading: Reading,
    catalogue: Catalogue,
    task: OpenTask,
    release: int,
    what: Asked,
    given_to: str,
) -> WorkLine:
    workflow = catalogue.release(reading, release).workflow(task.workflow)
    return WorkLine(
        case=task.ref,
        kind=workflow.title,
        task=task.task,
        occurrence=task.occurrence,
        item=task.item or "",
        title=task_title(workflow, task.task, task.item),
        given_to=given_to,
        place=place(workflow, task.state),
        role=role_title(workflow, task.role),
        due=task.due,
        late=task.due is not None and is_late_at(task.due, what.at),
        days=days_left(catalogue.calendar(), what.as_of, task.due),
    )


def days_left(calendar: Calendar, today: date, due: date | datetime | None) -> int | None:
    """Working days from today to the due day, 0 on it and below 0 after it; None: not known."""
    if due is None:
        return None
    try:
        return calendar.working_days_between(today, london_day(due))
    except BeyondHorizon:
        return None
