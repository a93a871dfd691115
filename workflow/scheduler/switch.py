"""The switch that stops all sending, as whoever sends looks at it: between any two messages."""

from __future__ import annotations

from collections.abc import Callable

from workflow.store.database import Store

GLANCE = 0.05
"""Seconds in which it is asked once: a thousand messages a second are no thousand questions."""


class Switch:
    """For one round of sending. `clock` measures seconds as they pass."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._looked_at: float | None = None
        self._stopped = False

    def stopped(self) -> bool:
        """Whether somebody has stopped the sending. Once it is, it is for this round."""
        now = self._clock()
        if not self._stopped and (self._looked_at is None or now - self._looked_at >= GLANCE):
            self._looked_at = now
            with self._store.reading() as reading:
                self._stopped = reading.mail_stopped() is not None
        return self._stopped
