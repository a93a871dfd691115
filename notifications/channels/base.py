"""What every channel does, and the three ways in which it can fail.

An error holds a reason of ours and never what a server said: servers quote addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from enum import StrEnum
from typing import Protocol

from notifications.notice import Way
from notifications.outgoing import Outgoing
from workflow.errors import CasewardError


class Reason(StrEnum):
    """Why a message will never go as it is."""

    BAD_ADDRESS = "bad_address"
    TOO_LARGE = "too_large"
    CONTENT = "content"
    OVER_LIMIT = "over_limit"
    CANNOT_CARRY = "cannot_carry"
    NOT_ALLOWED = "not_allowed"
    NOT_SECURE = "not_secure"
    GONE = "gone"
    INSIDE = "inside"


_SAID = {
    Reason.BAD_ADDRESS: "The address does not take messages. Ask for the right one.",
    Reason.TOO_LARGE: "The message is larger than the receiving side takes. Send less with it.",
    Reason.CONTENT: "The receiving side does not take what is in the message.",
    Reason.OVER_LIMIT: "A limit of the service that does not pass by waiting was reached.",
    Reason.CANNOT_CARRY: "This channel does not carry messages of this kind.",
    Reason.NOT_ALLOWED: "The service does not know us. Check the name and password, or the key.",
    Reason.NOT_SECURE: "The connection could not be made secure. Check the server's certificate.",
    Reason.GONE: "The receiving program is gone, or says that it wants to hear no more.",
    Reason.INSIDE: "The address leads to a machine that is not on the internet.",
}


class NotSent(CasewardError):
    """A message was not sent, or nobody knows whether it was."""

    code = "not_sent"


class TryAgain(NotSent):
    """A passing fault: the message was not sent. `after` is when to try, None: by our own rule."""

    code = "try_again"

    def __init__(self, what: str, *, after: timedelta | None = None) -> None:
        self.after = after
        super().__init__(f"{what} It will be tried again.")


class Refused(NotSent):
    """A lasting fault: the message was not sent, and the same message never will be."""

    code = "refused"

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(_SAID[reason])

    @property
    def stops_channel(self) -> bool:
        """Whether every message would meet this: hold the rest, and tell an operator."""
        return self.reason in (Reason.NOT_ALLOWED, Reason.NOT_SECURE)


class Unsure(NotSent):
    """The connection was lost after the message had gone out: it may have been sent, or not."""

    code = "unsure"

    def __init__(self) -> None:
        super().__init__("It may have been sent. Ask, before it is sent a second time.")


@dataclass(frozen=True, slots=True)
class Sent:
    """The message was taken. `reference` is what the other side, or the folder, knows it by."""

    reference: str


class Channel(Protocol):
    """One way out. For one worker at a time; what it holds open ends with `close`."""

    @property
    def ways(self) -> frozenset[Way]:
        """The ways in which it reaches people."""
        ...

    @property
    def sender(self) -> Address | None:
        """Who writes, and asks people to meetings; None where calendar entries are not carried."""
        ...

    def carries(self, message: Outgoing) -> bool:
        """Whether it takes messages of this kind: asked before one is chosen for it."""
        ...

    def send(self, message: Outgoing) -> Sent:
        """Hand over one message.

        Raises:
            TryAgain: not sent, come back later.
            Refused: not sent, and trying again will not help.
            Unsure: nobody knows.
        """
        ...

    def check(self) -> None:
        """Whether a message could go now, without sending one. Raises what `send` does."""
        ...

    def close(self) -> None:
        """Let go of connections. Sending again opens them again."""
        ...
