"""Whether anybody was told anything twice: looked for in what was kept, and in what arrived.

Neither trusts the keys by which the outbox keeps messages apart: they are what is to be proved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable
from typing import TypeVar

from workflow.store.stored_message import MessageState, Posting

Occasion = tuple[object, ...]
"""What a message is about: case, notice, reader, and the rung or the instant that it is of."""

KEPT_BACK = frozenset((MessageState.WITHDRAWN, MessageState.GATHERED, MessageState.DONE_WITH))
"""States of what does not go by itself: another has taken its place, or the digest tells it."""


def told_twice(postings: Iterable[Posting]) -> dict[Occasion, int]:
    """Each occasion of which somebody was told more than once, and how often.

    Somebody is who the outbox says it is, and is also whoever reads the same words at one address:
    a person may be in a case twice, as somebody to write to and on the list of participants.
    """
    told = [posting for posting in postings if posting.message.state not in KEPT_BACK]
    by_recipient = _more_than_once(occasion(each, each.message.recipient) for each in told)
    readers = ((each, each.message.said) for each in told if each.message.said.address)
    by_words = _more_than_once(occasion(each, said.address, said.text) for each, said in readers)
    return by_recipient | by_words


def arrived_twice(
    message_ids: Iterable[str], *, unsure: Container[str] = frozenset()
) -> dict[str, int]:
    """Each Message-ID that a server took more than once, but for those of which we were unsure.

    What was not known to have arrived goes again with the same id, so that readers drop one.
    """
    return _more_than_once(each for each in message_ids if each not in unsure)


def occasion(posting: Posting, *reader: str) -> Occasion:
    """What makes two messages one and the same to whoever reads them."""
    message = posting.message
    rung = (message.task, message.due, message.rung)
    return (message.case_id, message.notice, *reader, *rung, message.at)


T = TypeVar("T", bound=Hashable)


def _more_than_once(found: Iterable[T]) -> dict[T, int]:
    return {each: times for each, times in Counter(found).items() if times > 1}
