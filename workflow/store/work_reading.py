"""Lists of work: whose each task is, who has seen it, and what others did on somebody's cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from workflow.case.task_deed import TaskDeed
from workflow.store import work_queries as queries
from workflow.store.day_figures import DayReading
from workflow.store.heads import open_tasks_of
from workflow.store.history_rows import row_of
from workflow.store.stored_access import Scope
from workflow.store.stored_work import Change, FoundWork, WorkWanted


class WorkReading(DayReading):
    """The work of people, of one authority, as it is in this transaction."""

    def work(self, scope: Scope, wanted: WorkWanted) -> list[FoundWork]:
        """Open tasks, the soonest first, of cases that the person sees."""
        query = queries.work_of(
            tuple(sorted(wanted.roles)),
            of_people=bool(wanted.people),
            one_role=bool(wanted.role),
            one_kind=bool(wanted.kind),
            late=wanted.late is not None,
        )
        now, today = wanted.late or ("", "")
        given = {
            "people": list(wanted.people),
            "role": wanted.role,
            "kind": wanted.kind,
            "now": now,
            "today": today,
            "limit": wanted.limit,
        }
        rows: list[tuple[Any, ...]] = list(map(tuple, self._ask(query, **_given(scope), **given)))
        tasks = open_tasks_of(row[:-3] for row in rows)
        return [
            FoundWork(case_id=row[-3], task=task, release=row[-2], holder=row[-1])
            for task, row in zip(tasks, rows, strict=True)
        ]

    def deeds_of_tasks(self, person: str, case_ids: Sequence[str]) -> list[tuple[str, TaskDeed]]:
        """By case id: to whom its tasks were handed over, and which of them the person has seen."""
        found = self._ask(queries.DEEDS_OF_TASKS, person=person, case_ids=list(case_ids))
        rows: list[tuple[Any, ...]] = list(map(tuple, found))
        return [(row[0], TaskDeed(*row[1:])) for row in rows]

    def changes(
        self, scope: Scope, holds: Sequence[str], since: datetime, limit: int
    ) -> list[Change]:
        """What others did on the person's cases, the last first, that they have not seen yet.

        `holds`: the names under which it is kept who has a role. `since`: of cases of which the
        person has never said that they saw them.
        """
        given = {**_given(scope), "holds": list(holds), "since": since, "limit": limit}
        return [
            Change(row["ref"], row["case_workflow"], row["case_release"], row_of(row))
            for row in self._ask(queries.CHANGES, **given).mappings()
        ]


def _given(scope: Scope) -> dict[str, Any]:
    return {**asdict(scope), "team": list(scope.team)}
