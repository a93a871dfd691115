"""What the store hands out and takes in, as frozen values: no row of a table leaves it.

No `repr` here shows a fact or a person's name: a value in a log must not give anybody away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from workflow.case.model import FOLD_VERSION, Case, Event, Timer
from workflow.case.record import Json
from workflow.case.timers import Fired

HELD_AS, RESTRICTED = "as ", "is restricted"
"""Names under which it is kept who has which role on a case, and that few may see it. With a space,
so that no fact is called so.
"""

IN_LIST, NEXT_DUE = "in list ", "next due "
"""Names under which it is kept in which lists a case stands, and when, for its kind of case, the
soonest of its tasks is late. The values are moments by London's clock.
"""

IN_DIARY = "in diary "
"""Under this name it is kept when a case meets, by London's clock, for its kind of case."""

NEVER = "9999-12-31T00:00:00"
"""When nothing of a case has a date."""

Repeated = Mapping[str, list[Json]]
"""Rows by table, each by column, of one case: what the tables repeat of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as it was last written. `snapshot` is what `case_from` makes the case of.

    `head_seq` and `head_hash` are the number and hash of its last row; `fold_version` says which
    code made the snapshot.
    """

    case_id: str
    ref: str
    workflow: str
    policy: str
    release: int
    calendar: int
    revision: int
    head_seq: int
    head_hash: str
    fold_version: int
    closed: bool
    snapshot: Json = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRow:
    """A row of a history with what seals it. `record` is what `event_from` makes the row of.

    Where the facts were destroyed, `record["facts"]` and `salt` are None.
    """

    authority: str
    case_id: str
    record: Json = field(repr=False)
    payload_digest: str
    hash: str
    salt: str | None = field(repr=False)

    @property
    def seq(self) -> int:
        """The number of the row in its history, from 1."""
        seq: int = self.record["seq"]
        return seq


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelease:
    """A published release. `content` holds the text of each of its files by name."""

    number: int
    process: str
    policy: str
    digest: str
    calendar: int
    content: Mapping[str, str] = field(repr=False)
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works on cases. `manager` is another person; empty when nobody is."""

    person: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    roles: tuple[str, ...] = ()
    team: str = ""
    manager: str = ""
    away_from: date | None = None
    away_to: date | None = None
    phone: str = field(default="", repr=False)


class CaseHead(NamedTuple):
    """Where a case is, without its snapshot: enough for a line in a list of many."""

    ref: str
    workflow: str
    policy: str
    release: int
    state: tuple[str, ...]
    opened_on: date | datetime
    closed: bool


class SeenCase(NamedTuple):
    """A case in a list of those that somebody sees. The list goes on after `case_id`."""

    case_id: str
    revision: int
    head: CaseHead


class OpenTask(NamedTuple):
    """A task that is open, and where its case is: its active leaves."""

    ref: str
    workflow: str
    task: str
    occurrence: int
    item: str | None
    role: str
    due: date | datetime | None
    waiting: bool
    opened_on: date | datetime
    state: tuple[str, ...]


class DueTimer(NamedTuple):
    """A timer that has not fired, of the case `ref`. `at` is an aware UTC instant."""

    ref: str
    timer_id: str
    due: date | datetime
    at: datetime
    task: str | None
    occurrence: int | None
    item: str | None
    rung: int
    event: str | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A timer of the case `ref` that could not be fired, how often, and when it is tried again."""

    ref: str
    timer_id: str
    due: date | datetime
    fault: str
    traceback: str
    first_seen: datetime
    last_seen: datetime
    attempts: int
    next_attempt: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """A case after what happened to it, and all that has to be written of it.

    `was` is the case as it was read, None for a new one. `rows` are the new rows of its history;
    their numbers go on from there. `timers` are all that the case arms now; `fired` are those that
    fired or were passed over, and will not come back though they are among `timers` again.
    `armed` says of timers that were armed before when that was: of the others it is now. `indexed`
    are the facts by which the case can be found, all of them.
    """

    was: StoredCase | None
    case: Case
    rows: Sequence[Event] = ()
    timers: Sequence[Timer] = ()
    fired: Sequence[Timer] = ()
    armed: Mapping[Fired, datetime] = field(default_factory=dict)
    indexed: Mapping[str, str] = field(default_factory=dict, repr=False)
    fold_version: int = FOLD_VERSION
