"""When the next tick has something to do, of what a lookout has seen."""

from __future__ import annotations

from datetime import datetime

from workflow.engine.digest import goes_with_digest_at
from workflow.store.lookout import ASKED_AFTER, TIMER, Seen
from workflow.store.stored_message import MessageState


def first_due(seen: Seen) -> datetime | None:
    """The instant from which there is something to do; None when nothing is in sight.

    A timer is due at its instant, and a message that went is asked after at its own. For a message
    to be sent, for one that may have been broken off or did not arrive, and for an incident it is
    the moment of the look: when those are really due only the tick can tell.
    """
    due = [_due(what, at, seen.now) for what, at in seen.firsts.items()]
    return min(due, default=None)


def _due(what: str, at: datetime, now: datetime) -> datetime:
    if what in (TIMER, ASKED_AFTER):
        return at
    return goes_with_digest_at(at) if what == MessageState.GATHERED else now
