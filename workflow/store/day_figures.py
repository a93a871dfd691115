"""What is read of a day and a week over all cases: what meets, and what is due for some roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from workflow.store.figures import Found, in_list_of, is_late, tasks_of
from workflow.store.stay_reading import StayReading
from workflow.store.stored_work import Whose
from workflow.store.tables import CASE, INDEXED_FACT, LINK, TASK
from workflow.store.view import AUTHORITY, View, named, seen_by


class RoleTasks(NamedTuple):
    """How many tasks of a name are open for a role: late, due today, and due soon after."""

    workflow: str
    task: str
    role: str
    late: int
    today: int
    soon: int


class DayReading(StayReading):
    """Meetings and tasks of some days, of one authority."""

    def in_diary(
        self, view: View, names: Sequence[str], after: str, until: str, *, limit: int
    ) -> list[tuple[Found, bool]]:
        """What stands under any of these names from one moment to another, the soonest first, with
        its snapshot: whoever sees it, and whether the person does.
        """
        seen = case((seen_by(INDEXED_FACT.c.case_id, view), 1), else_=0)
        query = (
            select(
                INDEXED_FACT.c.case_id,
                INDEXED_FACT.c.value,
                CASE.c.ref,
                CASE.c.workflow,
                CASE.c.release,
                CASE.c.state,
                CASE.c.snapshot,
                seen,
            )
            .join(
                CASE,
                and_(CASE.c.authority == AUTHORITY, CASE.c.case_id == INDEXED_FACT.c.case_id),
            )
            .where(named(names), INDEXED_FACT.c.value > after, INDEXED_FACT.c.value < until)
            .order_by(INDEXED_FACT.c.value, INDEXED_FACT.c.case_id)
            .limit(limit)
        )
        return [(Found(*row[:-1]), bool(row[-1])) for row in self._rows(query)]

    def unheld_by_day(
        self, view: View, name: str, held: str, after: str, until: str
    ) -> list[tuple[str, int]]:
        """From which day on cases will stand under that name of which nobody is known under the
        other, and how many.
        """
        day, other = func.substr(INDEXED_FACT.c.value, 1, 10), INDEXED_FACT.alias()
        somebody = select(other.c.case_id).where(
            other.c.authority == AUTHORITY,
            other.c.case_id == INDEXED_FACT.c.case_id,
            other.c.name == held,
        )
        query = (
            select(day, func.count())
            .where(
                named([name]),
                INDEXED_FACT.c.value > after,
                INDEXED_FACT.c.value < until,
                seen_by(INDEXED_FACT.c.case_id, view),
                ~somebody.exists(),
            )
            .group_by(day)
        )
        return [(found, count) for found, count in self._rows(query)]

    def unmet_by_day(
        self, view: View, tasks: Sequence[tuple[str, str]], link: str, name: str, now: str, end: str
    ) -> list[tuple[str, int]]:
        """On which day before `end` tasks of these names are due in cases that no case under that
        name, which is still ahead, is tied to by that link; and how many.
        """
        day, met = func.substr(TASK.c.due, 1, 10), INDEXED_FACT.alias("met")
        ahead = and_(met.c.authority == AUTHORITY, met.c.name == name, met.c.value > now)
        tied = and_(LINK.c.authority == AUTHORITY, LINK.c.link == link, LINK.c.other == TASK.c.ref)
        meets = (
            select(LINK.c.case_id)
            .join(met, and_(ahead, met.c.case_id == LINK.c.case_id))
            .where(tied)
        )
        query = (
            select(day, func.count())
            .where(
                tasks_of(tasks), TASK.c.due < end, seen_by(TASK.c.case_id, view), ~meets.exists()
            )
            .group_by(day)
        )
        return [(found, count) for found, count in self._rows(query)]

    def due_of(
        self, view: View, whose: Whose, now: tuple[str, str], until: tuple[str, str]
    ) -> list[RoleTasks]:
        """Of each task in that list of work: how many are late, due today, and due after it and
        before another day.

        `now`: the instant and day of now. `until`: the day after it, and that other day.
        """
        (at, today), (tomorrow, end) = now, until
        spans = (
            is_late(at, today),
            and_(TASK.c.due >= today, TASK.c.due < tomorrow),
            and_(TASK.c.due >= tomorrow, TASK.c.due < end),
        )
        counts = [func.sum(case((span, 1), else_=0)) for span in spans]
        query = (
            select(TASK.c.workflow, TASK.c.task, TASK.c.role, *counts)
            .where(
                TASK.c.authority == AUTHORITY,
                *in_list_of(whose),
                TASK.c.due < end,
                seen_by(TASK.c.case_id, view),
            )
            .group_by(TASK.c.workflow, TASK.c.task, TASK.c.role)
        )
        return [RoleTasks(*row) for row in self._rows(query, person=whose.person)]
