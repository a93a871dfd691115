"""What the clock reads: what is due next, what could not be fired, what waits to be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Select

from workflow.case.record import moment
from workflow.store import clock_queries as queries
from workflow.store.postings import message_of, posting_of
from workflow.store.stored import Incident
from workflow.store.stored_message import NEED_SOMEBODY, MailSwitch, Message, MessageState, Posting


class ClockReading:
    """The state of the clock of one authority, as it is in this transaction."""

    def __init__(self, connection: Connection, authority: str) -> None:
        self._connection, self._authority = connection, authority

    def first_pending(self, now: datetime) -> datetime | None:
        """The earliest instant of a timer that has not fired, but for those of cases that wait
        beyond `now` because of an incident.
        """
        first: datetime | None = self._ask(
            queries.FIRST_PENDING, _authority=self._authority, _now=now
        ).scalar()
        return first

    def last_pulse(self) -> datetime | None:
        """When a tick last came to its end."""
        beaten: datetime | None = self._ask(queries.LAST_PULSE).scalar()
        return beaten

    def waiting_since(self) -> datetime | None:
        """When the oldest message that waits was put down; None when none waits."""
        since: datetime | None = self._ask(queries.WAITING_SINCE).scalar()
        return since

    def incidents(self) -> list[Incident]:
        """Timers that could not be fired, those that have been so for the longest first."""
        rows = self._ask(queries.INCIDENTS).mappings()
        return [Incident(**{**row, "due": moment(row["due"])}) for row in rows]

    def messages(self, state: str) -> list[tuple[str, Message]]:
        """Messages in that state by their ids, in the order of their instants."""
        rows = self._ask(queries.MESSAGES, state=state).mappings()
        return [(row["message_id"], message_of(row)) for row in rows]

    def postings(self, *states: str) -> list[Posting]:
        """Messages in these states, or all, in the order of their instants."""
        asked = states or tuple(state.value for state in MessageState)
        rows = self._ask(queries.MESSAGES_IN, states=asked).mappings()
        return [posting_of(row) for row in rows]

    def posting(self, message_id: str) -> Posting | None:
        """The message of that id, if there is one."""
        row = self._ask(queries.MESSAGE_BY_ID, message_id=message_id).mappings().first()
        return posting_of(row) if row else None

    def messages_by_state(self) -> dict[str, int]:
        """How many messages are in each state; a state that none is in is not there."""
        rows = self._ask(queries.MESSAGES_BY_STATE).all()
        return {row.state: row.messages for row in rows}

    def undelivered(self) -> list[tuple[str, Posting]]:
        """Messages that need somebody, but for reminders, of whose failure their case was not told
        yet; each with the reference of the case.
        """
        states = [state.value for state in NEED_SOMEBODY]
        rows = self._ask(queries.UNDELIVERED, states=states).mappings()
        return [(row["ref"], posting_of(row)) for row in rows]

    def posting_by_reference(self, reference: str) -> Posting | None:
        """The message that the other side knows by that name, if there is one."""
        row = self._ask(queries.MESSAGE_BY_REFERENCE, reference=reference).mappings().first()
        return posting_of(row) if row else None

    def to_ask_after(self, now: datetime, *, ways: Collection[str], limit: int) -> list[Posting]:
        """Messages that were sent by these ways and are to be asked after by now."""
        given = {"_now": now, "_ways": sorted(ways), "_limit": limit}
        return [posting_of(row) for row in self._ask(queries.TO_ASK_AFTER, **given).mappings()]

    def mail_switches(self) -> list[MailSwitch]:
        """Each time that the sending of messages was stopped or let go on, the last one last."""
        rows = self._ask(queries.MAIL_SWITCHES).mappings()
        return [MailSwitch(**row) for row in rows]

    def mail_stopped(self) -> MailSwitch | None:
        """Who stopped the sending of messages; None when they go."""
        row = self._ask(queries.LAST_MAIL_SWITCH).mappings().first()
        return MailSwitch(**row) if row and row["stopped"] else None

    def _ask(self, query: Select[Any], **given: object) -> CursorResult[Any]:
        return self._connection.execute(query, {"authority": self._authority, **given})
