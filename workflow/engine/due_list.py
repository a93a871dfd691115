"""Open tasks with their due dates: of one case or of all, as they are or as they were known.

A reading: frozen views, made of tables where the tables say it all. Ten thousand cases are listed
without loading one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from workflow.case.edge import FIRST_YEAR, LAST_YEAR, is_a_year
from workflow.case.explaining import explain_task
from workflow.case.history import known_on, replay
from workflow.case.model import Case, Refused
from workflow.case.record import case_from, event_from
from workflow.clock import end_of_day, london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.due import Due, is_late
from workflow.deadlines.naming import day_name
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, task_title
from workflow.errors import WrongUse
from workflow.store.reading import Reading
from workflow.store.stored import OpenTask, StoredCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to tell: late at the instant `at`, which lies in the day `as_of`; of what had been
    recorded by the end of `known_on` (None: everything); with an account of each date or not.
    """

    as_of: date
    at: datetime
    known_on: date | None = None
    explain: bool = False


def asked(
    now: datetime, *, as_of: date | None = None, known: date | None = None, explain: bool = False
) -> Asked:
    """Lateness is judged as the day `as_of` ends; without it, at this very moment.

    Raises WrongUse for a year to which no case reaches.
    """
    if any(day is not None and not is_a_year(day.year) for day in (as_of, known)):
        raise WrongUse(f"give a day of the years from {FIRST_YEAR} to {LAST_YEAR}")
    at = end_of_day(as_of) - timedelta(microseconds=1) if as_of else now
    return Asked(as_of=as_of or london_day(now), at=at, known_on=known, explain=explain)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """An open task. `waiting`: its date lies where the holiday calendar does not reach yet."""

    task: str
    title: str
    due: date | datetime | None
    waiting: bool
    late: bool
    role: str
    role_title: str
    occurrence: int
    item: str | None
    explanation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDue:
    """The open tasks of a case, the soonest first. `state` holds dotted paths, `place` titles."""

    case: str
    workflow: str
    closed: bool
    as_of: date
    state: tuple[str, ...]
    place: str
    tasks: tuple[DueTask, ...]


def due_of_case(reading: Reading, catalogue: Catalogue, ref: str, what: Asked) -> CaseDue:
    """The open tasks of one case.

    Raises Refused: `unknown_case`, `not_yet_opened` (by the day it was to be known on),
    `facts_destroyed`.
    """
    stored = reading.case(ref)
    if stored is None:
        raise unknown_case(ref)
    found = _known(reading, catalogue, stored, what)
    if found is None:
        assert what.known_on is not None
        sentence = f"nothing had been recorded of {ref} by {day_name(what.known_on)}"
        raise Refused("not_yet_opened", f"{sentence}; ask for a later day", case=ref)
    return _of_case(*_pins(reading, catalogue, stored), found, what)


def due_of_loaded(catalogue: Catalogue, release: Release, case: Case, what: Asked) -> CaseDue:
    """The same of a case as it is, which was loaded already."""
    return _of_case(release, catalogue.calendar(case.calendar), case, what)


def due_of_all(reading: Reading, catalogue: Catalogue, what: Asked) -> list[CaseDue]:
    """Every case that is open or has an open task, in the order in which they were opened."""
    if not what.explain and what.known_on is None:
        return list(_of_tables(reading, catalogue, what))
    return [
        _of_case(*_pins(reading, catalogue, stored), case, what)
        for stored in reading.cases()
        if (case := _known(reading, catalogue, stored, what)) and (case.tasks or not case.closed)
    ]


def working_days_late(calendar: Calendar, due: date | datetime, as_of: date) -> int | None:
    """Working days since the due day; None where the calendar does not reach."""
    try:
        return calendar.working_days_between(london_day(due), as_of)
    except BeyondHorizon:
        return None


def _pins(reading: Reading, catalogue: Catalogue, stored: StoredCase) -> tuple[Release, Calendar]:
    return catalogue.release(reading, stored.release), catalogue.calendar(stored.calendar)


