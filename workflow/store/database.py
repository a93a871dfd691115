"""The database: opened, checked, and worked on in transactions. The only place that commits.

SQLite is written by one transaction at a time, which asks for the right to write before it reads:
a transaction that reads first and then writes is refused whenever another wrote in between, in
spite of the busy timeout. PostgreSQL is written by many, each of which locks the cases it reads and
then sees them as they are, whatever was committed since it began (docs/adr/0005). Readers have
their own connections, see what was committed when they began, and hold up nobody.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import DBAPIError

from workflow.clock import Clock, system_clock
from workflow.errors import DatabaseAway, DatabaseTooNew, DatabaseTooOld, Fault, NoDatabase
from workflow.store.connecting import engine_of
from workflow.store.faults import may_pass, no_database, translated
from workflow.store.location import shown, sqlite_file
from workflow.store.locks import CaseTaken, alone
from workflow.store.lookout import FileLookout, Lookout, ServerLookout
from workflow.store.migrations import RevisionState, state_of
from workflow.store.reading import Reading
from workflow.store.writing import Writing

Done = TypeVar("Done")

_TRIES = 6
"""How often a transaction is begun anew when others were quicker, before somebody is told."""


class Store:
    """The database at that address, as one authority sees it.

    Any number of threads may share it. Nothing is opened before the first transaction, which also
    looks whether the database has the tables that this program knows. `busy_ms` is how long a
    writer waits for another one.
    """

    def __init__(self, url: str, authority: str, *, busy_ms: int = 5000) -> None:
        self.url, self.authority = url, authority
        self._file = sqlite_file(url)
        self._engine = engine_of(url, busy_ms)
        self._checked = False
        self._lookouts: list[Lookout] = []

    def transact(self, work: Callable[[Writing], Done], *, keep: bool = True) -> Done:
        """What the work returns, all of it kept, or none on an error and where we are not to keep.

        It is done again, from its beginning and on the data of then, when somebody else was
        quicker: so it must leave no trace but in the database. Raises what `writing` raises.
        """
        wanted: frozenset[str] = frozenset()
        for tried in range(1, _TRIES):
            try:
                with self.writing(wanted, keep=keep) as writing:
                    return work(writing)
            except CaseTaken as taken:
                wanted |= taken.refs
            except Fault as fault:
                if not may_pass(fault):
                    raise
                time.sleep(random.uniform(0, 0.02 * tried))  # or the two would meet again
        with self.writing(wanted, keep=keep) as writing:
            return work(writing)

    @contextmanager
    def writing(self, wanted: Collection[str] = (), *, keep: bool = True) -> Iterator[Writing]:
        """A transaction that may write. All of it is kept when the block ends, or none on an error.

        `wanted` are cases that are locked before anything else, for which it waits. Without `keep`
        it is a trial: what was written is undone when the block ends.

        Raises:
            NoDatabase, DatabaseTooOld, DatabaseTooNew: it has to be made or upgraded first.
            DatabaseBusy: somebody else wrote for longer than we wait, or something that we need.
            DatabaseReadOnly: the file or its folder cannot be written, or the server takes nothing.
            DatabaseAway: the server does not answer.
        """
        self._check()
        with self._transaction(keep=keep) as connection:
            yield Writing(connection, self.authority, wanted)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A transaction that only reads, and sees one and the same state throughout.

        Raises:
            NoDatabase, DatabaseTooOld, DatabaseTooNew: it has to be made or upgraded first.
        """
        self._check()
        with self._connected() as connection:
            yield Reading(connection, self.authority)

    def now(self) -> datetime:
        """The present moment: the server's, so that every machine has the same; else our own."""
        if self._file is not None:
            return system_clock()
        with self._connected() as connection:
            moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)

    def lookout(self, clock: Clock) -> Lookout:
        """What tells cheaply whether there is something to do. Opens nothing yet; closed with us.

        `clock` is asked for the time; our own `now` is not, where the time comes with the answer.
        """
        lookout = (
            ServerLookout(self._engine, self.authority, None if clock == self.now else clock)
            if self._file is None
            else FileLookout(self._engine, self.authority, clock, self._file)
        )
        self._lookouts.append(lookout)
        return lookout

    def create_or_upgrade(self) -> None:
        """Make the database, or bring it to the newest revision. Done twice, it does nothing.

        Raises:
            DatabaseTooNew: a newer version of this program made it.
            NoDatabase: what is there is the database of another program.
        """
        # Alembic takes as long to load as everything else together.
        from workflow.store.upgrade import upgrade

        with self._transaction() as connection:
            alone(connection, "", "upgrade")
            if self._file is None:  # to rewrite a large table may take longer than a question
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            found = _revision(connection)
            if state_of(found) == "newer":
                raise _too_new(self.url)
            if found is None and inspect(connection).get_table_names():
                raise NoDatabase(
                    f"{shown(self.url)} holds the tables of another program. Set"
                    " CASEWARD_DATABASE_URL to a database of its own."
                )
            upgrade(connection)

    def revision_state(self) -> RevisionState:
        """Whether the database is missing, older than this program, current, or newer."""
        if self._file is not None and not self._file.exists():
            return "missing"
        with self._connected() as connection:
            return state_of(_revision(connection))

    def close(self) -> None:
        """Close every connection. The store can be used again: it then opens new ones, and looks
        again whether the database is there.
        """
        for lookout in self._lookouts:
            lookout.close()
        self._engine.dispose()
        self._checked = False

    def _check(self) -> None:
        if self._checked:
            return
        match self.revision_state():
            case "missing":
                raise no_database(self.url)
            case "older":
                raise DatabaseTooOld(
                    f"The database {shown(self.url)} was made by an older version of caseward. Stop"
                    " what works on it, copy it, and run `caseward init` to upgrade it."
                )
            case "newer":
                raise _too_new(self.url)
        self._checked = True

    @contextmanager
    def _transaction(self, *, keep: bool = True) -> Iterator[Connection]:
        """A connection that may write, and whose work is kept or undone at the end of the block."""
        with translated(self.url), self._engine.connect() as connection:
            if self._file is not None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            if keep:
                self._commit(connection)

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except DBAPIError as exc:
            if not exc.connection_invalidated:
                raise
            raise DatabaseAway(
                f"The connection to {shown(self.url)} was lost at the last moment. It may have been"
                " written or not: look at the case before you repeat the step."
            ) from exc

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection that sees one state, and whose work is undone at the end of the block."""
        with translated(self.url), self._engine.connect() as connection:
            if self._file is not None:
                connection.exec_driver_sql("BEGIN")
            else:
                # Not "read only" too: to take that back would take back what the server may say.
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection


def _revision(connection: Connection) -> str | None:
    """The revision of the database; None when it has no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _too_new(url: str) -> DatabaseTooNew:
    return DatabaseTooNew(
        f"The database {shown(url)} was made by a newer version of caseward. Install that version,"
        " or set CASEWARD_DATABASE_URL to another database."
    )
