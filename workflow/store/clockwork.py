"""What the tick writes: timers that it claims, incidents, messages that wait, its pulse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

from sqlalchemy import Executable, Table, bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError

from workflow.case.record import Json, moment, plain
from workflow.errors import DatabaseBusy, Fault
from workflow.store import clock_queries as queries
from workflow.store.case_id import case_id_at
from workflow.store.clock_tables import INCIDENT, MESSAGE, PULSE
from workflow.store.faults import was_held_up, was_refused
from workflow.store.reading import Reading
from workflow.store.stored import DueTimer, Incident
from workflow.store.stored_message import Message, MessageState, Said
from workflow.store.tables import TIMER

WAITING, GATHERED, DONE_WITH = (
    MessageState.WAITING,
    MessageState.GATHERED,
    MessageState.DONE_WITH,
)


class Clockwork(Reading):
    """Reading, and what the clock writes, in one transaction."""

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the transaction that can fail alone: it is undone, what was before it stands.

        Raises what the block raised. DatabaseBusy when others were in the way. Fault when the
        database refused what the block did, and would take something else.
        """
        try:
            with self._connection.begin_nested():
                yield
        except DBAPIError as exc:
            if was_held_up(exc):
                raise DatabaseBusy("Somebody else is working on the same.") from exc
            if not was_refused(exc):
                raise
            raise Fault(f"the database refused a row: {type(exc.orig).__name__}") from exc

    def claim(self, until: datetime, *, now: datetime, limit: int) -> list[DueTimer]:
        """Take up timers that are due by then, the earliest first, under the locks of their cases.

        What another transaction holds is passed over. So are cases with an incident that waits.
        A case is to be read after it was claimed: it may have changed while that was done.
        """
        given = {"_authority": self._authority, "_until": until, "_now": now, "_limit": limit}
        rows = [dict(row) for row in self._connection.execute(queries.CLAIM, given).mappings()]
        ids = [row.pop("case_id") for row in rows]
        refs = {row.case_id: row.ref for row in self._ask(queries.REFS, case_ids=sorted({*ids}))}
        found = [
            DueTimer(**{**row, "ref": refs[id_], "due": moment(row["due"])})
            for id_, row in zip(ids, rows, strict=True)
        ]
        return sorted(found, key=lambda timer: (timer.at, timer.ref, timer.timer_id))

    def add_messages(self, messages: Sequence[Message]) -> int:
        """Keep messages, each key once for ever. Returns how many are new."""
        added = 0
        # One by one, because drivers do not count what a batch left out.
        for row in self._new(messages):
            added += self._run(_add_message, row)
        return added

    def set_state(self, message_ids: Iterable[str], state: str) -> None:
        """Say what became of messages."""
        rows = [{"_authority": self._authority, "_id": id_, "_state": state} for id_ in message_ids]
        if rows:
            self._connection.execute(_SET_STATE, rows)

    def add_incident(self, incident: Incident) -> None:
        """Keep an incident in place of an earlier one of that timer."""
        case = self.case(incident.ref)
        assert case is not None
        columns = asdict(incident) | {"due": plain(incident.due), "case_id": case.case_id}
        del columns["ref"]
        self._run(_add_incident, {"authority": self._authority, **columns})

    def end_incidents(self, ref: str) -> None:
        """The case is all right again."""
        case = self.case(ref)
        if case is not None:
            self._run(_END_INCIDENTS, {"_authority": self._authority, "_id": case.case_id})

    def forget_incidents(self) -> int:
        """Let those go whose timer is no longer pending. Returns how many."""
        return self._run(_FORGET_INCIDENTS, {"_authority": self._authority})

    def retry_incidents(self, at: datetime) -> int:
        """Let every case with an incident be tried at that moment. Returns how many incidents."""
        return self._run(_RETRY, {"_authority": self._authority, "_at": at})

    def beat(self, at: datetime) -> None:
        """A tick came to its end."""
        self._run(_beat, {"authority": self._authority, "ticked_at": at})

    def _run(self, how: Executable | Callable[[str], Executable], row: dict[str, Any]) -> int:
        chosen = how(self._connection.dialect.name) if callable(how) else how
        # An insert does not keep its count unless it is asked to, and of a server it is then -1.
        asked = {"preserve_rowcount": True}
        return self._connection.execute(chosen, row, execution_options=asked).rowcount

    def _new(self, messages: Sequence[Message]) -> list[dict[str, Any]]:
        """Rows of messages that nobody has tried to send."""
        # Messages of one step have contents in common: each of those is written out once.
        contents = {id(message.content): message.content for message in messages}
        written = {id_: _as_json(content) for id_, content in contents.items()}
        rows = []
        for message in messages:
            # Not `asdict`: it copies what it hands out, which takes longer than to keep it.
            columns = dict(zip(_OF_MESSAGE, _message_values(message), strict=True))
            columns |= zip(_OF_SAID, _said_values(message.said), strict=True)
            columns["state"] = str(message.state)
            columns["due"] = plain(message.due) if message.due else None
            columns["content"] = written[id(message.content)]
            columns["message_id"] = case_id_at(message.created_at)
            columns["authority"] = self._authority
            columns |= _UNTRIED
            rows.append(columns)
        return rows


