from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from databases import Databases
from scheduler.building import LADDER, Desk, a_desk


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How far a fault is tried.

    `mean_life`: seconds after which a process is ended, in the mean; with the same seed they are
    the same. `endings`: how many have to be seen, or the fault has not been tried.
    """

    seed: int
    timers: int
    mean_life: float
    endings: int


@pytest.fixture
def extent(request: pytest.FixtureRequest) -> Extent:
    """A slice, or all of it with `--long`."""
    seed = request.config.getoption("--seed")
    if request.config.getoption("--long"):
        return Extent(seed=seed, timers=10_000, mean_life=1.0, endings=20)
    return Extent(seed=seed, timers=300, mean_life=0.1, endings=4)


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
