"""The tasks of one person, the soonest first: those of their roles, on cases that they see.

A task is theirs where they have its role on the case, where it was handed over to them, or where
nobody has that role there. One that was handed over leaves the lists of all but the taker and
whoever has a role on the case: those still answer for it. It comes back to all of them when the
taker no longer has its role: no task is in nobody's list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.case.record import moment
from workflow.case.task_deed import ACKNOWLEDGE, HAND_OVER
from workflow.clock import london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.definition.taking_part import Sees
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, task_title
from workflow.engine.due_list import Asked, is_late_at, role_title
from workflow.engine.finishing import finishing, of_roles
from workflow.engine.scope import scope_of, sees_over
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_work import FoundWork, WorkWanted

MOST = 100
"""Tasks that are listed at once: few enough for a page that is there at once on a slow line."""

Key = tuple[str, str, int, str]
"""A task: its case by id, its name, its occurrence, and whom it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A task in the list. `called`: whom the case is about. `days` are working days left, below 0:
    late by so many; None: no date that the calendar reaches. `given_to`: whom it was handed over to
    last. `holder` has its role on the case. `seen`: the person said that they have seen it, with
    the date that it still has. `step`: the event of the only step by which the person finishes
    it. `set_for`: for when it is planned, unless that is over.
    """

    case: str
    called: str = field(repr=False)
    kind: str
    task: str
    occurrence: int
    item: str
    title: str
    given_to: str
    holder: str
    seen: bool
    place: str
    step: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What somebody chose of their list; empty: all of it. `team`: the work of everybody in it."""

    team: str = ""
    role: str = ""
    kind: str = ""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a list can be narrowed to: kinds and roles by their titles, and teams that one sees.

    `takers`: by role, everybody who can be handed a task of it.
    """

    kinds: Mapping[str, str]
    roles: Mapping[str, str]
    teams: Sequence[str]
    takers: Mapping[str, Sequence[Person]]


def worklist(
    reading: Reading,
    catalogue: Catalogue,
    person: Person,
    what: Asked,
    *,
    policy: str,
    narrowed: Narrowed | None = None,
) -> list[WorkLine]:
    """The tasks of that person, the soonest first and those without a date last.

    `policy`: whose newest release says what the person's roles see.
    """
    scope = scope_of(reading, catalogue, person, policy=policy)
    wanted = _wanted(reading, person, what, narrowed or Narrowed())
    found = reading.work(scope, wanted)
    given, seen = _deeds(reading, person, found)
    refs = {each.task.ref for each in found}
    names, planned = reading.called(refs), reading.set_for(refs)
    return [
        replace(
            _line(reading, catalogue, each, what, given, seen, person),
            called=names.get(each.task.ref, ""),
            set_for=_ahead(planned.get((each.task.ref, each.task.task)), what.as_of),
        )
        for each in found
    ]


def choices(
    reading: Reading, catalogue: Catalogue, person: Person, team: str, *, policy: str
) -> Choices:
    """What the list of that person can be narrowed to, when it is the work of that team."""
    flows = catalogue.newest(reading, policy).process.workflows
    people = reading.people()
    titles: dict[str, str] = {}
    for flow in flows.values():
        titles |= {name: role.title for name, role in flow.roles.items()}
    of_whom = _of_team(people, team) if team else [person]
    roles = {role for each in of_whom for role in each.roles if role in titles}
    teams = {
        Sees.ALL: sorted({each.team for each in people if each.team}),
        Sees.TEAM: [person.team] if person.team else [],
        Sees.OWN: [],
    }
    return Choices(
        kinds={name: flow.title for name, flow in flows.items()},
        roles={role: titles[role] for role in sorted(roles, key=lambda each: titles[each])},
        teams=teams[sees_over(flows.values(), person)],
        takers={role: [each for each in people if role in each.roles] for role in titles},
    )


def _wanted(reading: Reading, person: Person, what: Asked, narrowed: Narrowed) -> WorkWanted:
    people: tuple[str, ...] = ()
    roles = tuple(role for role in person.roles if narrowed.role in ("", role))
    if narrowed.team:
        # Of a team that nobody is in: nobody's, and not the person's own.
        team = _of_team(reading.people(), narrowed.team)
        people, roles = tuple(each.person for each in team) or ("",), ()
    return WorkWanted(
        roles=roles,
        people=people,
        role=narrowed.role,
        kind=narrowed.kind,
        late=(what.at.isoformat(), what.as_of.isoformat()) if narrowed.late else None,
        limit=MOST,
    )


def _of_team(people: Iterable[Person], team: str) -> list[Person]:
    return [each for each in people if each.team == team]


def _deeds(
    reading: Reading, person: Person, found: Sequence[FoundWork]
) -> tuple[dict[Key, str], set[tuple[Key, str | None]]]:
    """To whom tasks were handed over last, and which the person has seen, with the date of then."""
    given: dict[Key, str] = {}
    seen: set[tuple[Key, str | None]] = set()
    ids = sorted({each.case_id for each in found})
    for case_id, deed in reading.deeds_of_tasks(person.person, ids):
        key = (case_id, deed.task, deed.occurrence, deed.item)
        if deed.deed == HAND_OVER:
            given[key] = deed.person
        if deed.deed == ACKNOWLEDGE:
            seen.add((key, deed.due))
    return given, seen


def _line(
    reading: Reading,
    catalogue: Catalogue,
    found: FoundWork,
    what: Asked,
    given: Mapping[Key, str],
    seen: set[tuple[Key, str | None]],
    person: Person,
) -> WorkLine:
    task = found.task
    release = catalogue.release(reading, found.release)
    workflow = release.workflow(task.workflow)
    steps = finishing(release, task.workflow, task.task, task.state)
    mine = of_roles(steps, person.roles)
    key = (found.case_id, task.task, task.occurrence, task.item or "")
    due = task.due.isoformat() if task.due else None
    return WorkLine(
        case=task.ref,
        called="",
        kind=workflow.title,
        task=task.task,
        occurrence=task.occurrence,
        item=task.item or "",
        title=task_title(workflow, task.task, task.item),
        given_to=given.get(key, ""),
        holder=found.holder,
        seen=(key, due) in seen,
        place=place(workflow, task.state),
        set_for=None,
        step=mine[0].event if len(mine) == 1 and not task.item else "",
        role=task.role,
        role_title=role_title(workflow, task.role),
        due=task.due,
        late=task.due is not None and is_late_at(task.due, what.at),
        days=days_left(catalogue.calendar(), what.as_of, task.due),
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
