"""A line in a list of work: a task, and all that whoever does it has to know of it at a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case.record import moment
from workflow.clock import london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.engine.about_whom import About
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, task_title
from workflow.engine.due_list import Asked, is_late_at, role_title
from workflow.engine.finishing import finishing, of_roles
from workflow.engine.standing_in import StandingIn
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_work import FoundWork

Key = tuple[str, str, int, str]
"""A task: its case by id, its name, its occurrence, and whom it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A task in the list. `days` are working days left, below 0: late; None: the calendar does not
    reach so far. `given_to`: whom it was handed over to last. `holder` has its role on the
    case. `seen`: the person said that they have seen it, with the date that it still has. `step`:
    the event of the only step by which the person finishes it; `done_by`: who does, where the
    person cannot. `set_for`: for when it is planned, unless that is over. `in_place_of`: who is
    away, where it is in the list of whoever stands in for them.
    """

    case: str
    about: About = field(repr=False)
    kind: str
    task: str
    occurrence: int
    item: str
    title: str
    given_to: str
    holder: str
    in_place_of: str = field(repr=False)
    seen: bool
    place: str
    step: str
    done_by: str
    set_for: date | datetime | None
    role: str
    role_title: str
    due: date | datetime | None
    late: bool
    days: int | None

    @property
    def id(self) -> str:
        """Names this occurrence, such as `hold_review#2` or `agency_report#1/school`."""
        return f"{self.task}#{self.occurrence}" + (f"/{self.item}" if self.item else "")

    @property
    def whose(self) -> str:
        """Who does it, as far as that is settled."""
        return self.given_to or self.holder


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What the lines of one list have in common, looked up once for all of them."""

    reading: Reading
    catalogue: Catalogue
    person: Person
    what: Asked
    away: StandingIn
    given: Mapping[Key, str]
    seen: set[tuple[Key, str | None]]
    about: Mapping[str, About]
    set_for: Mapping[tuple[str, str], str]

    def of(self, found: FoundWork) -> WorkLine:
        """The line of a task."""
        task = found.task
        release = self.catalogue.release(self.reading, found.release)
        workflow = release.workflow(task.workflow)
        steps = finishing(release, task.workflow, task.task, task.state)
        mine = of_roles(steps, self.person.roles)
        key = (found.case_id, task.task, task.occurrence, task.item or "")
        given = self.given.get(key, "")
        due = task.due.isoformat() if task.due else None
        return WorkLine(
            case=task.ref,
            about=self.about.get(task.ref, About()),
            kind=workflow.title,
            task=task.task,
            occurrence=task.occurrence,
            item=task.item or "",
            title=task_title(workflow, task.task, task.item),
            given_to=given,
            holder=found.holder,
            in_place_of=self.away.of(given or found.holder, task.role),
            seen=(key, due) in self.seen,
            place=place(workflow, task.state),
            set_for=_ahead(self.set_for.get((task.ref, task.task)), self.what.as_of),
            step=mine[0].event if len(mine) == 1 and not task.item else "",
            done_by="" if mine else " or ".join(dict.fromkeys(r for s in steps for r in s.by)),
            role=task.role,
            role_title=role_title(workflow, task.role),
            due=task.due,
            late=task.due is not None and is_late_at(task.due, self.what.at),
            days=days_left(self.catalogue.calendar(), self.what.as_of, task.due),
        )


def _ahead(kept: str | None, today: date) -> date | datetime | None:
    """When something is planned, unless that day is over."""
    when = moment(kept) if kept else None
    return when if when is not None and london_day(when) >= today else None


def days_left(calendar: Calendar, today: date, due: date | datetime | None) -> int | None:
    """Working days from today to the due day, 0 on it and below 0 after it; None: not known."""
    if due is None:
        return None
    try:
        return calendar.working_days_between(today, london_day(due))
    except BeyondHorizon:
        return None
