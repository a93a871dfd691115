"""Whether there is something to do, asked for next to nothing, so that a clock may ask often.

A connection is held, and the driver is asked directly. What is wrong with the database is not told
here: whoever then does the work goes through the store, and hears it there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from workflow.clock import Clock
from workflow.store.clock_tables import TRACED, UNTOLD
from workflow.store.stored_message import MessageState

TIMER, INCIDENT = "timer", "incident"
UNDELIVERED, ASKED_AFTER = "undelivered", "asked_after"
"""What is called so among the states of messages: a pending timer, an incident, a message that did
not arrive and of which its case was not told, and one to ask what became of it.
"""


Seen = tuple[datetime, Mapping[str, datetime]]
"""A moment, and what there was then: the earliest instant of each kind, and no kind of which there
is none. Of pending timers, incidents, and messages that are not done with, which are those to be
sent, those to ask after, and those of which a case is to be told.
"""


class Lookout(ABC):
    """Looks at the database of one authority. For one thread at a time."""

    def __init__(self, engine: Engine, authority: str) -> None:
        """Opens nothing yet."""
        self._engine, self._given = engine, {"authority": authority}
        self._errors = (OSError, DBAPIError, engine.dialect.loaded_dbapi.Error)
        self._connection: Any = None
        self._cursor: Any = None

    def look(self, *, wholly: bool = True) -> Seen | None:
        """What there is to do; None when the database did not answer.

        Not `wholly`: what nobody minds a few minutes late may be left out where it costs to ask,
        which are messages of which a case is to be told, and those to ask after.
        """
        try:
            return self._look(self._cursor or self._opened(), wholly=wholly)
        except self._errors:
            self.close()
            return None

    def beat(self, now: datetime) -> bool:
        """Let others see that this clock is alive; False when that could not be written."""
        try:
            self._beat(self._cursor or self._opened(), now)
        except self._errors:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Let the connection go. The next look opens another one."""
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            connection.close()

    def _opened(self) -> Any:
        """A connection of the driver for ourselves; its cursor is kept too."""
        pooled = self._engine.raw_connection()
        self._connection = pooled.driver_connection
        pooled.detach()
        self._prepare(self._connection)
        self._cursor = self._connection.cursor()
        return self._cursor

    @abstractmethod
    def _prepare(self, connection: Any) -> None: ...

    @abstractmethod
    def _look(self, cursor: Any, *, wholly: bool) -> Seen: ...

    @abstractmethod
    def _beat(self, cursor: Any, now: datetime) -> None: ...


class FileLookout(Lookout):
    """Looks at an SQLite file. SQLite tells by a number whether another connection has written:
    while it has not, what was seen last is there still.
    """

    def __init__(self, engine: Engine, authority: str, clock: Clock, file: Path) -> None:
        super().__init__(engine, authority)
        self._clock, self._file = clock, file

    def _prepare(self, connection: Any) -> None:
        self._written: int | None = None
        self._looked_at = self._file.stat().st_ino
        # A pulse that is lost when the power fails is written again: it waits for no disk.
        connection.execute("PRAGMA synchronous = NORMAL")

    def _look(self, cursor: Any, *, wholly: bool) -> Seen:
        # Asked first: what is written after that shows at the next look.
        (written,) = cursor.execute("PRAGMA data_version").fetchone()
        if written != self._written:
            found = cursor.execute((_FIRSTS + _LESS_URGENT).format(a=":authority"), self._given)
            self._firsts = {what: _instant(at) for what, at in found}
            self._written = written
        return self._clock(), self._firsts

    def _beat(self, cursor: Any, now: datetime) -> None:
        if self._file.stat().st_ino != self._looked_at:
            raise OSError("another file was put in the place of the database")
        at = now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        cursor.execute(_BEAT_OF_FILE, (self._given["authority"], at))


class ServerLookout(Lookout):
    """Looks at a database of a server. Without a `clock` the time is the server's, and comes with
    the answer.
    """

    def __init__(self, engine: Engine, authority: str, clock: Clock | None) -> None:
        super().__init__(engine, authority)
        self._clock = clock

    def _prepare(self, connection: Any) -> None:
        connection.autocommit = True
        # A pulse that is lost when the server fails is written again: it waits for no disk.
        connection.execute("SET synchronous_commit = off")
        # To plan the question anew each time would take several times as long as to answer it.
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'")  # as `_looked` reads them
        asked = "SELECT 'now', clock_timestamp() UNION ALL" + _FIRSTS
        for name, question in ((_GLANCE, asked), (_LOOK, asked + _LESS_URGENT)):
            connection.pgconn.prepare(name, question.format(a="$1").encode())

    def _look(self, cursor: Any, *, wholly: bool) -> Seen:
        # Of the library below the driver: the driver takes as long about a question that was put
        # before as the server about its answer.
        put = cursor.connection.pgconn
        answer = put.exec_prepared(
            _LOOK if wholly else _GLANCE, [self._given["authority"].encode()]
        )
        if answer.status != _ANSWERED:
            raise OSError("the server did not answer")
        firsts = dict(_looked(answer))
        now = firsts.pop("now")
        return self._clock() if self._clock else now, firsts

    def _beat(self, cursor: Any, now: datetime) -> None:
        beat = _BEAT.format(a="%(authority)s", at="%(at)s")
        cursor.execute(beat, {**self._given, "at": now})


_IN_HAND = ", ".join(
    f"'{state}'" for state in (MessageState.GATHERED, MessageState.WAITING, MessageState.SENDING)
)
# Not `min` of the cases: a server would then read every one there is.
_FIRSTS = f"""
SELECT '{TIMER}', wakes_at FROM (
    SELECT wakes_at FROM "case" WHERE authority = {{a}} AND wakes_at IS NOT NULL
    ORDER BY wakes_at LIMIT 1
) AS first_pending
UNION ALL
SELECT state, min(at) FROM message WHERE authority = {{a}} AND state IN ({_IN_HAND}) GROUP BY state
UNION ALL
SELECT '{INCIDENT}', min(next_attempt) FROM incident WHERE authority = {{a}} GROUP BY authority
"""
_LESS_URGENT = f"""
UNION ALL
SELECT '{UNDELIVERED}', min(at) FROM message WHERE authority = {{a}} AND {UNTOLD} GROUP BY authority
UNION ALL
SELECT '{ASKED_AFTER}', min(next_attempt) FROM message
WHERE authority = {{a}} AND {TRACED} GROUP BY authority
"""
_BEAT = """
INSERT INTO pulse (authority, ticked_at) VALUES ({a}, {at})
ON CONFLICT (authority) DO UPDATE SET ticked_at = excluded.ticked_at
"""
_BEAT_OF_FILE = _BEAT.format(a="?", at="?")

_GLANCE, _LOOK = b"caseward_glance", b"caseward_look"
_ANSWERED = 2
"""PGRES_TUPLES_OK. Not named from the driver, whose loading nobody with a file should wait for."""


def _looked(answer: Any) -> Iterator[tuple[str, datetime]]:
    for row in range(answer.ntuples):
        what, at = answer.get_value(row, 0), answer.get_value(row, 1)
        if what is not None and at is not None:
            yield what.decode(), datetime.fromisoformat(at.decode())


def _instant(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)
