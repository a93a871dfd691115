"""What a tick would do now, found by doing it in a transaction that is undone at its end.

Nothing is sent and nothing stays. While it looks, it holds what a tick would hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.engine.digest import waiting_for_digest
from workflow.scheduler.tick import Ticker
from workflow.store.stored import DueTimer
from workflow.store.stored_message import MessageState, Posting
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Letting:
    """A message that waits, or would: for whom, by which way, and what would become of it."""

    case: str
    notice: str
    recipient: str
    way: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """Timers that would fire and messages that would then wait or go. `stopped`: why none goes."""

    timers: Sequence[DueTimer]
    messages: Sequence[Letting]
    stopped: str = ""


class _Undone(Exception):  # no error: how the transaction is left
    """Ends the transaction without keeping anything of it."""


def foretold(ticker: Ticker, now: datetime) -> Foretold:
    """What a tick at that moment would come to. Raises Fault when the database fails."""
    found: list[Foretold] = []
    try:
        with ticker.store.writing() as writing:
            found.append(_looked(ticker, writing, now))
            raise _Undone
    except _Undone:
        return found[0]


def _looked(ticker: Ticker, writing: Writing, now: datetime) -> Foretold:
    timers = _fired(ticker, writing, now)
    for recipient in waiting_for_digest(writing, now):
        ticker.digest(recipient, now, writing)
    waiting = sorted(writing.postings(MessageState.WAITING), key=_in_order)
    over = writing.pointless(waiting)
    switch = writing.mail_stopped()
    return Foretold(
        timers=timers,
        messages=[_letting(ticker, posting, now, posting.id in over) for posting in waiting],
        stopped=f"{switch.by} stopped them: {switch.reason}" if switch else "",
    )


def _fired(ticker: Ticker, writing: Writing, now: datetime) -> list[DueTimer]:
    claimed: set[DueTimer] = set()
    while True:
        batch = ticker.fire_batch(writing, now, waiting=False)
        if claimed.issuperset(batch.claimed):
            return sorted(claimed, key=lambda timer: (timer.at, timer.ref, timer.timer_id))
        claimed |= batch.claimed


def _in_order(posting: Posting) -> tuple[datetime, str, str]:
    """Told in the same order each time: the ids of messages that were undone are others."""
    return posting.message.at, posting.message.notice, posting.message.recipient


def _letting(ticker: Ticker, posting: Posting, now: datetime, over: bool) -> Letting:
    message = posting.message
    return Letting(
        case=str(message.content.get("case") or ""),
        notice=message.notice,
        recipient=message.recipient,
        way=message.said.way,
        then="is pointless by now" if over else ticker.outbox.foretells(posting, now),
    )
