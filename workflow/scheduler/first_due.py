"""When the next tick has something to do, of what a lookout has seen at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workflow.engine.digest import goes_with_digest_at
from workflow.store.lookout import ASKED_AFTER, TIMER
from workflow.store.stored_message import MessageState


def first_due(now: datetime, firsts: Mapping[str, datetime]) -> datetime | None:
    """The instant from which there is something to do; None when nothing is in sight.

    A timer is due at its instant, and a message that went is asked after at its own. For a message
    to be sent, for one that may have been broken off or did not arrive, and for an incident it is
    the moment of the look: when those are really due only the tick can tell.
    """
    first = None
    for what, at in firsts.items():
        due = at if what in _AT_ITS_INSTANT else _due(what, at, now)
        if first is None or due < first:
            first = due
    return first


_AT_ITS_INSTANT = frozenset((TIMER, ASKED_AFTER))


def _due(what: str, at: datetime, now: datetime) -> datetime:
    return goes_with_digest_at(at) if what == MessageState.GATHERED else now
