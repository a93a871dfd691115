"""The ways out as the dispatch uses them: each at its pace, and left alone while it is refused.

What is wrong with one way, or how slow it is, holds up no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol, runtime_checkable

from notifications.channels.base import Channel, Sent
from notifications.channels.delivery import Delivery
from notifications.notice import Way
from notifications.rate import Bucket, Rate
from notifications.retry import Patience


@runtime_checkable
class Traced(Protocol):
    """A channel that can be asked what became of a message after it was taken."""

    def delivery(self, sent: Sent) -> Delivery:
        """The fate of a message. Raises what `Channel.send` does, but not Unsure."""
        ...


@dataclass(kw_only=True)
class Route:
    """A channel and the ways that lead over it. For one thread, like the channel.

    `rate` is how much it takes, None: as much as there is. It counts what this process sends.
    """

    channel: Channel
    ways: frozenset[Way]
    rate: Rate | None = None
    _bucket: Bucket | None = field(default=None, repr=False)
    _refusals: int = field(default=0, repr=False)
    _held_until: datetime | None = field(default=None, repr=False)

    @cached_property
    def traced(self) -> Traced | None:
        """The channel, where it can be asked what became of messages."""
        return self.channel if isinstance(self.channel, Traced) else None

    def allows(self, now: datetime, wanted: int) -> int:
        """How many of so many messages may go now."""
        if self.rate is None:
            return wanted
        self._bucket = self._bucket or self.rate.full(now)
        return min(wanted, self.rate.left(self._bucket, now))

    def spend(self, now: datetime) -> None:
        """One message was tried."""
        if self.rate is not None:
            self._bucket, _ = self.rate.take(self._bucket or self.rate.full(now), now)

    def is_held(self, now: datetime) -> bool:
        """Whether it is left alone still."""
        return self._held_until is not None and now < self._held_until

    def hold(self, now: datetime, patience: Patience, *, seed: str) -> bool:
        """Leave it alone for a while, longer each time. True the first time in a row."""
        self._refusals += 1
        self._held_until = now + patience.wait(self._refusals, seed=seed)
        return self._refusals == 1

    def went_well(self) -> None:
        """A message went: nothing is wrong with it."""
        self._refusals, self._held_until = 0, None


def all_over(channel: Channel) -> tuple[Route, ...]:
    """Routes where one channel is for every way that it knows."""
    return (Route(channel=channel, ways=channel.ways),)
