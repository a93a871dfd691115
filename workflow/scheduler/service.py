"""The alarm clock: APScheduler rings, the tick looks at what is due.

There is one job, in memory: it rings every quarter of a minute, and sooner when a timer is due
sooner. The rows are the ledger, so nothing is lost when this process is. A tick that fails is told
and counted, and never reaches the thread of the scheduler, which an error would end for good.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic

from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # it has no types
    BackgroundScheduler,
)

from workflow.clock import Clock, system_clock
from workflow.scheduler.health import Health, healthz
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.tick import Ticked, Ticker

CEILING = timedelta(seconds=15)
"""The longest pause between two ticks: so late is noticed what another process brought about."""

FLOOR = timedelta(seconds=1)
"""The shortest pause, so that a timer that cannot be claimed just now does not keep us busy."""

_JOB = "tick"
_LOG = logging.getLogger(__name__)


class Service:
    """Ticks until it is stopped. `clock` is read once for each tick."""

    def __init__(self, ticker: Ticker, clock: Clock, metrics: Metrics) -> None:
        self._stopping = Event()
        self._ticker = replace(ticker, stopping=self._stopping.is_set)
        self._clock, self._metrics = clock, metrics
        self._since = clock()
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def run(self) -> None:
        """Tick until `stop`; a timer that is being fired then is fired to its end."""
        with self:
            self._stopping.wait()

    def __enter__(self) -> Service:
        self._scheduler.add_job(
            self.ring,
            "interval",
            seconds=CEILING.total_seconds(),
            id=_JOB,
            next_run_time=system_clock(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._scheduler.shutdown(wait=True)

    def stop(self) -> None:
        """Come to an end: may be called from a signal, or from another thread."""
        self._stopping.set()

    def health(self) -> Health:
        """Whether ticks go well."""
        return healthz(self._since, self._clock())

    def ring(self) -> None:
        """One tick, and when to ring next. Never raises."""
        if self._stopping.is_set():
            return
        try:
            self._measured(self._ticker.now(self._clock))
            self._since = self._clock()
            self._set(self._next())
        except Exception as error:  # noqa: BLE001  # counted and told; the next ring tries again
            self._metrics.tick_failed()
            # Its kind only: what it says may hold a fact.
            _LOG.error(
                "tick failed", extra={"action": "tick.failed", "fault": type(error).__name__}
            )

    def _measured(self, now: datetime) -> Ticked:
        store = self._ticker.store
        with store.reading() as reading:
            self._metrics.before_tick(reading, now)
        begun = monotonic()
        ticked = self._ticker.tick(now)
        seconds = monotonic() - begun
        with store.reading() as reading:
            self._metrics.after_tick(reading, now, ticked, seconds)
        return ticked

    def _next(self) -> timedelta:
        """How long to wait for the next timer, within bounds."""
        now = self._ticker.now(self._clock)
        with self._ticker.store.reading() as reading:
            first = reading.first_pending(now)
        return min(max(first - now, FLOOR), CEILING) if first is not None else CEILING

    def _set(self, pause: timedelta) -> None:
        if self._scheduler.running and pause < CEILING:
            self._scheduler.modify_job(_JOB, next_run_time=system_clock() + pause)
