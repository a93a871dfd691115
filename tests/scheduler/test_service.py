"""The alarm clock rings the tick, outlives its failures, and says how it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # it has no types
    BackgroundScheduler,
)

from databases import on_sqlite
from days import at
from scheduler.building import SOON, Desk
from workflow.clock import system_clock
from workflow.scheduler.health import Health, answering, health_page, healthz, readyz
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.outbox import Unsent
from workflow.scheduler.service import JOB, Service
from workflow.scheduler.tick import Ticker
from workflow.store.database import Store


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self, moment: str) -> None:
        self.moment = at(moment)

    def __call__(self) -> datetime:
        return self.moment


class Seconds:
    """Seconds of a machine that pass as a test says."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


class Sent(Unsent):
    """An outbox that says when it was asked to send."""

    def __init__(self) -> None:
        self.asked = Event()

    def dispatch(self, now: datetime, stopping: Callable[[], bool]) -> int:
        self.asked.set()
        return 0


@pytest.fixture
def hands() -> Hands:
    return Hands(SOON)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def service(desk: Desk, hands: Hands, metrics: Metrics, seconds: Seconds) -> Service:
    ticker = Ticker(store=desk.store, catalogue=desk.catalogue)
    return Service(ticker, hands, metrics, passed=seconds)


def test_it_rings_as_soon_as_it_is_started_and_fires_what_is_due(desk: Desk, hands: Hands) -> None:
    desk.opened("Mon 2 Mar 2026")
    sent = Sent()
    ticker = Ticker(store=desk.store, catalogue=desk.catalogue, outbox=sent)

    with Service(ticker, hands, Metrics()):
        assert sent.asked.wait(30)

    assert desk.told() == [("soon", "asha")]


def test_a_stop_lets_the_timer_that_is_being_fired_come_to_its_end(desk: Desk) -> None:
    for ref in ("A-1", "A-2", "A-3"):
        desk.opened("Mon 2 Mar 2026", ref)
    stopping = iter([True, True])

    ticked = desk.ticks(SOON, stopping=lambda: next(stopping))

    assert (ticked.fired, ticked.complete) == (1, False)
    assert desk.not_fine() == []
    assert desk.ticks(SOON).fired == 2


@on_sqlite
def test_a_tick_that_fails_is_counted_and_the_next_one_goes_well(
    desk: Desk, hands: Hands, metrics: Metrics
) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.store.close()
    file = Path(desk.store.url.removeprefix("sqlite:///"))
    hidden = file.rename(file.with_name("elsewhere.db"))
    store = Store(desk.store.url, "841")
    broken = Service(Ticker(store=store, catalogue=desk.catalogue), hands, metrics)
    broken.ring()
    assert b"caseward_ticks_failed_total 1.0" in metrics.page()

    hidden.rename(file)
    broken.ring()
    store.close()

    assert desk.told() == [("soon", "asha")]


def test_it_is_healthy_while_ticks_go_well(service: Service, seconds: Seconds) -> None:
    service.ring()
    assert service.health().ok

    seconds.passed = 120
    assert service.health() == Health(False, "the last tick that went well was 120 s ago")
    service.ring()
    assert service.health().ok


def test_health_says_why_the_tick_that_has_just_been_tried_failed() -> None:
    assert healthz(20, "database_away") == Health(
        True, "the last tick that went well was 20 s ago; since then: database_away"
    )


def test_clocks_that_are_set_back_or_forward_are_no_illness(service: Service, hands: Hands) -> None:
    for moment in ("Fri 13 Mar 2026 06:00", "Sat 14 Mar 2026 07:00"):
        hands.moment = at(moment)
        assert service.health().ok


def test_a_clock_on_the_wall_that_is_set_back_an_hour_does_not_silence_it(
    desk: Desk, hands: Hands
) -> None:
    """To APScheduler it is as if the next ring were an hour away."""
    looked, alarm = Event(), BackgroundScheduler(timezone=UTC)

    def clock() -> datetime:
        looked.set()
        return hands()

    ticker = Ticker(store=desk.store, catalogue=desk.catalogue)
    with Service(ticker, clock, Metrics(), ceiling=timedelta(seconds=0.5), alarm=alarm):
        assert looked.wait(30)
        alarm.modify_job(JOB, next_run_time=system_clock() + timedelta(hours=1))
        looked.clear()

        assert looked.wait(30)


def test_it_is_ready_when_the_database_is_there(desk: Desk, tmp_path: Path) -> None:
    assert readyz(desk.store).ok
    assert readyz(Store(f"sqlite:///{tmp_path / 'none.db'}", "841")) == Health(False, "no_database")


def test_the_page_answers_200_or_503() -> None:
    pages = {
        "/healthz": health_page(lambda: Health(True, "well")),
        "/readyz": health_page(lambda: Health(False, "no_database")),
    }
    with answering(0, pages) as port:
        with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, answer.read()) == (200, b"well\n")
        for path, status in (("readyz", 503), ("elsewhere", 404)):
            with pytest.raises(HTTPError) as refused:
                urlopen(f"http://127.0.0.1:{port}/{path}")
            assert refused.value.code == status
            refused.value.close()


def test_what_is_measured_can_be_read(
    service: Service, desk: Desk, hands: Hands, metrics: Metrics
) -> None:
    desk.opened("Mon 2 Mar 2026")
    hands.moment = at("Fri 13 Mar 2026 07:05")
    service.ring()

    page = metrics.page().decode()
    assert "caseward_timers_fired_total 1.0" in page
    assert 'caseward_oldest_overdue_timer_seconds_bucket{le="60.0"} 0.0' in page
    assert 'caseward_oldest_overdue_timer_seconds_bucket{le="300.0"} 1.0' in page
    assert "caseward_incidents 0.0" in page
    assert "caseward_outbox_age_seconds 0.0" in page


def test_each_application_has_figures_of_its_own() -> None:
    Metrics().tick_failed()

    assert b"caseward_ticks_failed_total 0.0" in Metrics().page()
