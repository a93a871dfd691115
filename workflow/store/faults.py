"""What a database refuses, said so that somebody can do something about it.

Messages of the database itself stay in the cause: they name columns, never values.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from workflow.errors import DatabaseBusy, DatabaseReadOnly, Fault, NoDatabase
from workflow.store.holder import who_holds
from workflow.store.location import shown, sqlite_file


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what the database raises in this block into an error of ours.

    Raises:
        DatabaseBusy: somebody else writes to it for too long.
        DatabaseReadOnly: its file, folder or disk cannot be written.
        NoDatabase: what is there is no database.
        Fault: the disk is full, the file is damaged, or rows contradict what is there.
    """
    try:
        yield
    except DBAPIError as exc:
        raise _meant(exc, url) from exc


def no_database(url: str) -> NoDatabase:
    """The error for a database that has not been made yet."""
    return NoDatabase(
        f"There is no database at {shown(url)}. Run `caseward init` to make one, or set"
        " CASEWARD_DATABASE_URL to the one you mean."
    )


def _meant(exc: DBAPIError, url: str) -> Fault:
    if sqlite_file(url) is None:
        return _meant_by_server(getattr(exc.orig, "sqlstate", None), url) or _unexpected(exc, url)
    # The lower byte of a code is the kind of error, the rest says more about it.
    code = getattr(exc.orig, "sqlite_errorcode", 0) & 0xFF
    return _meant_by_file(code, url) or _unexpected(exc, url)


def _meant_by_file(code: int, url: str) -> Fault | None:
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _busy(url)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return DatabaseReadOnly(
                f"The database {shown(url)} cannot be written. Make its folder if it is not there,"
                " and give this user the right to write in it: SQLite keeps two files beside it."
            )
        case sqlite3.SQLITE_FULL:
            return Fault(f"The disk of {shown(url)} is full. Make room and try again.")
        case sqlite3.SQLITE_NOTADB:
            return NoDatabase(
                f"{shown(url)} is no database. Set CASEWARD_DATABASE_URL to another file, or put"
                " back a copy of the database."
            )
        case sqlite3.SQLITE_CORRUPT:
            return Fault(
                f"The database {shown(url)} is damaged. Stop using it and put back the last copy."
            )
    return None


def _meant_by_server(state: str | None, url: str) -> Fault | None:
    match state:
        case "40001" | "40P01" | "55P03":  # not serialisable, deadlock, lock not available
            return DatabaseBusy(
                "Somebody else was writing the same at the same moment. Nothing was written: look"
                " at the case again and repeat the step."
            )
        case None:
            return Fault(
                f"The database {shown(url)} does not answer. Look whether it runs, and whether"
                " CASEWARD_DATABASE_URL names it."
            )
    return None


def _unexpected(exc: DBAPIError, url: str) -> Fault:
    return Fault(f"The database {shown(url)} refused: {type(exc.orig).__name__}. Please report it.")


def _busy(url: str) -> DatabaseBusy:
    holder = who_holds(url)
    by = f"It is held by {holder}; if this" if holder else "If it"
    return DatabaseBusy(
        f"Another program is writing to the database {shown(url)}. Try again in a moment."
        f" {by} lasts, look whether that program still gets on."
    )
