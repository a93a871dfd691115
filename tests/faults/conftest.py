from __future__ import annotations

from dataclasses import dataclass

import pytest

from scheduler.desks import desk as desk
from scheduler.desks import desk_of as desk_of
from scheduler.desks import url as url


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
        return Extent(seed=seed, timers=10_000, mean_life=0.4, endings=20)
    return Extent(seed=seed, timers=300, mean_life=0.2, endings=3)
