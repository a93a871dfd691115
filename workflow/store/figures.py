"""What a board counts and lists of many cases, from what is kept beside them: no case is read.

Every question is one query whatever the size, and walks an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import union_all as together

from workflow.store.release_reading import ReleaseReading
from workflow.store.stored import CLOSED_DUE, NEXT_DUE
from workflow.store.stored_work import Whose
from workflow.store.tables import CASE, INDEXED_FACT, TASK
from workflow.store.view import AUTHORITY, View, named, seen_by
from workflow.store.work_queries import is_work_of


class Found(NamedTuple):
    """A case of a list, without having been read. `since` is by London's clock."""

    case_id: str
    since: str
    ref: str
    workflow: str
    release: int
    state: str
    snapshot: str


class FoundTask(NamedTuple):
    """An open task, and where its case is."""

    case_id: str
    ref: str
    workflow: str
    release: int
    state: str
    task: str
    occurrence: int
    item: str
    role: str
    due: str | None
    opened_on: str

    @property
    def id(self) -> str:
        """Names this occurrence, such as `hold_review#2` or `agency_report#1/school`."""
        return f"{self.task}#{self.occurrence}" + (f"/{self.item}" if self.item else "")


_NOW = bindparam("now", type_=String)


@lru_cache(maxsize=256)
def _counting(names: tuple[str, ...], view: View) -> Select[Any]:
    """How many cases stand under each of these names now."""
    which = named(names), INDEXED_FACT.c.value <= _NOW, seen_by(INDEXED_FACT.c.case_id, view)
    return select(INDEXED_FACT.c.name, func.count()).where(*which).group_by(INDEXED_FACT.c.name)


@lru_cache(maxsize=256)
def _counting_due(kinds: tuple[str, ...], view: View) -> Select[Any]:
    """How many cases there are under each name of when they are late, and how many are now."""
    names = [due + kind for due in (NEXT_DUE, CLOSED_DUE) for kind in kinds]
    late = func.count().filter(INDEXED_FACT.c.value <= _NOW)
    return (
        select(INDEXED_FACT.c.name, func.count(), late)
        .where(named(names), seen_by(INDEXED_FACT.c.case_id, view))
        .group_by(INDEXED_FACT.c.name)
    )


@lru_cache(maxsize=256)
def _standing(names: tuple[str, ...], view: View, *, whole: bool) -> Select[Any]:
    """Cases under any of these names, each walked along its index no further than a page asks."""
    value, case_id = INDEXED_FACT.c.value, INDEXED_FACT.c.case_id
    each = [
        select(case_id, value)
        .where(
            named([name]),
            value <= bindparam("until", type_=String),
            value > bindparam("after", type_=String),
            seen_by(case_id, view),
        )
        .order_by(value, case_id)
        .limit(bindparam("all", type_=Integer))
        .subquery()
        for name in names
    ]
    found = together(*(select(one) for one in each)).subquery()
    limit, skip = bindparam("limit", type_=Integer), bindparam("skip", type_=Integer)
    rows = (
        select(found).order_by(found.c.value, found.c.case_id).limit(limit).offset(skip).subquery()
    )
    snapshot = CASE.c.snapshot if whole else literal("")
    return (
        select(rows, CASE.c.ref, CASE.c.workflow, CASE.c.release, CASE.c.state, snapshot)
        .join(CASE, and_(CASE.c.authority == AUTHORITY, CASE.c.case_id == rows.c.case_id))
        .order_by(rows.c.value, rows.c.case_id)
    )


