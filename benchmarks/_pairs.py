"""What timers add to the advance that brings them about."""

from __future__ import annotations

import statistics
import time
from datetime import date

from benchmarks._office import Office

CASES = 100
"""Pairs of a turn."""


class Pairs:
    """Cases opened one after the other, without timers and with them.

    An advance takes a hundred times as long as what a timer adds to it, and may take twice as long
    a second later: so each is taken beside the next, and of all differences the median counts.

    Each kind has a database of its own: in one, the rows of the workflow whose name comes first
    would go into the middle of every index, and those of the other to its end, which is cheaper.
    """

    def __init__(self, armed: Office, bare: Office, on: date, due_by: date) -> None:
        self._offices = {"ladder": armed, "plain": bare}
        self._on, self._due_by = on, due_by
        self._added: list[float] = []

    def __call__(self) -> int:
        """Open so many pairs."""
        for _ in range(CASES // 2):  # there and back
            self._added.append(self._takes("ladder") - self._takes("plain"))
            self._added.append(-self._takes("plain") + self._takes("ladder"))
        return CASES

    def difference(self) -> float:
        """Microseconds that timers add to the advance of a case."""
        return statistics.median(self._added[CASES:])  # the first turn is not counted

    def _takes(self, workflow: str) -> float:
        begun = time.perf_counter()
        self._offices[workflow].open(workflow, self._on, self._due_by)
        return (time.perf_counter() - begun) * 1e6
