"""Statements that go to a server together: the answer to each is not waited for.

A way there and back takes as long as putting in ten rows, and a step writes to ten tables. An
SQLite file answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Send what this block writes, and wait at its end. Nothing in it may ask for an answer, nor
    for the number of rows.

    Raises DBAPIError: a statement was refused, or the server was lost. Told at the end, or in the
    block by a later statement.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    with driver_of(connection) as raw, raw.pipeline():
        yield


@contextmanager
def driver_of(connection: Connection) -> Iterator[Any]:
    """The driver's own connection, in the transaction that is going on.

    Raises DBAPIError: what the driver raises, as if it had been asked in the usual way.
    """
    raw = connection.connection.driver_connection
    error: type[Exception] = connection.dialect.loaded_dbapi.Error
    try:
        yield raw
    except error as exc:
        raise _told(connection, exc, error) from exc


def _told(connection: Connection, exc: Any, error: type[Exception]) -> Exception:
    """What SQLAlchemy would have made of it, had it waited for the answer itself."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(exc, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(exc)
    told: Exception = DBAPIError.instance(
        None,
        None,
        exc,
        error,
        hide_parameters=True,  # an error would otherwise show the facts that were being written
        connection_invalidated=lost,
        dialect=dialect,
    )
    return told
