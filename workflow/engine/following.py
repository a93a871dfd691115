"""Which message is which: one of a step to a recipient, sent late, or after others of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.engine.letter_reads import Change
from workflow.engine.stored_cases import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """That a message follows others of its kind: how many, what it says otherwise than the last,
    and when that one was written (None: it was never sent).
    """

    number: int
    changed: tuple[Change, ...] = ()
    replaces: datetime | None = None


def message_key(sending: Sending, recipient: str, following: Following | None = None) -> str:
    """What makes it one and the same message, whoever asks for it again."""
    key = f"{sending.ref}/{sending.event.seq}/{sending.notice}/{recipient}"
    key = f"{key}/late-{sending.late}" if sending.late else key
    # Not the bare number: with it the second parent of a case is named, `participant:parent/2`.
    return f"{key}/again-{following.number}" if following else key
