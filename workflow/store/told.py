"""What a person was told of tasks by their ladders, and what people did about tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select

from workflow.store.around_reading import AroundReading
from workflow.store.clock_tables import MESSAGE
from workflow.store.stored_message import MessageState
from workflow.store.tables import HISTORY, PAYLOAD


class Told(NamedTuple):
    """A message of a rung. `task` is the id of its task, such as `hold_review#2`."""

    case_id: str
    task: str
    notice: str
    at: datetime


class ToldReading(AroundReading):
    """Messages of rungs, and deeds, by case and person."""

    def told_of(self, person: str, limit: int) -> list[Told]:
        """The last messages of rungs to that person, the last first."""
        query = (
            select(MESSAGE.c.case_id, MESSAGE.c.task, MESSAGE.c.notice, MESSAGE.c.at)
            .where(
                MESSAGE.c.authority == self._authority,
                MESSAGE.c.state.in_(list(MessageState)),  # so that it walks the index
                MESSAGE.c.recipient == person,
                MESSAGE.c.rung.is_not(None),
                MESSAGE.c.case_id.is_not(None),
            )
            .order_by(MESSAGE.c.at.desc())
            .limit(limit)
        )
        return [Told(*row) for row in self._rows(query)]

    def deeds_of(
        self, case_ids: Sequence[str], event: str
    ) -> list[tuple[str, str, datetime, dict[str, Any]]]:
        """The rows of that name of these cases, in order: case id, by whom, when, and facts."""
        row = and_(
            PAYLOAD.c.authority == HISTORY.c.authority,
            PAYLOAD.c.case_id == HISTORY.c.case_id,
            PAYLOAD.c.seq == HISTORY.c.seq,
        )
        query = (
            select(HISTORY.c.case_id, HISTORY.c.actor, HISTORY.c.recorded_at, PAYLOAD.c.facts)
            .join(PAYLOAD, row)
            .where(
                HISTORY.c.authority == self._authority,
                HISTORY.c.case_id.in_(case_ids),
                HISTORY.c.event == event,
            )
            .order_by(HISTORY.c.case_id, HISTORY.c.seq)
        )
        return [
            (case, actor, at, json.loads(facts)) for case, actor, at, facts in self._rows(query)
        ]

    def _rows(self, query: Select[Any], **given: object) -> Iterator[Any]:
        """The rows of a question as plain tuples."""
        yield from self._ask(query, **given)