class FigureReading(ReleaseReading):
    """Counts and lists over all cases of one authority."""

    def counted(self, view: View, names: Sequence[str], now: str) -> dict[str, int]:
        """How many cases stand under each of these names now; none where there is none."""
        return dict(self._rows(_counting(tuple(names), view), now=now))

    def counted_due(self, view: View, kinds: Sequence[str], now: str) -> dict[str, tuple[int, int]]:
        """Of each kind, how many cases are open, and how many, closed or not, are late."""
        rows = self._rows(_counting_due(tuple(kinds), view), now=now)
        found = {name: (count, late) for name, count, late in rows}
        none = (0, 0)
        opened = {kind: found.get(NEXT_DUE + kind, none) for kind in kinds}
        return {
            kind: (count, late + found.get(CLOSED_DUE + kind, none)[1])
            for kind, (count, late) in opened.items()
        }

    def standing(
        self,
        view: View,
        names: Sequence[str],
        *,
        until: str = "9999",
        after: str = "",
        limit: int,
        skip: int = 0,
        whole: bool = False,
    ) -> list[Found]:
        """Cases under any of these names, the soonest first. `whole`: with their snapshots."""
        if not names:
            return []
        query = _standing(tuple(names), view, whole=whole)
        given = {"until": until, "after": after, "skip": skip, "limit": limit}
        return [Found(*row) for row in self._rows(query, **given, all=skip + limit)]

    def standing_by_day(
        self, view: View, names: Sequence[str], after: str, until: str
    ) -> list[tuple[str, str, int]]:
        """Under which of these names cases will stand from which day on, and how many."""
        day = func.substr(INDEXED_FACT.c.value, 1, 10)
        query = (
            select(INDEXED_FACT.c.name, day, func.count())
            .where(
                named(names),
                INDEXED_FACT.c.value > after,
                INDEXED_FACT.c.value < until,
                seen_by(INDEXED_FACT.c.case_id, view),
            )
            .group_by(INDEXED_FACT.c.name, day)
        )
        return [(name, found, count) for name, found, count in self._rows(query)]

    def due_by_day(
        self, view: View, tasks: Sequence[tuple[str, str]], after: str, until: str
    ) -> list[tuple[str, str, str, int]]:
        """Workflow, task, day and how many such tasks are due on it, from one day to another."""
        day = func.substr(TASK.c.due, 1, 10)
        query = (
            select(TASK.c.workflow, TASK.c.task, day, func.count())
            .where(
                tasks_of(tasks),
                TASK.c.due >= after,
                TASK.c.due < until,
                seen_by(TASK.c.case_id, view),
            )
            .group_by(TASK.c.workflow, TASK.c.task, day)
        )
        return [tuple(row) for row in self._rows(query)]

    def opened_by_day(
        self, view: View, workflow: str, now: str, today: str
    ) -> list[tuple[str, str, int, int]]:
        """Of each task, by the day on which it opened: how many are open, and how many late."""
        day = func.substr(TASK.c.opened_on, 1, 10)
        late = func.sum(case((is_late(now, today), 1), else_=0))
        query = (
            select(TASK.c.task, day, func.count(), late)
            .where(
                TASK.c.authority == AUTHORITY,
                TASK.c.workflow == workflow,
                seen_by(TASK.c.case_id, view),
            )
            .group_by(TASK.c.task, day)
        )
        return [tuple(row) for row in self._rows(query)]

    def found_tasks(
        self,
        view: View,
        tasks: Sequence[tuple[str, str]],
        *,
        after: str = "",
        until: str = "",
        late: tuple[str, str] | None = None,
        role: str = "",
        whose: Whose | None = None,
        limit: int,
        skip: int = 0,
    ) -> list[FoundTask]:
        """Open tasks of these names, the soonest first, those without a date last.

        `after`, `until`: due from the one day on and before the other. `late`: only those, by the
        instant and day of now. `role`: only those for it. `whose`: only those in that list of work.
        """
        query = _TASKS.where(tasks_of(tasks), seen_by(TASK.c.case_id, view))
        if after:
            query = query.where(TASK.c.due >= after)
        if until:
            query = query.where(TASK.c.due < until)
        if late:
            query = query.where(is_late(*late))
        if role:
            query = query.where(TASK.c.role == role)
        if whose:
            query = query.where(*in_list_of(whose))
        query = query.order_by(TASK.c.due.is_(None), TASK.c.due, TASK.c.case_id, TASK.c.task)
        person = whose.person if whose else ""
        found = self._rows(query.limit(limit).offset(skip), person=person)
        return [FoundTask(*row) for row in found]

    def tasks_of(self, case_ids: Sequence[str]) -> list[FoundTask]:
        """The open tasks of these cases, the soonest first."""
        query = _TASKS.where(TASK.c.authority == AUTHORITY, TASK.c.case_id.in_(case_ids))
        found = [FoundTask(*row) for row in self._rows(query)]
        return sorted(found, key=lambda each: (each.due is None, each.due or "", each.task))

    def held(self, case_ids: Sequence[str], names: Sequence[str]) -> list[tuple[str, str, str]]:
        """Of these cases, who has which of these roles: case id, name and person."""
        query = select(INDEXED_FACT.c.case_id, INDEXED_FACT.c.name, INDEXED_FACT.c.value).where(
            INDEXED_FACT.c.authority == AUTHORITY,
            INDEXED_FACT.c.case_id.in_(case_ids),
            INDEXED_FACT.c.name.in_(names),
        )
        return [(case_id, name, person) for case_id, name, person in self._rows(query)]


_TASKS = select(
    TASK.c.case_id,
    TASK.c.ref,
    TASK.c.workflow,
    CASE.c.release,
    CASE.c.state,
    TASK.c.task,
    TASK.c.occurrence,
    TASK.c.item,
    TASK.c.role,
    TASK.c.due,
    TASK.c.opened_on,
).join(CASE, and_(CASE.c.authority == TASK.c.authority, CASE.c.case_id == TASK.c.case_id))


def tasks_of(tasks: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    """Tasks of these workflows and names."""
    by_workflow: dict[str, list[str]] = {}
    for workflow, task in tasks:
        by_workflow.setdefault(workflow, []).append(task)
    each = [
        and_(TASK.c.workflow == workflow, TASK.c.task.in_(names))
        for workflow, names in by_workflow.items()
    ]
    return and_(TASK.c.authority == AUTHORITY, or_(false(), *each))


def in_list_of(whose: Whose) -> list[ColumnElement[bool]]:
    """Tasks that stand in that list of work; `person` is given when it is run."""
    of_role = [TASK.c.role == whose.role] if whose.role else []
    return [*of_role, is_work_of(whose.people, whose.roles)]


def is_late(now: str, today: str) -> ColumnElement[bool]:
    """Whether a task is late: a day is over at its end, an instant at once."""
    return and_(TASK.c.due < now, TASK.c.due != today)
