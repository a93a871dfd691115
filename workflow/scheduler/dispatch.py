"""Messages that wait, sent: taken up in a transaction, sent outside of any, settled in another.

`sending` is committed before the first byte leaves. Whoever dies while sending leaves that behind:
reminders and escalations then go again, with the same Message-ID; what must not come twice becomes
uncertain, and a person decides. What every message would meet by one way, such as a wrong password,
ends the round of that way, and the next is tried later and later.

While a batch goes, a thread beside it settles the one before and takes up the next: a mail server
takes its time over each message, and a database over each commit.

Nothing goes while somebody has stopped the sending, nor to families at quiet hours, but by post.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic

from notifications.notice import Way
from notifications.quiet_hours import QuietHours
from notifications.retry import Patience
from workflow.deadlines.naming import moment_name
from workflow.scheduler.attempt import Sender, settled
from workflow.scheduler.receipts import ask_after
from workflow.scheduler.routes import Route
from workflow.scheduler.switch import Switch
from workflow.store.database import Store
from workflow.store.stored_message import MessageState, Posting, Settled
from workflow.store.writing import Writing

BATCH = 100
"""Messages taken up together: those of a crash may go twice, and each batch is a commit."""

LEASE = timedelta(minutes=15)
"""For so long nobody else takes up what we are sending: longer than two batches, as one is taken up
ahead, and an answer take.
"""

BATCH_ENDS_AFTER = 120.0
"""Seconds after which no further message of a batch is begun: the rest is given back."""

PATIENCE = Patience()
QUIET_HOURS = QuietHours()

NO_CHANNEL = "no_channel"
"""Why a message cannot go: nobody chose how messages of its way are sent."""


class Moment(StrEnum):
    """Moments of a dispatch at which a test may end the process."""

    TAKEN_UP = "taken_up"
    HANDED_OVER = "handed_over"
    SETTLED = "settled"


def _never() -> bool:
    return False


def _nothing(moment: Moment) -> None:
    """What happens at a moment, outside of tests."""


@dataclass
class _Batch:
    """Messages taken up together, what became of those that were tried; `is_last` of its round.

    `before` is a batch that went and is not settled; it is, once `ahead` has come: the messages
    that are taken up while these go.
    """

    leased: Sequence[Posting] = ()
    tried: list[Settled] = field(default_factory=list)
    is_last: bool = False
    before: _Batch | None = None
    ahead: Future[Sequence[Posting]] | None = None

    @property
    def left(self) -> Sequence[Posting]:
        """Those that were not tried."""
        return self.leased[len(self.tried) :]

    @property
    def handed_over(self) -> int:
        """How many of them were sent."""
        return sum(each.state is MessageState.SENT for each in self.tried)

    def following(self) -> _Batch:
        """What was taken up while these went, which may be nothing. Raises Fault."""
        if self.ahead is None:
            return _Batch(before=self)
        leased, self.before = self.ahead.result(), None
        return _Batch(leased, before=self)

    def settle(self, writing: Writing, now: datetime) -> None:
        """Put down what became of these and of those before."""
        if self.before is not None:
            self.before.settle(writing, now)
        writing.settle(self.tried, now)
        writing.give_back(self.left)


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends over its routes. For one thread; other machines may dispatch at the same time."""

    store: Store
    routes: Sequence[Route]
    quiet_hours: QuietHours = QUIET_HOURS
    patience: Patience = PATIENCE
    batch: int = BATCH
    waiting: frozenset[Way] = frozenset()
    """ways that nobody chose yet: what goes by them waits, instead of going nowhere"""
    clock: Callable[[], float] = monotonic
    """measures how long a round takes, in seconds"""
    reached: Callable[[Moment], None] = _nothing

    def dispatch(self, now: datetime, stopping: Callable[[], bool] = _never) -> int:
        """Send what waits; return how many were handed over. Raises Fault, when the database does.

        A message that fails is put down as failed, and raises nothing. `stopping` is asked between
        two messages: what is left then is given back.
        """
        switch = Switch(self.store, self.clock)
        if switch.stopped():
            return 0
        self.store.transact(lambda writing: self._look_over(writing, now))
        return sum(
            self._sent_over(route, now, lambda: stopping() or switch.stopped())
            for route in self.routes
            if not route.is_held(now)
        )

    def foretells(self, posting: Posting, now: datetime) -> str:
        """What would become of a message that waits, in words; nothing is sent."""
        said, allowed = posting.message.said, self._allowed(posting, now)
        if said.way in self.waiting:
            return "waits: no way to send was chosen"
        if all(said.way not in route.ways for route in self.routes):
            return "cannot go: no way was chosen for it"
        if posting.next_attempt is not None and posting.next_attempt > now:
            return f"waits until {moment_name(posting.next_attempt)}"
        if allowed > now:
            return f"waits until {moment_name(allowed)}: quiet hours"
        return "goes"

    def _look_over(self, writing: Writing, now: datetime) -> None:
        """See to what was broken off, to what would wake families, and to what no way leads to."""
        writing.break_off(now)
        for hours in writing.quiet_hours():
            if (allowed := self._quiet(hours).next_allowed(now)) > now:
                writing.put_off_families(now, hours, allowed)
        ways = {way.value for route in self.routes for way in (*route.ways, *self.waiting)}
        writing.strand(ways, NO_CHANNEL, now)

    def _sent_over(self, route: Route, now: datetime, stopping: Callable[[], bool]) -> int:
        try:
            sent = sum(self._round(route, now, stopping, only_once=kind) for kind in (False, True))
            ask_after(self.store, route, now, stopping)
            return sent
        finally:
            route.channel.close()

    def _round(
        self, route: Route, now: datetime, stopping: Callable[[], bool], *, only_once: bool
    ) -> int:
        """Send those of one kind, in batches; such as must not go twice one by one."""
        begun, sent, batch = self.clock(), 0, _Batch()
        most = 1 if only_once else self.batch
        with ThreadPoolExecutor(1, "outbox") as beside:
            while True:
                moment = now + timedelta(seconds=self.clock() - begun)
                ends = batch.is_last or stopping()
                limit = 0 if ends else route.allows(moment, most)
                batch = self._next(route, batch, moment, limit, only_once)
                if not batch.leased:
                    return sent
                # Of such as must not go twice a crash would leave one more uncertain; and how many
                # more a route at its pace will allow, nobody knows.
                if len(batch.leased) == most > 1 and route.rate is None:
                    batch.ahead = beside.submit(
                        self._exchanged, route, batch.before or _Batch(), moment, most, only_once
                    )
                self._send(route, batch, moment, stopping)
                sent += batch.handed_over

    def _next(
        self, route: Route, done: _Batch, now: datetime, limit: int, only_once: bool
    ) -> _Batch:
        """The next messages: those taken up ahead, else such as wait now that the last are settled.

        At the end of the round there are none, and what was taken up ahead is given back.
        """
        batch = self._following(done, now)
        if not (batch.leased and limit):
            batch = _Batch(self._exchanged(route, batch, now, limit, only_once))
            if done.leased:
                self.reached(Moment.SETTLED)
        if batch.leased:
            self.reached(Moment.TAKEN_UP)
        return batch

    def _following(self, done: _Batch, now: datetime) -> _Batch:
        """What was taken up ahead. Where that went wrong, these are settled before it is told."""
        try:
            return done.following()
        except BaseException:
            self.store.transact(lambda writing: done.settle(writing, now))
            raise

    def _exchanged(
        self, route: Route, done: _Batch, now: datetime, limit: int, only_once: bool
    ) -> Sequence[Posting]:
        """Messages taken up together with settling the last ones."""

        def exchange(writing: Writing) -> Sequence[Posting]:
            done.settle(writing, now)
            return self._taken_up(writing, route, now, limit, only_once) if limit else ()

        return self.store.transact(exchange)

    def _taken_up(
        self, writing: Writing, route: Route, now: datetime, limit: int, only_once: bool
    ) -> Sequence[Posting]:
        """Some that may go now; those that are pointless by now are withdrawn instead."""
        while True:
            leased = writing.lease(
                now, until=now + LEASE, limit=limit, ways=route.ways, only_once=only_once
            )
            over = writing.pointless(leased)
            writing.settle([_withdrawn(p) for p in leased if p.id in over], now)
            left = self._awake(writing, [p for p in leased if p.id not in over], now)
            if left or not leased:
                return left

    def _awake(self, writing: Writing, leased: list[Posting], now: datetime) -> list[Posting]:
        """Those of them that wake nobody. Most were put off before; quiet hours may begin since."""
        allowed = {posting.id: self._allowed(posting, now) for posting in leased}
        for until in {at for at in allowed.values() if at > now}:
            writing.give_back([p for p in leased if allowed[p.id] == until], until)
        return [posting for posting in leased if allowed[posting.id] <= now]

    def _allowed(self, posting: Posting, now: datetime) -> datetime:
        """When it may go: now, or when the quiet hours of the family that it is for end."""
        said = posting.message.said
        if not said.family or said.way == Way.POST:
            return now
        return self._quiet(said.quiet_hours).next_allowed(now)

    def _quiet(self, written: str) -> QuietHours:
        """Those of a partnership, else those of the installation."""
        return QuietHours.of(written) if written else self.quiet_hours

    def _send(
        self, route: Route, batch: _Batch, now: datetime, stopping: Callable[[], bool]
    ) -> None:
        """Send these, as far as it goes; what became of them is put down in the batch."""
        begun = self.clock()
        sender = Sender(authority=self.store.authority, patience=self.patience)
        try:
            for posting in batch.leased:
                attempt = sender.tried(route, posting, now)
                batch.tried.append(attempt.settled)
                self.reached(Moment.HANDED_OVER)
                long = self.clock() - begun > BATCH_ENDS_AFTER
                batch.is_last = attempt.ends_round
                if attempt.ends_round or long or stopping():
                    return
        except BaseException:
            following = self._following(batch, now)
            self.store.transact(lambda writing: following.settle(writing, now))
            raise


def _withdrawn(posting: Posting) -> Settled:
    return settled(posting, MessageState.WITHDRAWN, why="task_done")
