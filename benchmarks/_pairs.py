"""What timers add to the advance that brings them about."""

from __future__ import annotations

import statistics
import time
from datetime import date

from benchmarks._office import Office

CASES = 25
"""Pairs of a turn."""


class Pairs:
    """Cases opened one after the other, without timers and with them.

    An advance takes a hundred times as long as what a timer adds to it, and may take twice as long
    a second later: so each is taken beside the next, and of all differences the median counts.
    """

    def __init__(self, ours: Office, on: date, due_by: date) -> None:
        self._ours, self._on, self._due_by = ours, on, due_by
        self._added: list[float] = []

    def __call__(self) -> int:
        """Open so many pairs."""
        self._added += [self._takes("ladder") - self._takes("plain") for _ in range(CASES)]
        return CASES

    def difference(self) -> float:
        """Microseconds that timers add to the advance of a case."""
        return statistics.median(self._added[CASES:])  # the first turn is not counted

    def _takes(self, workflow: str) -> float:
        begun = time.perf_counter()
        self._ours.open(workflow, self._on, self._due_by)
        return (time.perf_counter() - begun) * 1e6
