"""What became of messages after they were taken: asked for, or told by the other side.

A message that did not arrive has failed, though it was sent: a person has to see to it. What is
never heard of is asked after less and less often, and in the end no more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from notifications.channels.base import NotSent, Sent
from notifications.channels.delivery import Delivery, Fate
from workflow.scheduler.attempt import ASKED_AFTER
from workflow.scheduler.routes import Route, Traced
from workflow.store.database import Store
from workflow.store.stored_message import Heard, MessageState, Posting
from workflow.store.writing import Writing

AT_ONCE = 50
"""So many are asked after in one round: each is a question to the other side."""

LONGEST = timedelta(hours=12)
GIVEN_UP_AFTER = timedelta(days=14)
"""A letter may take a week; what has not been heard of by then will not be."""

_WHY = {Fate.FAILED_FOR_GOOD: "not_delivered", Fate.FAILED_FOR_NOW: "not_delivered_for_now"}


def ask_after(store: Store, route: Route, now: datetime, stopping: Callable[[], bool]) -> None:
    """Ask what became of messages that were sent over this route, where that can be asked."""
    if (traced := route.traced) is None:
        return
    with store.reading() as reading:
        due = reading.to_ask_after(now, ways=route.ways, limit=AT_ONCE)
    heard: list[Heard] = []
    for posting in due:
        if stopping() or (said := _asked(traced, posting, now)) is None:
            break
        heard.append(said)
    if heard:
        store.transact(lambda writing: writing.hear(heard))


def take_in(writing: Writing, delivery: Delivery, now: datetime) -> bool:
    """Put down what the other side tells by itself; False when it is about no message of ours.

    Told twice, or late, it changes nothing: only a message that counts as sent can still fail.
    """
    posting = writing.posting_by_reference(delivery.reference)
    if posting is None:
        return False
    writing.hear([heard_of(posting, delivery.fate, now)])
    return True


def heard_of(posting: Posting, fate: Fate, now: datetime) -> Heard:
    """What a fate means for a message, and when to ask after it again."""
    why = _WHY.get(fate, "")
    return Heard(
        id=posting.id,
        attempt=posting.attempts,
        fate=fate,
        state=MessageState.FAILED if why else MessageState.SENT,
        why=why,
        next_asked=_next(posting, now) if fate is Fate.ON_ITS_WAY else None,
    )


def _asked(traced: Traced, posting: Posting, now: datetime) -> Heard | None:
    """None when nobody answers: the others would get no answer either."""
    try:
        fate = traced.delivery(Sent(posting.reference)).fate
    except NotSent:
        return None
    return heard_of(posting, fate, now)


def _next(posting: Posting, now: datetime) -> datetime | None:
    age = now - (posting.settled_at or now)
    return None if age > GIVEN_UP_AFTER else now + min(max(age, ASKED_AFTER), LONGEST)
