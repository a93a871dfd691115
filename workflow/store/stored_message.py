"""Messages as the store hands them out and takes them in: frozen values, nobody in a `repr`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from workflow.case.record import Json


class MessageState(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    """to be sent"""
    GATHERED = "gathered"
    """to go with the next digest"""
    DONE_WITH = "done_with"
    """not sent by itself any more"""
    SENDING = "sending"
    """on its way out; put down before the first byte of it leaves"""
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """may have been sent or not, and must not go twice: a person decides"""
    FAILED = "failed"
    """will never go as it is"""
    CANNOT_RENDER = "cannot_render"
    """there are no words for it, or they do not fit"""
    NO_ADDRESS = "no_address"
    """nobody to send it to, or no way to reach them"""
    WITHDRAWN = "withdrawn"
    """pointless before it was sent"""
    HELD = "held"
    """shown to the unit before it goes"""


NEED_SOMEBODY = (
    MessageState.FAILED,
    MessageState.UNCERTAIN,
    MessageState.CANNOT_RENDER,
    MessageState.NO_ADDRESS,
)
"""In these states a message stays until a person has seen to it."""

UNSENT = (MessageState.WAITING, MessageState.HELD)
"""In these it would go by itself, at once or once somebody has looked at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Exactly what a message says, by which way and to which address.

    `wording` is the version of the template. `only_once`: whoever gets it twice is misled, so it
    is not sent again when nobody knows whether it was. `calendar` is the meeting that goes with it
    as JSON text, empty when none does, and `entry` its number among those that this recipient had
    of the case, from 0. `family`: it is not sent at quiet hours, which are those of
    `quiet_hours` (as `20:00-08:00`), else those of the installation. Nothing is said before it is
    worded.
    """

    way: str = ""
    address: str = field(default="", repr=False)
    wording: str = ""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    markup: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    letter: str = field(default="", repr=False)
    calendar: str = field(default="", repr=False)
    entry: int = -1
    only_once: bool = False
    family: bool = False
    quiet_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one recipient is to be told. `key` is what makes it one and the same message.

    `task`, `due` and `rung` are of the rung that it is of, if it is of one; `at` is its instant.
    `content` is what its wording needs. `why` says why it is not on its way.
    """

    key: str
    case_id: str | None = None
    task: str | None = None
    due: date | datetime | None = None
    rung: str | None = None
    recipient: str
    notice: str
    state: str
    at: datetime
    created_at: datetime
    content: Json = field(default_factory=dict, repr=False)
    said: Said = Said()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A message and how sending it goes. `attempts` counts from 1 once it was tried.

    `settled_at` is when it last came to rest, sent or not; `reference` what they call it. Of one
    that was sent, `fate` is what they said became of it, and `next_attempt` when to ask again.
    `told_of` is the attempt whose failure its case was told of, -1 before there was one.
    """

    id: str
    message: Message
    attempts: int = 0
    first_tried_at: datetime | None = None
    next_attempt: datetime | None = None
    settled_at: datetime | None = None
    reference: str = ""
    fate: str = ""
    told_of: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    """A message in a list, without what it says. `case` is the reference of what it is about."""

    id: str
    key: str
    case: str | None
    recipient: str
    notice: str
    state: str
    why: str
    way: str
    subject: str = field(repr=False)
    at: datetime
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of an attempt. `next_attempt` is of one that is to be tried again."""

    id: str
    attempt: int
    state: MessageState
    why: str = ""
    reference: str = ""
    next_attempt: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of a message after it was sent. `next_asked` is when to ask again, if at all."""

    id: str
    attempt: int
    fate: str
    state: MessageState
    why: str = ""
    next_asked: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSwitch:
    """Who stopped the sending of messages, or let it go on, when and why."""

    stopped: bool
    reason: str
    by: str
    at: datetime
