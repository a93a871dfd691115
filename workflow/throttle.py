"""How often somebody may do something. Kept in memory: each node counts for itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic

TRIES, SECONDS = 10, 60
_MOST = 10_000
"""Who is remembered; beyond that all are forgotten, as accounts lock by themselves."""


class TooOften(Exception):
    """Somebody does something more often than a person does. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds} seconds")


class Throttle:
    """So many tries within so many seconds for each. `passed` counts seconds."""

    def __init__(
        self,
        passed: Callable[[], float] = monotonic,
        *,
        tries: int = TRIES,
        seconds: float = SECONDS,
    ) -> None:
        self._passed, self._lock = passed, Lock()
        self._most, self._within = tries, seconds
        self._tries: dict[str, deque[float]] = {}

    def allows(self, who: str) -> bool:
        """Whether they may try now; the try is counted."""
        return self.wait(who) == 0

    def forgive(self, who: str) -> None:
        """Their last try does not count after all."""
        with self._lock:
            if tries := self._tries.get(who):
                tries.pop()

    def check(self, who: str) -> None:
        """The same. Raises TooOften."""
        if seconds := self.wait(who):
            raise TooOften(seconds)

    def wait(self, who: str) -> int:
        """The seconds that they have to wait; 0 when they may try now, and the try is counted."""
        now = self._passed()
        with self._lock:
            if len(self._tries) > _MOST:
                self._tries.clear()
            tries = self._tries.setdefault(who, deque(maxlen=self._most))
            if len(tries) == self._most and now - tries[0] < self._within:
                return max(1, ceil(tries[0] + self._within - now))
            tries.append(now)
            return 0
