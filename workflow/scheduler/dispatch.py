"""Messages that wait, sent: taken up in a transaction, sent outside of any, settled in another.

`sending` is committed before the first byte leaves. Whoever dies while sending leaves that behind:
reminders and escalations then go again, with the same Message-ID; what must not come twice becomes
uncertain, and a person decides. What every message would meet, such as a wrong password, ends the
round, and the next is tried later and later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic

from notifications.channels.base import Channel, Refused, TryAgain, Unsure
from notifications.notice import Way
from notifications.outgoing import Outgoing
from notifications.retry import Patience
from workflow.store.database import Store
from workflow.store.stored import MessageState, Posting, Settled
from workflow.store.writing import Writing

BATCH = 50
"""Messages taken up together: those of a crash may go twice, and each batch is two commits."""

LEASE = timedelta(minutes=15)
"""For so long nobody else takes up what we are sending: longer than a batch and an answer take."""

BATCH_ENDS_AFTER = 120.0
"""Seconds after which no further message of a batch is begun: the rest is given back."""

PATIENCE = Patience()

GAVE_UP = "gave_up"
"""Why a message failed that met passing faults for as long as our patience lasts."""

_LOG = logging.getLogger(__name__)


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
class _Hold:
    """How often in a row the channel itself was refused, and until when it is left alone."""

    times: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Tried:
    """What became of one attempt; `ends_round`: the others would meet the same."""

    settled: Settled
    ends_round: bool = False


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends through one channel. For one thread; other machines may dispatch at the same time."""

    store: Store
    channel: Channel
    patience: Patience = PATIENCE
    batch: int = BATCH
    clock: Callable[[], float] = monotonic
    """measures how long a round takes, in seconds"""
    reached: Callable[[Moment], None] = _nothing
    _hold: _Hold = field(default_factory=_Hold, repr=False)

    def dispatch(self, now: datetime, stopping: Callable[[], bool] = _never) -> int:
        """Send what waits; return how many were handed over. Raises Fault, when the database does.

        A message that fails is put down as failed, and raises nothing. `stopping` is asked between
        two messages: what is left then is given back.
        """
        if self._hold.until is not None and now < self._hold.until:
            return 0
        self.store.transact(lambda writing: writing.break_off(now))
        try:
            return sum(self._sent(now, stopping, only_once=kind) for kind in (False, True))
        finally:
            self.channel.close()

    def _sent(self, now: datetime, stopping: Callable[[], bool], *, only_once: bool) -> int:
        """Send those of one kind, in batches; such as must not go twice one by one."""
        begun, sent, limit = self.clock(), 0, 1 if only_once else self.batch
        while not stopping():
            moment = now + timedelta(seconds=self.clock() - begun)
            leased = self._taken_up(moment, limit=limit, only_once=only_once)
            if not leased:
                break
            handed_over, goes_on = self._sent_batch(leased, moment, stopping)
            sent += handed_over
            if not goes_on:
                break
        return sent

    def _taken_up(self, now: datetime, *, limit: int, only_once: bool) -> list[Posting]:
        """The next messages, without those that are pointless by now, which are withdrawn."""

        def take_up(writing: Writing) -> tuple[list[Posting], set[str]]:
            leased = writing.lease(now, until=now + LEASE, limit=limit, only_once=only_once)
            over = writing.pointless(leased)
            writing.settle([_withdrawn(p) for p in leased if p.id in over], now)
            return leased, over

        while True:
            leased, over = self.store.transact(take_up)
            left = [posting for posting in leased if posting.id not in over]
            if left:
                self.reached(Moment.TAKEN_UP)
            if left or not leased:
                return left

    def _sent_batch(
        self, leased: Sequence[Posting], now: datetime, stopping: Callable[[], bool]
    ) -> tuple[int, bool]:
        """Send these; return how many were handed over, and whether to go on with others."""
        begun, tried, goes_on = self.clock(), list[Settled](), True
        try:
            for posting in leased:
                attempt = self._tried(posting, now)
                tried.append(attempt.settled)
                self.reached(Moment.HANDED_OVER)
                goes_on = not attempt.ends_round
                long = self.clock() - begun > BATCH_ENDS_AFTER
                if not goes_on or long or stopping():
                    break
        finally:
            self.store.transact(lambda writing: self._settle(writing, leased, tried, now))
        self.reached(Moment.SETTLED)
        return sum(each.state is MessageState.SENT for each in tried), goes_on

    def _settle(
        self, writing: Writing, leased: Sequence[Posting], tried: Sequence[Settled], now: datetime
    ) -> None:
        writing.settle(tried, now)
        writing.give_back(leased[len(tried) :])

    def _tried(self, posting: Posting, now: datetime) -> _Tried:
        try:
            message = outgoing(posting, self.store.authority)
            if not self.channel.carries(message):
                return _Tried(_failed(posting, "cannot_carry"))
            sent = self.channel.send(message)
        except TryAgain as again:
            # Without a time to come back it is the way to the server: the next would not get by.
            return _Tried(self._later(posting, now, again.code, again.after), again.after is None)
        except Refused as refused:
            if refused.stops_channel:
                return self._held(posting, refused, now)
            return _Tried(_failed(posting, refused.reason))
        except Unsure as unsure:
            if posting.message.said.only_once:
                return _Tried(_settled(posting, MessageState.UNCERTAIN, why=unsure.code))
            return _Tried(self._later(posting, now, unsure.code, None))
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one, the others go on
            return _Tried(self._later(posting, now, type(error).__name__, None))
        self._hold.times, self._hold.until = 0, None
        return _Tried(_settled(posting, MessageState.SENT, reference=sent.reference))

    def _later(self, posting: Posting, now: datetime, why: str, asked: timedelta | None) -> Settled:
        """Another attempt, after a wait; none when our patience has ended."""
        first = posting.first_tried_at or now
        if self.patience.is_over(first_tried_at=first, now=now):
            return _failed(posting, GAVE_UP)
        wait = self.patience.wait(posting.attempts, seed=posting.id, asked=asked)
        return _settled(posting, MessageState.WAITING, why=why, next_attempt=now + wait)

    def _held(self, posting: Posting, refused: Refused, now: datetime) -> _Tried:
        """Leave the channel alone for a while: every message would meet this. Told the first time.

        The message waits with the others, however long that takes: nothing is wrong with it.
        """
        hold = self._hold
        hold.times += 1
        hold.until = now + self.patience.wait(hold.times, seed=self.store.authority)
        if hold.times == 1:
            extra = {"action": "mail.stopped", "reason": refused.reason.value}
            _LOG.error("no message can be sent: %s", refused, extra=extra)
        return _Tried(_settled(posting, MessageState.WAITING, why=refused.reason), ends_round=True)


def outgoing(posting: Posting, authority: str) -> Outgoing:
    """A message as a channel takes it; its Message-ID is the same whenever it is sent."""
    message, said = posting.message, posting.message.said
    return Outgoing(
        message_id=f"<{posting.id}@{authority}.caseward>",
        way=Way(said.way),
        written_at=message.created_at,
        to=said.address,
        subject=said.subject,
        text=said.text,
        markup=said.markup,
        html=said.html,
    )


def _settled(
    posting: Posting,
    state: MessageState,
    *,
    why: str = "",
    reference: str = "",
    next_attempt: datetime | None = None,
) -> Settled:
    return Settled(
        id=posting.id,
        attempt=posting.attempts,
        state=state,
        why=why,
        reference=reference,
        next_attempt=next_attempt,
    )


def _failed(posting: Posting, why: str) -> Settled:
    return _settled(posting, MessageState.FAILED, why=why)


def _withdrawn(posting: Posting) -> Settled:
    return _settled(posting, MessageState.WITHDRAWN, why="task_done")
