"""What the clock is measured by: one registry for an application, so that tests share none."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from workflow.scheduler.tick import Ticked
from workflow.store.reading import Reading

AGES = (0, 15, 60, 300, 900, 3600, 6 * 3600, 86400, 7 * 86400)
"""Bounds of the age of the oldest overdue timer, in seconds: a quarter of a minute to a week."""


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._overdue = Histogram(
            "caseward_oldest_overdue_timer_seconds",
            "Age of the oldest timer that was due, as a tick began",
            buckets=AGES,
            registry=registry,
        )
        self._duration = Histogram(
            "caseward_tick_seconds", "How long a tick took", registry=registry
        )
        self._fired = Counter("caseward_timers_fired", "Timers fired", registry=registry)
        self._failed = Counter("caseward_ticks_failed", "Ticks that failed", registry=registry)
        self._incidents = Gauge(
            "caseward_incidents", "Timers that cannot be fired now", registry=registry
        )
        self._outbox = Gauge(
            "caseward_outbox_age_seconds", "Age of the oldest message that waits", registry=registry
        )

    def before_tick(self, reading: Reading, now: datetime) -> None:
        """A tick begins."""
        first = reading.first_pending(now)
        overdue = now - first if first is not None and first < now else timedelta(0)
        self._overdue.observe(overdue.total_seconds())

    def after_tick(self, reading: Reading, now: datetime, ticked: Ticked, seconds: float) -> None:
        """A tick came to its end."""
        self._duration.observe(seconds)
        self._fired.inc(ticked.fired)
        self._incidents.set(len(reading.incidents()))
        waiting = reading.waiting_since()
        self._outbox.set(max(0.0, (now - waiting).total_seconds()) if waiting else 0)

    def resting(self) -> None:
        """There is no incident, and no message waits."""
        self._incidents.set(0)
        self._outbox.set(0)

    def tick_failed(self) -> None:
        """A tick did not come to its end."""
        self._failed.inc()

    def page(self) -> bytes:
        """All figures, in the text format of Prometheus."""
        return generate_latest(self.registry)
