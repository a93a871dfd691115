"""How many messages a channel takes in a while: a bucket of tokens, as pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many messages may go at once, counted at an instant."""

    tokens: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`count` messages in each `per`, and as many at once after a quiet time."""

    count: int
    per: timedelta

    def full(self, now: datetime) -> Bucket:
        """The bucket of a channel that has been quiet."""
        return Bucket(float(self.count), now)

    def left(self, bucket: Bucket, now: datetime) -> int:
        """How many messages may go at once now."""
        return int(self._refilled(bucket, now))

    def take(self, bucket: Bucket, now: datetime) -> tuple[Bucket, timedelta]:
        """The bucket after one message, and how long that message has to wait first.

        A message that has to wait takes nothing: ask again then. A clock that was put back takes
        nothing away.
        """
        tokens = self._refilled(bucket, now)
        if tokens < 1:
            # Rounded up to a microsecond, so that whoever waits so long is let through.
            wait = (1 - tokens) * (self.per / self.count)
            return Bucket(tokens, now), wait + timedelta(microseconds=1)
        return Bucket(tokens - 1, now), timedelta()

    def _refilled(self, bucket: Bucket, now: datetime) -> float:
        refilled = max(now - bucket.at, timedelta()) / (self.per / self.count)
        return min(bucket.tokens + refilled, float(self.count))
