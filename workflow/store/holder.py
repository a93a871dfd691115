"""One long-running process holds an SQLite file; commands may write beside it.

A small file beside the database says who holds it. What counts is the lock that the operating
system keeps on that file: a crash frees it, and what was written there then means nothing. On a
server's database nobody holds anything, because it takes any number of processes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from workflow.clock import Clock, system_clock
from workflow.errors import DatabaseBusy, DatabaseReadOnly
from workflow.store.location import sqlite_file

if sys.platform == "win32":
    import msvcrt

    # A locked byte cannot be read by others: one far behind the text, so that the text can.
    _LOCKED_BYTE = 1_000_000

    def _lock(file: TextIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: TextIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def hold(url: str, *, clock: Clock = system_clock) -> Iterator[None]:
    """Hold the database for as long as the block runs.

    Raises:
        DatabaseBusy: another process holds it.
        DatabaseReadOnly: its folder is not there or cannot be written.
    """
    path = _path(url)
    if path is None:
        yield
        return
    with _opened(path) as file:
        try:
            _lock(file)
        except OSError as exc:
            raise DatabaseBusy(
                f"The database {sqlite_file(url)} is held by {_told(path)}. Only one long-running"
                " process can work on an SQLite file: stop that one first, or use PostgreSQL."
            ) from exc
        file.truncate(0)
        file.write(f"process {os.getpid()} since {clock():%Y-%m-%d %H:%M} UTC")
        file.flush()
        yield


def who_holds(url: str) -> str | None:
    """Who holds the database now, such as `process 4711 since 2026-03-02 09:00 UTC`, if any."""
    path = _path(url)
    if path is None or not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            return _told(path)
    return None


def _path(url: str) -> Path | None:
    database = sqlite_file(url)
    return database.with_name(f"{database.name}.holder") if database else None


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a+", encoding="utf-8")
    except OSError as exc:
        raise DatabaseReadOnly(
            f"The file {path} cannot be written. Make its folder, or give this user the right to"
            " write there."
        ) from exc


def _told(path: Path) -> str:
    """What the holder wrote; it may be about to."""
    return path.read_text(encoding="utf-8") or "another process"
