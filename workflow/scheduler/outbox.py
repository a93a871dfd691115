"""The seam behind which messages are sent. What waits is in the table `message`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from workflow.store.stored_message import Posting


class Outbox(Protocol):
    """Sends what waits, after the transactions that brought it about."""

    def dispatch(self, now: datetime, stopping: Callable[[], bool]) -> int:
        """Send messages that wait; return how many were handed over.

        `stopping` is asked between two messages: what is left then waits.
        """
        ...

    def foretells(self, posting: Posting, now: datetime) -> str:
        """What would become of a message that waits, in words; nothing is sent."""
        ...


class Unsent:
    """Nothing is sent where no way to send was chosen: messages wait."""

    def dispatch(self, now: datetime, stopping: Callable[[], bool]) -> int:
        """Leave them waiting."""
        return 0

    def foretells(self, posting: Posting, now: datetime) -> str:
        """It waits."""
        return "waits: no way to send was chosen"
