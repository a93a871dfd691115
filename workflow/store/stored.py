"""What the store hands out and takes in, as frozen values: no row of a table leaves it.

No `repr` here shows a fact or a person's name: a value in a log must not give anybody away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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

CLOSED_DUE = "closed, next due "
"""The same of a case that is closed, where something of it is still to be done by a date."""

SET_FOR = "set for "
"""Under this name it is kept for when an open task of that name is planned, as it is recorded."""

CALLED = "called"
"""Under this name it is kept whom a case is about, as lists name it."""

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

    def is_away(self, day: date) -> bool:
        """Whether they are away that day, both ends of the absence included."""
        if self.away_from is None and self.away_to is None:
            return False
        begun = self.away_from is None or self.away_from <= day
        return begun and (self.away_to is None or day <= self.away_to)


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
