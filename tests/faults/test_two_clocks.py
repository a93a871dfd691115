"""Nodes whose own clocks are half a minute wrong go by the clock of the database's server.

Here it is the server's clock that is moved, which is the same to whoever compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from databases import on_postgresql, with_clock_off_by
from faults.test_clock import HOURS
from scheduler.building import Desk
from waiting import wait_until
from workflow.app import compose
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import Service
from workflow.settings import Settings

OFTEN, SOON, LATE = (timedelta(seconds=seconds) for seconds in (0.5, 3, 13))
"""How often a node looks, how soon the timer is due, and from when it is late."""


@on_postgresql
@pytest.mark.parametrize("seconds", [-30, 30], ids=["ahead", "behind"])
def test_two_nodes_with_a_wrong_clock_fire_neither_early_nor_late_nor_twice(
    desk_of: Callable[[str], Desk], tmp_path: Path, seconds: int
) -> None:
    desk = desk_of(HOURS)
    with_clock_off_by(desk.store.url, seconds)
    desk.store.close()

    with node(desk, tmp_path), node(desk, tmp_path):
        due = desk.store.now() + SOON
        desk.opened("Mon 2 Mar 2026", by="", due_by=None, rung_at=due - timedelta(hours=24))
        assert due <= moment_of(desk, "now") < due + LATE

    assert [notice for notice, _ in desk.rungs()] == ["soon", "now"]
    assert desk.not_fine() == []


def moment_of(desk: Desk, notice: str) -> datetime:
    """The time of the server when that rung was seen to have fired."""
    wait_until(lambda: any(fired == notice for fired, _ in desk.rungs()))
    return desk.store.now()


@contextmanager
def node(desk: Desk, folder: Path) -> Iterator[None]:
    """What `caseward worker` does, with a clock of its own, that of this machine."""
    settings = Settings(
        database_url=desk.store.url, definitions=folder / "process", authority="841"
    )
    app = compose(settings)
    with Service(app.ticker(), app.clock, Metrics(), ceiling=OFTEN):
        yield
    app.store.close()
