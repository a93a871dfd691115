"""How often one address may try to sign in. Kept in memory: each node counts for itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

TRIES, SECONDS = 10, 60
_MOST = 10_000
"""Addresses that are remembered; beyond that all are forgotten, as accounts lock by themselves."""


class Throttle:
    """So many tries within so many seconds for each address. `passed` counts seconds."""

    def __init__(self, passed: Callable[[], float] = monotonic) -> None:
        self._passed, self._lock = passed, Lock()
        self._tries: dict[str, deque[float]] = {}

    def allows(self, address: str) -> bool:
        """Whether this address may try now; the try is counted."""
        now = self._passed()
        with self._lock:
            if len(self._tries) > _MOST:
                self._tries.clear()
            tries = self._tries.setdefault(address, deque(maxlen=TRIES))
            if len(tries) == TRIES and now - tries[0] < SECONDS:
                return False
            tries.append(now)
            return True
