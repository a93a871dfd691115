"""What says since when cases are where they are: the rows that moved them, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, literal, or_, select

from workflow.case.model import Kind
from workflow.store.figures import Found, is_late
from workflow.store.load_figures import LoadReading
from workflow.store.tables import CASE, HISTORY, PAYLOAD, TASK
from workflow.store.view import AUTHORITY, View, seen_by


class Moved(NamedTuple):
    """A row that moved a case, or a correction; `facts` are of the latter alone. `state` is where
    the case is now. All as it is written.
    """

    case_id: str
    state: str
    opened_on: str
    seq: int
    kind: str
    occurred_on: str
    placed_after: int | None
    moves: str
    facts: str | None


class StayReading(LoadReading):
    """Where the open cases of one authority stand, and since when."""

    def moved(self, view: View, workflow: str) -> list[Moved]:
        """The rows that moved the open cases of a workflow, case by case in their order."""
        corrects = HISTORY.c.kind == Kind.CORRECTION.value
        of_case = and_(HISTORY.c.authority == AUTHORITY, HISTORY.c.case_id == CASE.c.case_id)
        told = and_(
            corrects,
            PAYLOAD.c.authority == AUTHORITY,
            PAYLOAD.c.case_id == HISTORY.c.case_id,
            PAYLOAD.c.seq == HISTORY.c.seq,
        )
        query = (
            select(
                CASE.c.case_id,
                CASE.c.state,
                CASE.c.opened_on,
                HISTORY.c.seq,
                HISTORY.c.kind,
                HISTORY.c.occurred_on,
                HISTORY.c.placed_after,
                HISTORY.c.moves,
                PAYLOAD.c.facts,
            )
            .select_from(CASE)
            .join(HISTORY, of_case)
            .outerjoin(PAYLOAD, told)
            .where(
                CASE.c.authority == AUTHORITY,
                CASE.c.workflow == workflow,
                CASE.c.closed.is_(False),
                seen_by(CASE.c.case_id, view),
                or_(corrects, HISTORY.c.moves != "[]"),
            )
            .order_by(CASE.c.case_id, HISTORY.c.seq)
        )
        return [Moved(*row) for row in self._rows(query)]

    def late_tasks(self, view: View, workflow: str, now: str, today: str) -> list[tuple[str, str]]:
        """Case id and name of every task of a workflow that is late."""
        query = select(TASK.c.case_id, TASK.c.task).where(
            TASK.c.authority == AUTHORITY,
            TASK.c.workflow == workflow,
            is_late(now, today),
            seen_by(TASK.c.case_id, view),
        )
        return [(case_id, task) for case_id, task in self._rows(query)]

    def cases_of(self, case_ids: Sequence[str]) -> dict[str, Found]:
        """These cases by their ids; since when is not told."""
        query = select(
            CASE.c.case_id,
            literal(""),
            CASE.c.ref,
            CASE.c.workflow,
            CASE.c.release,
            CASE.c.state,
            literal(""),
        ).where(CASE.c.authority == AUTHORITY, CASE.c.case_id.in_(case_ids))
        return {row[0]: Found(*row) for row in self._rows(query)}