def _as_json(content: Json) -> str:
    return json.dumps(content, separators=(",", ":"), default=plain)


_OF_MESSAGE = [each.name for each in fields(Message) if each.name != "said"]
_OF_SAID = [each.name for each in fields(Said)]
_message_values, _said_values = attrgetter(*_OF_MESSAGE), attrgetter(*_OF_SAID)
_UNTRIED = {"reference": "", "attempts": 0, "fate": "", "told_of": -1}
_SET_STATE = (
    update(MESSAGE)
    .where(MESSAGE.c.authority == bindparam("_authority"), MESSAGE.c.message_id == bindparam("_id"))
    .values(state=bindparam("_state"))
)
_END_INCIDENTS = delete(INCIDENT).where(
    INCIDENT.c.authority == bindparam("_authority"), INCIDENT.c.case_id == bindparam("_id")
)
_FORGET_INCIDENTS = delete(INCIDENT).where(
    INCIDENT.c.authority == bindparam("_authority"),
    ~select(TIMER.c.timer_id)
    .where(
        TIMER.c.authority == INCIDENT.c.authority,
        TIMER.c.case_id == INCIDENT.c.case_id,
        TIMER.c.timer_id == INCIDENT.c.timer_id,
        TIMER.c.due == INCIDENT.c.due,
        TIMER.c.fired_at.is_(None),
    )
    .exists(),
)
_RETRY = (
    update(INCIDENT)
    .where(INCIDENT.c.authority == bindparam("_authority"))
    .values(next_attempt=bindparam("_at"))
)


# -- what is put in the place of a row that is there -----------------------------------------------


def _insert(dialect: str, table: Table) -> Any:
    """The insert of that database: what is put in the place of a row, each says in its own way."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


@cache
def _add_message(dialect: str) -> Executable:
    # What an INSERT came to is not counted unless it is asked for: a server's would be -1.
    added: Executable = _insert(dialect, MESSAGE).on_conflict_do_nothing()
    return added.execution_options(preserve_rowcount=True)


@cache
def _add_incident(dialect: str) -> Executable:
    return _put(dialect, INCIDENT, "fault", "traceback", "last_seen", "attempts", "next_attempt")


@cache
def _beat(dialect: str) -> Executable:
    return _put(dialect, PULSE, "ticked_at")


def _put(dialect: str, table: Table, *changed: str) -> Executable:
    """Add a row, or change these columns of the one that has its key."""
    new = _insert(dialect, table)
    set_ = {name: new.excluded[name] for name in changed}
    put: Executable = new.on_conflict_do_update(index_elements=list(table.primary_key), set_=set_)
    return put
