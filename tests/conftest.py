"""What holds for every test, and the databases that tests of the store and the engine run on."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from databases import Databases, Files, Server

# No test is timed: a slow machine must not turn a law into a failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# A process of tests keeps releases that never change: to look them through for garbage again and
# again is an eighth of all that it does.
gc.set_threshold(200_000, 50, 100)

# Nothing that tests write has to outlast them, and on a disk they wait for it half of their time:
# where the system has room in memory it lies there, unless whoever starts them says where.
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let faults and the year be tried in full, as `make test-long` and `make year` do."""
    parser.addoption("--long", action="store_true", help="try what takes minutes in full numbers")
    parser.addoption("--seed", type=int, default=1, help="by which random faults are chosen")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """SQLite files."""
    return Files(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this process of tests."""
    running = Server()
    yield running
    running.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Databases of the one kind, then of the other: a test that asks for this runs on both."""
    of_kind = {"sqlite": "files", "postgresql": "server"}
    found: Databases = request.getfixturevalue(of_kind[request.param])
    yield found
    found.clear()
