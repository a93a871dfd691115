"""One attempt at one message: what a channel says to it, made into what becomes of the message."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.channels.base import Refused, TryAgain, Unsure
from notifications.letter import LettersNotInstalled
from notifications.retry import Patience
from workflow.scheduler.outgoing import outgoing
from workflow.scheduler.routes import Route
from workflow.store.stored_message import MessageState, Posting, Settled

GAVE_UP = "gave_up"
"""Why a message failed that met passing faults for as long as our patience lasts."""

CANNOT_CARRY = "cannot_carry"
"""Why a message failed that its channel does not take."""

ASKED_AFTER = timedelta(minutes=5)
"""So long after it was sent a message is asked after for the first time."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one attempt; `ends_round`: the others over this route would meet the same."""

    settled: Settled
    ends_round: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends for one authority, as patiently as that."""

    authority: str
    patience: Patience

    def tried(self, route: Route, posting: Posting, now: datetime) -> Tried:
        """Try one message. Never raises for what is wrong with it, or with the way."""
        try:
            return self._sent(route, posting, now)
        except TryAgain as again:
            # Without a time to come back it is the way to the server: the next would not get by.
            return Tried(self._later(posting, now, again.code, again.after), again.after is None)
        except Refused as refused:
            if refused.stops_channel:
                return self._held(route, posting, now, refused.reason, str(refused))
            return Tried(failed(posting, refused.reason))
        except LettersNotInstalled as missing:
            return self._held(route, posting, now, missing.code, str(missing))
        except Unsure as unsure:
            if posting.message.said.only_once:
                return Tried(settled(posting, MessageState.UNCERTAIN, why=unsure.code))
            return Tried(self._later(posting, now, unsure.code, None))
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one, the others go on
            return Tried(self._later(posting, now, type(error).__name__, None))

    def _sent(self, route: Route, posting: Posting, now: datetime) -> Tried:
        message = outgoing(posting, self.authority, route.channel.sender)
        if not route.channel.carries(message):
            return Tried(failed(posting, CANNOT_CARRY))
        route.spend(now)
        sent = route.channel.send(message)
        route.went_well()
        asked = now + ASKED_AFTER if route.traced else None
        done = settled(posting, MessageState.SENT, reference=sent.reference, next_attempt=asked)
        return Tried(done)

    def _later(self, posting: Posting, now: datetime, why: str, asked: timedelta | None) -> Settled:
        """Another attempt, after a wait; none when our patience has ended."""
        first = posting.first_tried_at or now
        if self.patience.is_over(first_tried_at=first, now=now):
            return failed(posting, GAVE_UP)
        wait = self.patience.wait(posting.attempts, seed=posting.id, asked=asked)
        return settled(posting, MessageState.WAITING, why=why, next_attempt=now + wait)

    def _held(self, route: Route, posting: Posting, now: datetime, why: str, says: str) -> Tried:
        """Leave the route alone for a while: every message would meet this. Told the first time.

        The message waits with the others, however long that takes: nothing is wrong with it.
        """
        if route.hold(now, self.patience, seed=self.authority):
            extra = {"action": "mail.stopped", "reason": str(why)}
            _LOG.error("no message can be sent: %s", says, extra=extra)
        return Tried(settled(posting, MessageState.WAITING, why=why), ends_round=True)


def settled(
    posting: Posting,
    state: MessageState,
    *,
    why: str = "",
    reference: str = "",
    next_attempt: datetime | None = None,
) -> Settled:
    """What this attempt at the message came to."""
    return Settled(
        id=posting.id,
        attempt=posting.attempts,
        state=state,
        why=why,
        reference=reference,
        next_attempt=next_attempt,
    )


def failed(posting: Posting, why: str) -> Settled:
    """It will never go as it is."""
    return settled(posting, MessageState.FAILED, why=why)
