"""When to try again, and when to give up. Pure: the same attempt and seed give the same wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a message is tried for.

    The wait doubles from `first` up to `longest`; each is shortened by up to `jitter` of itself, so
    that what failed together does not come back together.
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=4)
    jitter: float = 0.25
    give_up_after: timedelta = timedelta(days=2)
    """default: a server that was down over a night is back, and a person can still act in time"""

    def wait(self, attempt: int, *, seed: str, asked: timedelta | None = None) -> timedelta:
        """How long to wait after that attempt, the first being 1.

        `seed` is the message id. `asked` is the wait that the other side asked for: never less.
        """
        if attempt < 1:
            raise ValueError(f"attempts count from 1, got {attempt}")
        doublings = min(attempt - 1, 20)  # beyond that the longest wait has long been reached
        full = min(self.first * (1 << doublings), self.longest)
        # Not for secrets: `random` is there to spread, and to give the same for the same seed.
        shortened = full * (1 - self.jitter * Random(f"{seed}:{attempt}").random())
        return max(shortened, asked or timedelta())

    def is_over(self, *, first_tried_at: datetime, now: datetime) -> bool:
        """Whether to stop and ask a person."""
        return now - first_tried_at >= self.give_up_after
