"""What a database refuses, said so that somebody can do something about it.

Messages of the database itself stay in the cause and are never shown or logged: a server's name
the values of a key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)

from workflow.errors import DatabaseAway, DatabaseBusy, DatabaseReadOnly, Fault, NoDatabase
from workflow.store.holder import who_holds
from workflow.store.location import shown, sqlite_file


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn what the database raises in this block into an error of ours.

    Raises:
        DatabaseBusy: somebody else writes to it for too long.
        DatabaseReadOnly: its file, folder or disk cannot be written, or the server takes nothing.
        DatabaseAway: the server does not answer, or no longer.
        NoDatabase: what is there is no database.
        Fault: the disk is full, the file is damaged, or rows contradict what is there.
    """
    try:
        yield
    except DBAPIError as exc:
        raise _meant(exc, url) from exc


def may_pass(fault: Fault) -> bool:
    """Whether the same transaction may well go through when it is begun anew at once.

    So it is when somebody else was quicker: also with a reference or a command id that was free
    when we looked. Then it is found, and the answer is another one.
    """
    orig = getattr(fault.__cause__, "orig", None)
    return getattr(orig, "sqlstate", None) in (*_NOT_SERIALISABLE, "23505")


def is_locked(exc: DBAPIError) -> bool:
    """Whether a server refused because somebody else has the row."""
    return getattr(exc.orig, "sqlstate", None) == _LOCKED


def was_held_up(exc: DBAPIError) -> bool:
    """Whether a server refused because of what others were doing; the connection is all right."""
    return getattr(exc.orig, "sqlstate", None) in (_LOCKED, _TOO_LONG, *_NOT_SERIALISABLE)


def was_refused(exc: DBAPIError) -> bool:
    """Whether the database took exception to what it was asked, and is all right itself."""
    if isinstance(exc, IntegrityError | DataError):
        return True
    state = getattr(exc.orig, "sqlstate", None) or ""
    return bool(state) and not exc.connection_invalidated and not state.startswith(_OF_THE_SERVER)


def no_database(url: str) -> NoDatabase:
    """The error for a database that has not been made yet."""
    return NoDatabase(
        f"There is no database at {shown(url)}. Run `caseward init` to make one, or set"
        " CASEWARD_DATABASE_URL to the one you mean."
    )


def _meant(exc: DBAPIError, url: str) -> Fault:
    if sqlite_file(url) is None:
        return _meant_by_server(exc, url) or _unexpected(exc, url)
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
        case sqlite3.SQLITE_IOERR:
            return Fault(
                f"The disk of {shown(url)} does not take what is written. Look whether it is full"
                " or failing, and try again."
            )
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


_LOCKED, _TOO_LONG = "55P03", "57014"
_NOT_SERIALISABLE = ("40001", "40P01")
"""Somebody else changed what we had read; or the two of us waited for each other."""


def _meant_by_server(exc: DBAPIError, url: str) -> Fault | None:
    state = getattr(exc.orig, "sqlstate", None) or ""
    match state:
        case "40001" | "40P01":
            return DatabaseBusy(
                "Somebody else was writing the same at the same moment. Nothing was written: look"
                " at the case again and repeat the step."
            )
        case _ if state == _LOCKED:  # waited for a lock as long as we wait
            return DatabaseBusy(
                "Somebody else is working on the same and has not finished. Nothing was written:"
                " try again in a moment."
            )
        case _ if state == _TOO_LONG:  # took longer than a statement may
            return DatabaseBusy(
                f"The database {shown(url)} took too long to answer. Nothing was written: try again"
                " in a moment."
            )
        case "25006":  # a standby, or one that is being moved
            return DatabaseReadOnly(
                f"The database {shown(url)} takes nothing new at the moment. Nothing was written:"
                " try again in a moment. If this lasts, ask whoever looks after the server."
            )
        case "42501":
            return DatabaseReadOnly(
                f"The user of the database {shown(url)} may not do this. Give it the right to read"
                " and write the tables, and for `caseward init` to make them."
            )
        case "53100":
            return Fault(f"The disk of {shown(url)} is full. Make room and try again.")
    if exc.connection_invalidated or state.startswith(_AWAY) or _was_never_there(exc):
        return DatabaseAway(
            f"The database {shown(url)} does not answer. Nothing was written: try again in a"
            " moment. If this lasts, look whether it runs, and whether CASEWARD_DATABASE_URL names"
            " it and a user that it lets in."
        )
    return None


# A connection, a transaction, a room, an operator, a system: not what was asked.
_OF_THE_SERVER = ("08", "25", "40", "53", "57", "58", "XX")
# No connection, no room for another one, shut down or cut off by its administrator.
_AWAY = ("08", "53", "57P", "25P03")


def _was_never_there(exc: DBAPIError) -> bool:
    """A connection that could not be made has no code, whatever the reason."""
    no_code = getattr(exc.orig, "sqlstate", None) is None
    return isinstance(exc, OperationalError | InterfaceError) and no_code


def _unexpected(exc: DBAPIError, url: str) -> Fault:
    return Fault(f"The database {shown(url)} refused: {type(exc.orig).__name__}. Please report it.")


def _busy(url: str) -> DatabaseBusy:
    holder = who_holds(url)
    by = f"It is held by {holder}; if this" if holder else "If it"
    return DatabaseBusy(
        f"Another program is writing to the database {shown(url)}. Try again in a moment."
        f" {by} lasts, look whether that program still gets on."
    )
