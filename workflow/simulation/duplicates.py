"""Whether anybody was told anything twice: looked for in what was kept, and in what arrived.

Neither trusts the keys by which the outbox keeps messages apart: they are what is to be proved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable
from typing import TypeVar

from workflow.store.stored import MessageState, Posting

Occasion = tuple[object, ...]
"""What a message is about: case, notice, recipient, and the rung or the instant that it is of."""

KEPT_BACK = frozenset((MessageState.WITHDRAWN, MessageState.GATHERED, MessageState.DONE_WITH))
"""States of what does not go by itself: another has taken its place, or the digest tells it."""


def told_twice(postings: Iterable[Posting]) -> dict[Occasion, int]:
    """Each occasion of which somebody was told more than once, and how often."""
    told = (posting for posting in postings if posting.message.state not in KEPT_BACK)
    return _more_than_once(occasion(posting) for posting in told)


def arrived_twice(
    message_ids: Iterable[str], *, unsure: Container[str] = frozenset()
) -> dict[str, int]:
    """Each Message-ID that a server took more than once, but for those of which we were unsure.

    What was not known to have arrived goes again with the same id, so that readers drop one.
    """
    return _more_than_once(each for each in message_ids if each not in unsure)


def occasion(posting: Posting) -> Occasion:
    """What makes two messages one and the same to whoever gets them."""
    message = posting.message
    rung = (message.task, message.due, message.rung)
    return (message.case_id, message.notice, message.recipient, *rung, message.at)


T = TypeVar("T", bound=Hashable)


def _more_than_once(found: Iterable[T]) -> dict[T, int]:
    return {each: times for each, times in Counter(found).items() if times > 1}
