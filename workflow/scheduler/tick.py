"""One round of the clock: everything that is due fires, once, the oldest first.

Timers are claimed in batches, a transaction each. Within it every timer has a savepoint of its own:
one that cannot be fired is undone and put down as an incident, and the others go on. A crash at any
moment leaves a timer either pending, or fired with all that follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from workflow.clock import Clock
from workflow.engine.catalogue import Catalogue
from workflow.engine.digest import send_digest, waiting_for_digest
from workflow.engine.firing import fire_claimed
from workflow.errors import DatabaseBusy
from workflow.scheduler.incidents import incident_of
from workflow.scheduler.outbox import Outbox, Unsent
from workflow.store.database import Store
from workflow.store.stored import DueTimer
from workflow.store.writing import Writing

BATCH = 50
"""Timers in one transaction: as many as share a commit well, and as others may have to wait for."""

PATIENCE = 5
"""How often a batch is tried that another program was in the way of."""


class Point(StrEnum):
    """Moments of a tick at which a test may end the process."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    AFTER_STEP = "after_step"
    BEFORE_COMMIT = "before_commit"
    AFTER_COMMIT = "after_commit"


@dataclass(kw_only=True)
class Ticked:
    """What a tick came to. `complete` is False when it was stopped before it was through."""

    fired: int = 0
    messages: int = 0
    digests: int = 0
    incidents: int = 0
    sent: int = 0
    complete: bool = True
    claimed: set[DueTimer] = field(default_factory=set, repr=False)


def _never() -> bool:
    return False


def _nothing(point: Point) -> None:
    """What happens at a point, outside of tests."""


@dataclass(frozen=True, kw_only=True)
class Ticker:
    """What a tick works with. `stopping` is asked between two timers; `reached` is for tests."""

    store: Store
    catalogue: Catalogue
    outbox: Outbox = field(default_factory=Unsent)
    batch: int = BATCH
    stopping: Callable[[], bool] = _never
    reached: Callable[[Point], None] = _nothing

    def now(self, clock: Clock) -> datetime:
        """The moment to tick at: by the clock of the database where it is a server's, so that
        nodes whose own clocks differ agree, else by that clock.
        """
        with self.store.reading() as reading:
            return reading.server_time() or clock()

    def tick(self, now: datetime) -> Ticked:
        """Fire all that is due at `now`, then send. Raises Fault when the database fails."""
        ticked = Ticked()
        while self._sweep(now, ticked):
            if self.stopping():
                ticked.complete = False
                return ticked
        ticked.digests = self._digests(now)
        with self.store.writing() as writing:
            writing.beat(now)
        ticked.sent = self.outbox.dispatch(now, self.stopping)
        return ticked

    def _sweep(self, now: datetime, ticked: Ticked) -> bool:
        """One batch. True when there was one: then there may be more."""
        for patience in reversed(range(PATIENCE)):
            try:
                return self._batch(now, ticked)
            except DatabaseBusy:
                if not patience:
                    raise
        return False

    def _digests(self, now: datetime) -> int:
        """The digests that are due, a transaction each."""
        with self.store.reading() as reading:
            recipients = list(waiting_for_digest(reading, now))
        sent = 0
        for recipient in recipients:
            with self.store.writing() as writing:
                gathered = waiting_for_digest(writing, now).get(recipient, [])
                sent += send_digest(writing, self.catalogue, recipient, gathered, now)
        return sent

    def _batch(self, now: datetime, ticked: Ticked) -> bool:
        self.reached(Point.BEFORE_CLAIM)
        batch = Ticked()
        with self.store.writing() as writing:
            claimed = writing.claim(now, now=now, limit=self.batch)
            self.reached(Point.AFTER_CLAIM)
            for timer in claimed:
                self._fire(writing, timer, now, batch)
                self.reached(Point.AFTER_STEP)
                if self.stopping():
                    break
            self.reached(Point.BEFORE_COMMIT)
        self.reached(Point.AFTER_COMMIT)
        ticked.fired += batch.fired
        ticked.messages += batch.messages
        ticked.incidents += batch.incidents
        # One that is claimed again within a tick would be claimed for ever.
        fresh = not ticked.claimed.issuperset(claimed)
        ticked.claimed.update(claimed)
        return fresh

    def _fire(self, writing: Writing, timer: DueTimer, now: datetime, batch: Ticked) -> None:
        try:
            with writing.apart():
                firing = fire_claimed(writing, self.catalogue, timer, now)
                writing.end_incidents(timer.ref)
        except (DatabaseBusy, DBAPIError):
            raise  # it is the database: no case can be fired now
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one case, the others have to go on
            writing.add_incident(incident_of(writing, timer, error, now))
            batch.incidents += 1
        else:
            batch.fired += firing.fired
            batch.messages += firing.messages
