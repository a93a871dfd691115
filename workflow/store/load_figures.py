"""Who has how many open cases, on how many something is late, and how many are nobody's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, case, func, or_, select

from workflow.store.figures import FigureReading
from workflow.store.stored import CLOSED_DUE, NEXT_DUE
from workflow.store.tables import INDEXED_FACT
from workflow.store.view import AUTHORITY, HELD, View, named, seen_by


class LoadReading(FigureReading):
    """How the open cases of one authority are shared out."""

    def load(self, view: View, kinds: Sequence[str], now: str) -> list[tuple[str, int, int]]:
        """Everybody who has a role on a case, and nobody as "": on how many that are open, and on
        how many, closed or not, of which something is late.
        """
        due, closed = INDEXED_FACT, [CLOSED_DUE + kind for kind in kinds]
        names = [*closed, *(NEXT_DUE + kind for kind in kinds)]
        is_open = case((due.c.name.in_(closed), 0), else_=1).label("is_open")
        held = and_(
            HELD.c.authority == AUTHORITY,
            HELD.c.case_id == due.c.case_id,
            HELD.c.name.in_(view.holds),
        )
        # Each case once for a person, whatever roles they have on it.
        once = (
            select(
                func.coalesce(HELD.c.value, "").label("person"), due.c.case_id, due.c.value, is_open
            )
            .outerjoin(HELD, held)
            .where(named(names), seen_by(due.c.case_id, view))
            .distinct()
            .subquery()
        )
        late = func.sum(case((once.c.value <= now, 1), else_=0))
        opened = func.sum(once.c.is_open)
        query = (
            select(once.c.person, opened, late)
            .group_by(once.c.person)
            .having(or_(opened > 0, late > 0))
        )
        return [tuple(row) for row in self._rows(query)]
