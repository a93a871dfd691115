"""A server that is stopped while the clock ticks and started again: nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from databases import Server, on_postgresql
from days import at
from scheduler.building import TODAY, Desk
from waiting import wait_until
from workflow.errors import DatabaseAway
from workflow.scheduler.health import readyz
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import Service
from workflow.scheduler.tick import Point, Ticker

pytestmark = on_postgresql
REFS = ("A-1", "A-2", "A-3")


@pytest.fixture(autouse=True)
def _started_again(server: Server) -> Iterator[None]:
    yield
    server.start()


def everything_once(desk: Desk, *, told: int = 2) -> None:
    for ref in REFS:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today"]
    assert len(desk.messages()) == told * len(REFS)
    assert desk.not_fine() == []


@pytest.mark.parametrize("point", Point)
def test_stopped_in_the_middle_of_a_sweep_it_fires_the_rest_when_it_is_back(
    desk: Desk, server: Server, point: Point
) -> None:
    for ref in REFS:
        desk.opened("Mon 2 Mar 2026", ref)
    seen = count(1)

    def reached(now_at: Point) -> None:
        if now_at == point and next(seen) == 2:
            server.stop()

    with pytest.raises(DatabaseAway):
        desk.ticks(TODAY, batch=2, reached=reached)
    server.start()
    desk.ticks(TODAY)

    everything_once(desk)


def test_a_worker_goes_on_by_itself_and_says_meanwhile_that_the_database_is_away(
    desk: Desk, server: Server
) -> None:
    ticker, metrics = Ticker(store=desk.store, catalogue=desk.catalogue), Metrics()
    short = timedelta(seconds=0.2)
    with Service(ticker, lambda: at(TODAY), metrics, ceiling=short) as service:
        server.stop()
        wait_until(lambda: service.health().says.endswith("since then: database_away"))
        assert readyz(desk.store).says == "database_away"

        server.start()
        for ref in REFS:
            # Given to nobody: else the clock might come between that and the step before it.
            desk.opened("Mon 2 Mar 2026", ref, by="")
        wait_until(lambda: len(desk.messages()) == 3 * len(REFS))
        wait_until(lambda: "since then" not in service.health().says)

    everything_once(desk, told=3)  # both workers and the manager
