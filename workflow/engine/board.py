"""The board: open cases by what is due next, the lists that the definition offers, their cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case.reading import Reading as FactReading
from workflow.case.record import case_from, moment
from workflow.definition.listing import CaseList
from workflow.definition.model import Workflow
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, task_title
from workflow.engine.due_list import Asked, is_late_at, role_title
from workflow.engine.findable import by_londons_clock
from workflow.engine.values import Words
from workflow.engine.viewing import Viewed
from workflow.engine.work_line import days_left
from workflow.store.figures import Found, FoundTask
from workflow.store.reading import Reading
from workflow.store.stored import CLOSED_DUE, HELD_AS, IN_LIST, NEXT_DUE
from workflow.store.stored_work import Whose

PAGE = 50
"""Lines on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case, or a task of it. `days` are working days left, below 0: late by so many.

    `who` has which role on it. `shown` is what a list shows beside it, in the order of its facts.
    """

    case: str
    kind: str
    place: str
    task: str = ""
    due: date | datetime | None = None
    late: bool = False
    days: int | None = None
    who: str = ""
    since: date | None = None
    shown: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure: of which workflow and list (empty: its open cases), and how many are late of it."""

    workflow: str
    name: str
    title: str
    count: int
    late: int = 0


@dataclass(frozen=True, kw_only=True)
class Board:
    """What stands on the board."""

    kinds: Sequence[Count]
    lists: Sequence[Count]
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What figures are made of: one transaction, the releases, a view, and when it is."""

    reading: Reading
    catalogue: Catalogue
    seen: Viewed
    what: Asked

    @property
    def now(self) -> str:
        """The moment as what is kept is compared with."""
        return by_londons_clock(self.what.at)

    def workflow(self, release: int, name: str) -> Workflow:
        """A workflow as a case pins it."""
        return self.catalogue.release(self.reading, release).workflow(name)


def board(desk: Desk, *, late: bool = False, page: int = 0, size: int = PAGE) -> Board:
    """The counts, and a page of the open cases, the soonest due first."""
    flows = [desk.seen.process.workflows[name] for name in desk.seen.kinds]
    due = desk.reading.counted_due(desk.seen.view, desk.seen.kinds, desk.now)
    names = [list_name(flow, each) for flow in flows for each in flow.lists.values()]
    counts = desk.reading.counted(desk.seen.view, names, desk.now) if names else {}
    return Board(
        kinds=[_kind(flow, due.get(flow.name, (0, 0))) for flow in flows],
        lists=[
            Count(
                workflow=flow.name,
                name=each.name,
                title=each.title,
                count=counts.get(list_name(flow, each), 0),
            )
            for flow in flows
            for each in flow.lists.values()
        ],
        lines=due_lines(desk, late=late, page=page, size=size),
    )


def due_lines(desk: Desk, *, late: bool = False, page: int = 0, size: int = PAGE) -> list[Line]:
    """A page of the open cases, the soonest due first; `late`: of those with something late, the
    closed ones too.
    """
    found = desk.reading.standing(
        desk.seen.view,
        [due + kind for due in _LATE if late or due == NEXT_DUE for kind in desk.seen.kinds],
        until=desk.now if late else "9999",
        limit=size,
        skip=page * size,
    )
    next_of: dict[str, FoundTask] = {}
    for task in desk.reading.tasks_of([each.case_id for each in found]):
        next_of.setdefault(task.case_id, task)
    who = _who(desk, found)
    return [_due_line(desk, each, next_of.get(each.case_id), who) for each in found]


def list_name(workflow: Workflow, each: CaseList) -> str:
    """Under which name it is kept that a case stands in a list."""
    return f"{IN_LIST}{workflow.name}.{each.name}"


def list_lines(
    desk: Desk,
    workflow: Workflow,
    each: CaseList,
    *,
    week: tuple[date, date] | None = None,
    page: int = 0,
    size: int = PAGE,
) -> list[Line]:
    """A page of the cases of a list, those first that have stood there longest.

    `week`: those that come into it between these days, the first of them today or later.
    """
    found = desk.reading.standing(
        desk.seen.view,
        [list_name(workflow, each)],
        after=max(desk.now, week[0].isoformat()) if week else "",
        until=week[1].isoformat() if week else desk.now,
        limit=size,
        skip=page * size,
        whole=bool(each.shows),
    )
    who = _who(desk, found)
    return [_list_line(desk, each, one, who) for one in found]


def case_lines(desk: Desk, found: Sequence[Found]) -> list[Line]:
    """These cases as lines, in this order."""
    who = _who(desk, found)
    return [_list_line(desk, None, one, who) for one in found]


def task_lines(
    desk: Desk,
    tasks: Sequence[tuple[str, str]],
    *,
    after: date | None = None,
    until: date | None = None,
    late: bool = False,
    role: str = "",
    whose: Whose | None = None,
    page: int = 0,
    size: int = PAGE,
) -> list[Line]:
    """A page of open tasks by workflow and name, the soonest first. `role`: those for it; `whose`:
    those in that list of work.
    """
    found = desk.reading.found_tasks(
        desk.seen.view,
        tasks,
        after=after.isoformat() if after else "",
        until=until.isoformat() if until else "",
        late=(desk.what.at.isoformat(), desk.what.as_of.isoformat()) if late else None,
        role=role,
        whose=whose,
        limit=size,
        skip=page * size,
    )
    who = _who(desk, found)
    return [task_line(desk, each, who) for each in found]


_LATE = (NEXT_DUE, CLOSED_DUE)
"""Under which names stand cases with something late."""


def _kind(flow: Workflow, counts: tuple[int, int]) -> Count:
    return Count(workflow=flow.name, name="", title=flow.title, count=counts[0], late=counts[1])


def _who(desk: Desk, found: Iterable[Found | FoundTask]) -> dict[str, list[tuple[str, str]]]:
    """Role and person of whoever works on these cases, by case id."""
    who: dict[str, list[tuple[str, str]]] = {}
    ids = list(dict.fromkeys(each.case_id for each in found))
    for case_id, name, person in desk.reading.held(ids, desk.seen.view.holds):
        who.setdefault(case_id, []).append((name.removeprefix(HELD_AS), person))
    return who


def _people(desk: Desk, workflow: Workflow, held: Iterable[tuple[str, str]]) -> str:
    return "; ".join(
        f"{role_title(workflow, role)}: {desk.seen.name_of(person)}" for role, person in held
    )


def _due_line(
    desk: Desk, found: Found, task: FoundTask | None, who: dict[str, list[tuple[str, str]]]
) -> Line:
    if task is not None:
        return task_line(desk, task, who)
    workflow = desk.workflow(found.release, found.workflow)
    return Line(
        case=found.ref,
        kind=workflow.title,
        place=place(workflow, tuple(json.loads(found.state))),
        who=_people(desk, workflow, who.get(found.case_id, ())),
    )


def task_line(desk: Desk, task: FoundTask, who: dict[str, list[tuple[str, str]]]) -> Line:
    """An open task as a line. `who`: role and person of whoever works on a case, by case id."""
    workflow = desk.workflow(task.release, task.workflow)
    due = moment(task.due) if task.due else None
    return Line(
        case=task.ref,
        kind=workflow.title,
        place=place(workflow, tuple(json.loads(task.state))),
        task=task_title(workflow, task.task, task.item or None),
        due=due,
        late=due is not None and is_late_at(due, desk.what.at),
        days=days_left(desk.catalogue.calendar(), desk.what.as_of, due),
        who=_people(desk, workflow, who.get(task.case_id, ())),
    )


def _list_line(
    desk: Desk, each: CaseList | None, found: Found, who: dict[str, list[tuple[str, str]]]
) -> Line:
    workflow = desk.workflow(found.release, found.workflow)
    since = datetime.fromisoformat(found.since).date()
    return Line(
        case=found.ref,
        kind=workflow.title,
        place=place(workflow, tuple(json.loads(found.state))),
        since=since if since.year > 1 else None,
        who=_people(desk, workflow, who.get(found.case_id, ())),
        shown=tuple(_shown(desk, workflow, each, found)) if each else (),
    )


def _shown(desk: Desk, workflow: Workflow, each: CaseList, found: Found) -> Iterable[str]:
    if not each.shows:
        return
    case = case_from(json.loads(found.snapshot), workflow)
    read = FactReading(workflow, case, {"occurred_on": desk.what.as_of})
    release = desk.catalogue.release(desk.reading, found.release)
    words = Words(release, desk.seen.name_of)
    for name in each.shows:
        fact = workflow.facts.get(name)
        # What a newer release shows, an older one may keep to itself.
        value = read(name) if fact is not None and not fact.personal else None
        yield words.value(workflow, fact, value) if fact is not None and value is not None else ""
