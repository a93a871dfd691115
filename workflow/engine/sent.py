"""What a transaction does to letters, for whoever asks before or after it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.store.stored_message import Message

REPLACED = "replaced"
"""Why a letter was withdrawn before it was sent: another says what is right now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The messages that were put down, and those that were withdrawn before they went."""

    written: tuple[Message, ...] = ()
    withdrawn: tuple[Message, ...] = ()

    def __add__(self, more: Sent) -> Sent:
        return Sent(
            written=(*self.written, *more.written), withdrawn=(*self.withdrawn, *more.withdrawn)
        )


NOTHING = Sent()
