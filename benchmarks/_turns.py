"""Contenders that take turns, and what is made of their figures: ratios against targets."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

STEADY = 0.25
"""How far apart the quartiles of the limit may be, of its median."""

Work = Callable[[], int]
"""Does something so many times."""


@dataclass
class Verdicts:
    """Ratios against their targets. There is none where the limit itself was not steady."""

    missed: int = 0
    untold: int = 0

    def at_least(self, what: str, ratio: float, target: float, limit: list[float]) -> None:
        self._say(what, ratio, f"at least {target}", ratio >= target, limit)

    def at_most(self, what: str, ratio: float, target: float, limit: list[float]) -> None:
        self._say(what, ratio, f"at most {target}", ratio <= target, limit)

    def _say(self, what: str, ratio: float, target: str, reached: bool, limit: list[float]) -> None:
        low, middle, high = statistics.quantiles(limit, n=4)
        if (high - low) / middle > STEADY:
            self.untold += 1
            print(f"  => {what}: no ratio, the machine was too busy", flush=True)
            return
        self.missed += not reached
        print(f"  => {what}: {ratio:.2f}, target {target}: {'reached' if reached else 'MISSED'}")


def in_turns(contenders: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Microseconds of one piece of each contender's work, of each turn; their medians printed."""
    for work in contenders.values():
        work()  # once before it counts: statements are compiled, pages read
    turns: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders) if number % 2 == 0 else list(contenders)[::-1]
        for name in names:
            begun = time.perf_counter()
            done = contenders[name]()
            turns[name].append((time.perf_counter() - begun) / done * 1e6)
    for name, found in turns.items():
        shown(name, found)
    return turns


def shown(name: str, turns: list[float]) -> float:
    """The median of these microseconds, printed with the least and the most."""
    median = statistics.median(turns)
    print(f"  {name:<46}{median:>9.1f} µs  ({min(turns):.1f} to {max(turns):.1f})", flush=True)
    return median
