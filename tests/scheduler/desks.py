"""Desks for tests of the clock, on both databases. A folder that wants them imports them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from databases import Databases
from scheduler.building import LADDER, Desk, a_desk


@pytest.fixture
def url(databases: Databases) -> str:
    """The address of a new database, on SQLite and on PostgreSQL."""
    return databases.fresh()


@pytest.fixture
def desk_of(tmp_path: Path, url: str) -> Iterator[Callable[[str], Desk]]:
    """Makes a desk for the text of a workflow."""
    with ExitStack() as stack:
        yield lambda text: stack.enter_context(a_desk(tmp_path, url, text))


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    """A desk for the ladder of three rungs."""
    return desk_of(LADDER)
