"""The alarm clock: APScheduler rings, the tick looks at what is due.

There is one job, in memory: it rings every quarter of a minute, and sooner when a timer is due
sooner. The rows are the ledger, so nothing is lost when this process is. Most rings find nothing to
do: so it is looked first, and ticked only when there is something. A tick that fails is told and
counted, and never reaches the thread of the scheduler, which an error would end for good: a
database that was away is asked again at the next ring.

APScheduler goes by the clock on the wall of this machine: set back an hour, it would be silent for
an hour. So a thread that counts seconds as they pass looks whether it rings.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic

from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # it has no types
    BackgroundScheduler,
)

from workflow.clock import Clock, system_clock
from workflow.errors import CasewardError
from workflow.scheduler.first_due import first_due
from workflow.scheduler.health import Health, healthz
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.tick import Ticked, Ticker

CEILING = timedelta(seconds=15)
"""The longest pause between two looks: so late is noticed what another process brought about."""

PULSE = timedelta(minutes=4)
"""How old the pulse may get that others see, while there is nothing to do, and how late a case may
be told of a letter that did not arrive: at each look, these would cost more than the look itself.
`doctor` is patient for five minutes."""

FLOOR = timedelta(seconds=1)
"""The shortest pause, so that a timer that cannot be claimed just now does not keep us busy."""

JOB = "tick"
_LOG = logging.getLogger(__name__)


class Service:
    """Ticks while a block runs; a timer that is being fired as that ends is fired to its end.

    `clock` is read once for each look and tick: that of the database. `passed` counts the seconds
    of this machine, by which it is healthy or not, whatever the clocks are set to. It rings at
    least every `ceiling`.
    """

    def __init__(
        self,
        ticker: Ticker,
        clock: Clock,
        metrics: Metrics,
        *,
        passed: Callable[[], float] = monotonic,
        ceiling: timedelta = CEILING,
        alarm: BackgroundScheduler | None = None,
    ) -> None:
        self._stopping = Event()
        self._ticker = replace(ticker, stopping=self._stopping.is_set)
        self._clock, self._metrics, self._passed = clock, metrics, passed
        self._ceiling, self._pulse = ceiling, PULSE.total_seconds()
        self._lookout = ticker.store.lookout(clock)
        self._well_at = self._rung_at = passed()
        self._beaten_at = float("-inf")
        self._fault = ""
        self._scheduler = alarm or BackgroundScheduler(timezone=UTC)
        self._watch = Thread(target=self._watch_over, daemon=True)

    def __enter__(self) -> Service:
        self._scheduler.add_job(
            self.ring,
            "interval",
            seconds=self._ceiling.total_seconds(),
            id=JOB,
            next_run_time=system_clock(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._watch.join()
        self._scheduler.shutdown(wait=True)
        self._lookout.close()

    def health(self) -> Health:
        """Whether looks and ticks go well. Asks no database, so that it can be told when that is
        away.
        """
        return healthz(self._passed() - self._well_at, self._fault)

    def ring(self) -> None:
        """One look, a tick when there is something to do, and when to ring next. Never raises."""
        if self._stopping.is_set():
            return
        self._rung_at = begun = self._passed()
        try:
            pause = self._rest(begun)
            if pause is None:
                pause, begun = self._tick(), self._passed()
            self._well_at, self._fault = begun, ""
            self._set(pause)
        except Exception as error:  # noqa: BLE001  # counted and told; the next ring tries again
            self._metrics.tick_failed()
            # Its kind only: what it says may hold a fact.
            self._fault = error.code if isinstance(error, CasewardError) else type(error).__name__
            _LOG.error("tick failed", extra={"action": "tick.failed", "fault": self._fault})
        finally:
            self._rung_at = self._passed()

    def _rest(self, passed: float) -> timedelta | None:
        """How long to wait where there is nothing to do; None when there is, or nobody can tell.

        `passed`: the seconds so far.
        """
        for_a_pulse = passed - self._beaten_at >= self._pulse
        seen = self._lookout.look(wholly=for_a_pulse)
        if seen is not None:
            now, firsts = seen
            first = first_due(now, firsts)
            if first is not None and first <= now:
                return None
            if not for_a_pulse or self._beats(now, passed):
                return self._until(first, now)
        # What is still open may be of a database that is gone. The tick finds out, and says so.
        self._ticker.store.close()
        return None

    def _beats(self, now: datetime, passed: float) -> bool:
        """Whether the database takes a pulse from us."""
        if not self._lookout.beat(now):
            return False
        self._beaten_at = passed
        self._metrics.resting()
        return True

    def _tick(self) -> timedelta:
        """A whole round, and how long to wait then."""
        self._measured(self._clock())
        return self._next()

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
        now = self._clock()
        with self._ticker.store.reading() as reading:
            return self._until(reading.first_pending(now), now)

    def _until(self, first: datetime | None, now: datetime) -> timedelta:
        if first is None or (pause := first - now) >= self._ceiling:
            return self._ceiling
        return max(pause, FLOOR)

    def _set(self, pause: timedelta) -> None:
        if pause < self._ceiling and self._scheduler.running:
            self._scheduler.modify_job(JOB, next_run_time=system_clock() + pause)

    def _watch_over(self) -> None:
        """Let it ring at once when it has been silent for much longer than it may be."""
        pause = self._ceiling.total_seconds()
        while not self._stopping.wait(pause):
            if self._passed() - self._rung_at > 2 * pause:
                self._set(timedelta(0))
