"""The database: opened, checked, and worked on in transactions. The only place that commits.

SQLite is written by one transaction at a time, which asks for the right to write before it reads:
a transaction that reads first and then writes is refused whenever another wrote in between, in
spite of the busy timeout. Readers have their own connections, see what was committed when they
began, and hold up nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, inspect

from workflow.errors import DatabaseTooNew, DatabaseTooOld, Fault, NoDatabase
from workflow.store.faults import no_database, translated
from workflow.store.location import shown, sqlite_file
from workflow.store.migrations import RevisionState, state_of
from workflow.store.reading import Reading
from workflow.store.writing import Writing


class Store:
    """The database at that address, as one authority sees it.

    Any number of threads may share it. Nothing is opened before the first transaction, which also
    looks whether the database has the tables that this program knows. `busy_ms` is how long a
    writer waits for another one.
    """

    def __init__(self, url: str, authority: str, *, busy_ms: int = 5000) -> None:
        self.url, self.authority = url, authority
        self._file = sqlite_file(url)
        self._engine = _engine(url, busy_ms)
        self._checked = False

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that may write. All of it is kept when the block ends, or none on an error.

        Raises:
            NoDatabase, DatabaseTooOld, DatabaseTooNew: it has to be made or upgraded first.
            DatabaseBusy: somebody else wrote for longer than we wait.
            DatabaseReadOnly: the file or its folder cannot be written.
        """
        self._check()
        with self._transaction() as connection:
            yield Writing(connection, self.authority)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A transaction that only reads, and sees one and the same state throughout.

        Raises:
            NoDatabase, DatabaseTooOld, DatabaseTooNew: it has to be made or upgraded first.
        """
        self._check()
        with self._connected() as connection:
            yield Reading(connection, self.authority)

    def create_or_upgrade(self) -> None:
        """Make the database, or bring it to the newest revision. Done twice, it does nothing.

        Raises:
            DatabaseTooNew: a newer version of this program made it.
            NoDatabase: what is there is the database of another program.
        """
        # Alembic takes as long to load as everything else together.
        from workflow.store.upgrade import upgrade

        with self._transaction() as connection:
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
        """Close every connection. The store can be used again and then opens new ones."""
        self._engine.dispose()

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
    def _transaction(self) -> Iterator[Connection]:
        """A connection that alone may write, and whose work is kept at the end of the block."""
        with self._connected("BEGIN IMMEDIATE") as connection:
            yield connection
            connection.commit()

    @contextmanager
    def _connected(self, begin: str = "BEGIN") -> Iterator[Connection]:
        """A connection in a transaction that is undone at the end of the block."""
        with translated(self.url), self._engine.connect() as connection:
            if self._file is not None:
                connection.exec_driver_sql(begin)
            yield connection


def _engine(url: str, busy_ms: int) -> Engine:
    # Hidden, because an error would otherwise show the facts that were being written.
    if sqlite_file(url) is None:
        return _server_engine(url)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", lambda raw, _: _prepare(raw, busy_ms))
    return engine


def _server_engine(url: str) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, isolation_level="REPEATABLE READ")
    except ModuleNotFoundError as exc:
        raise Fault(
            f"The driver of {shown(url)} is not installed: run `pip install caseward[postgresql]`."
        ) from exc


def _prepare(connection: sqlite3.Connection, busy_ms: int) -> None:
    # The driver would begin transactions by itself, and only when something is written.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


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
