"""One round of the clock: everything that is due fires, once, the oldest first.

Timers are claimed in batches, a transaction each. Within it every timer has a savepoint of its own:
one that cannot be fired is undone and put down as an incident, and the others go on. A crash at any
moment leaves a timer either pending, or fired with all that follows from it.

Where somebody works on a case that a timer reaches, the batch is begun anew and waits for it. What
was waited for in vain is put down as an incident too: somebody who hangs does not stop the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy.exc import DBAPIError

from workflow.engine.catalogue import Catalogue
from workflow.engine.digest import send_digest, waiting_for_digest
from workflow.engine.firing import fire_claimed
from workflow.engine.undelivered import bring_undelivered
from workflow.engine.webhook_upkeep import disable_failing
from workflow.errors import DatabaseBusy, Fault
from workflow.scheduler.incidents import incident_of
from workflow.scheduler.outbox import Outbox, Unsent
from workflow.store.database import Store
from workflow.store.faults import may_pass
from workflow.store.stored import DueTimer
from workflow.store.writing import Writing

BATCH = 50
"""Timers in one transaction: as many as share a commit well, and as others may have to wait for."""


class Point(StrEnum):
    """Moments of a tick at which a test may end the process."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    AFTER_STEP = "after_step"
    BEFORE_COMMIT = "before_commit"
    AFTER_COMMIT = "after_commit"


@dataclass(kw_only=True)
class Ticked:
    """What a tick came to. `complete` is False when it was stopped before it was through.

    `undelivered` are events that told cases of messages that failed.
    `put_off` are digests that wait for the next tick, because somebody works on their cases.
    """

    fired: int = 0
    messages: int = 0
    digests: int = 0
    incidents: int = 0
    put_off: int = 0
    sent: int = 0
    undelivered: int = 0
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

    def tick(self, now: datetime) -> Ticked:
        """Fire all that is due at `now`, then send. Raises Fault when the database fails."""
        ticked = Ticked()
        while self._sweep(now, ticked):
            if self.stopping():
                ticked.complete = False
                return ticked
        self._digests(now, ticked)
        self.store.transact(partial(_come_through, now))
        ticked.sent = self.outbox.dispatch(now, self.stopping)
        ticked.undelivered = bring_undelivered(self.store, self.catalogue, now)
        disable_failing(self.store, self.catalogue, now)
        return ticked

    def _sweep(self, now: datetime, ticked: Ticked) -> bool:
        """One batch. True when there was one: then there may be more."""
        try:
            batch = self.store.transact(partial(self.fire_batch, now=now, waiting=True))
        except Fault as fault:
            if not _is_in_the_way(fault):
                raise
            batch = self.store.transact(partial(self.fire_batch, now=now, waiting=False))
        self.reached(Point.AFTER_COMMIT)
        ticked.fired += batch.fired
        ticked.messages += batch.messages
        ticked.incidents += batch.incidents
        # One that is claimed again within a tick would be claimed for ever.
        fresh = not ticked.claimed.issuperset(batch.claimed)
        ticked.claimed |= batch.claimed
        return fresh

    def fire_batch(self, writing: Writing, now: datetime, *, waiting: bool) -> Ticked:
        """Fire what is claimed at once. When not `waiting`, nobody can make it begin anew."""
        self.reached(Point.BEFORE_CLAIM)
        batch = Ticked()
        claimed = writing.claim(now, now=now, limit=self.batch)
        batch.claimed.update(claimed)
        self.reached(Point.AFTER_CLAIM)
        for timer in claimed:
            self._fire(writing, timer, now, batch, waiting=waiting)
            self.reached(Point.AFTER_STEP)
            if self.stopping():
                break
        self.reached(Point.BEFORE_COMMIT)
        return batch

    def _fire(
        self, writing: Writing, timer: DueTimer, now: datetime, batch: Ticked, *, waiting: bool
    ) -> None:
        try:
            with writing.apart():
                firing = fire_claimed(writing, self.catalogue, timer, now)
                writing.end_incidents(timer.ref)
        except DBAPIError:
            raise  # it is the database: no case can be fired now
        except Exception as error:  # whatever is wrong with one case, the others have to go on
            if waiting and isinstance(error, Fault) and _is_in_the_way(error):
                raise
            writing.add_incident(incident_of(writing, timer, error, now))
            batch.incidents += 1
        else:
            batch.fired += firing.fired
            batch.messages += firing.messages

    def _digests(self, now: datetime, ticked: Ticked) -> None:
        """Send the digests that are due, a transaction each."""
        with self.store.reading() as reading:
            recipients = list(waiting_for_digest(reading, now))
        for recipient in recipients:
            try:
                ticked.digests += self.store.transact(partial(self.digest, recipient, now))
            except DatabaseBusy:
                ticked.put_off += 1

    def digest(self, recipient: str, now: datetime, writing: Writing) -> bool:
        """Put down what that person's digest says; False when there is nothing left to say."""
        writing.alone(f"digest {recipient}")
        gathered = waiting_for_digest(writing, now).get(recipient, [])
        return send_digest(writing, self.catalogue, recipient, gathered, now)


def _come_through(now: datetime, writing: Writing) -> None:
    """Let it be seen; what could not be fired and need not be fired any more is no incident."""
    writing.forget_incidents()
    writing.beat(now)


def _is_in_the_way(fault: Fault) -> bool:
    """Whether it was not the case that failed, but somebody else who was quicker."""
    return isinstance(fault, DatabaseBusy) or may_pass(fault)
