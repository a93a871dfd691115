"""Connections to an SQLite file or to a PostgreSQL server, with what each has to be told first."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from workflow.errors import Fault
from workflow.store.location import shown, sqlite_file, with_hosts_apart

_STATEMENT_MS = 60_000
"""No question of ours takes that long; one that does holds up others."""

_IDLE_MS = 300_000
"""A program that hangs in a transaction keeps its cases from everybody for no longer."""

_NETWORK = {
    "connect_timeout": "10",  # seconds, for each server that the address names
    "tcp_user_timeout": "30000",  # milliseconds, for what was sent
    "keepalives_idle": "30",  # seconds, for what is waited for: by itself a system asks after hours
    "keepalives_interval": "10",
    "application_name": "caseward",
}
"""So that a server that was unplugged is noticed. The address may say otherwise."""

_SEVERAL = {"target_session_attrs": "read-write"}
"""Of several servers the one that writes: a standby that answers first would refuse every step."""


def engine_of(url: str, busy_ms: int) -> Engine:
    """The connections to that database; none is opened yet.

    `busy_ms` is how long one waits for another that writes the same. Raises Fault when the driver
    of a server is not installed.
    """
    if sqlite_file(url) is None:
        return _server_engine(url, busy_ms)
    # Hidden, because an error would otherwise show the facts that were being written.
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", lambda raw, _: _prepare_file(raw, busy_ms))
    return engine


def _server_engine(url: str, busy_ms: int) -> Engine:
    address = make_url(with_hosts_apart(url))
    several = "," in ",".join(address.normalized_query.get("host", ()))
    address = address.set(query={**_NETWORK, **(_SEVERAL if several else {}), **address.query})
    try:
        # Asked whether it still answers before it is used: the server may have been started anew.
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
    except ModuleNotFoundError as exc:
        raise Fault(
            f"The driver of {shown(url)} is not installed: run `pip install caseward[postgresql]`."
        ) from exc
    event.listen(engine, "connect", lambda raw, _: _prepare_session(raw, busy_ms))
    # It would tell a second error of a statement in the server's words, which may hold a fact.
    logging.getLogger(address.get_driver_name()).setLevel(logging.ERROR)
    return engine


def _prepare_file(connection: sqlite3.Connection, busy_ms: int) -> None:
    # The driver would begin transactions by itself, and only when something is written.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # The inner pages of a large file's indexes: with the two megabytes that are usual, each of the
    # hundreds of rows that a page asks after would be read through all of them anew.
    connection.execute("PRAGMA cache_size = -16384")


def _prepare_session(connection: Any, busy_ms: int) -> None:
    # A setting that is made in a transaction goes when that is undone.
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {busy_ms}")
    connection.execute(f"SET statement_timeout = {_STATEMENT_MS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {_IDLE_MS}")
    connection.autocommit = False