def _known(reading: Reading, catalogue: Catalogue, stored: StoredCase, what: Asked) -> Case | None:
    """The case, or what it was known to be; None when it was not known at all."""
    release, calendar = _pins(reading, catalogue, stored)
    workflow = release.workflow(stored.workflow)
    if what.known_on is None:
        return case_from(stored.snapshot, workflow)
    rows = reading.history(stored.case_id)
    if any(row.record["facts"] is None for row in rows):
        sentence = f"facts of {stored.ref} have been destroyed; what was known is lost with them"
        raise Refused("facts_destroyed", sentence, case=stored.ref)
    history = known_on([event_from(row.record, workflow) for row in rows], what.known_on)
    return replay(release, calendar, stored.ref, stored.workflow, history) if history else None


def _of_case(release: Release, calendar: Calendar, case: Case, what: Asked) -> CaseDue:
    workflow = release.workflow(case.workflow)
    tasks = [
        _due_task(
            workflow,
            what,
            task.name,
            task.occurrence,
            task.item,
            task.role,
            task.due,
            explain_task(release, calendar, case, task) if what.explain else (),
        )
        for task in case.tasks
    ]
    return _case_due(workflow, case.ref, case.state, case.closed, what, tasks)


def _of_tables(reading: Reading, catalogue: Catalogue, what: Asked) -> Iterator[CaseDue]:
    open_tasks: dict[str, list[OpenTask]] = {}
    for task in reading.open_tasks():
        open_tasks.setdefault(task.ref, []).append(task)
    for head in reading.heads():
        if not head.closed or head.ref in open_tasks:
            workflow = catalogue.release(reading, head.release).workflow(head.workflow)
            tasks = [
                _due_task(
                    workflow,
                    what,
                    task.task,
                    task.occurrence,
                    task.item,
                    task.role,
                    Due(task.due, waiting=task.waiting),
                )
                for task in open_tasks.get(head.ref, ())
            ]
            yield _case_due(workflow, head.ref, head.state, head.closed, what, tasks)


def _due_task(
    workflow: Workflow,
    what: Asked,
    name: str,
    occurrence: int,
    item: str | None,
    role: str,
    due: Due,
    explanation: tuple[str, ...] = (),
) -> DueTask:
    return DueTask(
        task=name,
        title=task_title(workflow, name, item),
        due=due.at,
        waiting=due.waiting,
        late=due.at is not None and is_late_at(due.at, what.at),
        role=role,
        role_title=role_title(workflow, role),
        occurrence=occurrence,
        item=item,
        explanation=explanation,
    )


@lru_cache(maxsize=10_000)  # ten thousand cases share a few hundred dates
def is_late_at(due: date | datetime, at: datetime) -> bool:
    return is_late(due, at)


def _case_due(
    workflow: Workflow,
    ref: str,
    leaves: tuple[str, ...],
    closed: bool,
    what: Asked,
    tasks: list[DueTask],
) -> CaseDue:
    return CaseDue(
        case=ref,
        workflow=workflow.name,
        closed=closed,
        as_of=what.as_of,
        state=tuple(workflow.path(leaf) for leaf in leaves),
        place=place(workflow, leaves),
        tasks=tuple(sorted(tasks, key=soonest_first)),
    )


def soonest_first(task: DueTask) -> tuple[bool, str, str, int, str]:
    """The key that sorts tasks by their due date; those without one come last."""
    due = task.due.isoformat() if task.due else ""
    return task.due is None, due, task.task, task.occurrence, task.item or ""


def role_title(workflow: Workflow, role: str) -> str:
    """The title of a role; the name itself where the definition has none of it."""
    return workflow.roles[role].title if role in workflow.roles else role


def unknown_case(ref: str) -> Refused:
    """The refusal of a reference that no case has."""
    sentence = f"there is no case {ref}; `caseward case list` shows those there are"
    return Refused("unknown_case", sentence, case=ref)
