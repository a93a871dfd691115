"""The seam behind which messages are sent. What waits is in the table `message`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Outbox(Protocol):
    """Sends what waits, after the transactions that brought it about."""

    def dispatch(self, now: datetime) -> int:
        """Send messages that wait; return how many were handed over."""
        ...


class Unsent:
    """Nothing is sent where no way to send was chosen: messages wait."""

    def dispatch(self, now: datetime) -> int:
        """Leave them waiting."""
        return 0
