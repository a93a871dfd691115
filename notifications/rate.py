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

    def take(self, bucket: Bucket, now: datetime) -> tuple[Bucket, timedelta]:
        """The bucket after one message, and how long that message has to wait first.

        A message that has to wait takes nothing: ask again then. A clock that was put back takes
        nothing away.
        """
        each = self.per / self.count
        refilled = max(now - bucket.at, timedelta()) / each
        tokens = min(bucket.tokens + refilled, float(self.count))
        if tokens < 1:
            # Rounded up to a microsecond, so that whoever waits so long is let through.
            return Bucket(tokens, now), (1 - tokens) * each + timedelta(microseconds=1)
        return Bucket(tokens - 1, now), timedelta()
