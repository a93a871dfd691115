"""A case and what happens to it, as frozen values. Pure: no clock, no database, no network.

A case is the fold of its history (see docs/adr/0001). `Event` is a row of that history, `Case`
the fold so far, `Effects` what the last event brought about.

No `repr` here shows facts: a case in a log or a traceback must not give a name away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from workflow.deadlines.due import Due
from workflow.errors import CasewardError

FOLD_VERSION = 1
"""Bumped when the same history gives another case. `tests/golden/` keeps what each version gave."""

Facts = Mapping[str, Any]
"""Typed values by name: date, aware datetime, str, int, float, bool, list or dict of these."""


class Kind(StrEnum):
    """The three kinds of row in a history."""

    EVENT = "event"
    """changed the case; folded"""
    DEED = "deed"
    """something that we did, such as a rung fired; never folded"""
    CORRECTION = "correction"
    """changes how earlier rows count"""


@dataclass(frozen=True, slots=True)
class Cause:
    """The row of another case that brought a row about."""

    case: str
    seq: int


@dataclass(frozen=True, slots=True)
class Move:
    """One leaf left and one entered. `left` is empty when a case is opened."""

    left: str
    entered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of a history: what was asked and what was decided.

    `seq` counts the rows of the case from 1, whatever their kind. `occurred_on` is when it
    happened in the world (deadlines count from it), `recorded_at` when we were told, aware UTC.
    `placed_after` (a row number) folds the row there and not at its own place. `facts` are typed.
    `release` and `calendar` are the pins that the row was decided under.
    """

    seq: int
    kind: Kind = Kind.EVENT
    name: str
    occurred_on: date | datetime
    recorded_at: datetime
    actor: str
    role: str = ""
    facts: Facts = field(default_factory=dict, repr=False)
    moves: tuple[Move, ...] = ()
    command_id: str = ""
    caused_by: Cause | None = None
    placed_after: int | None = None
    release: int = 0
    calendar: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """When something was told of: the day or instant it happened, the row, and when recorded.

    Compared by (day, row): of two visits the later one counts, in whatever order they were typed.
    """

    occurred_on: date | datetime
    seq: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task that is open. `item` names the participant, case or row it is for.

    `occurrence` counts how often the task opened in the life of the case, for that item.
    """

    name: str
    occurrence: int
    item: str | None = None
    role: str
    due: Due
    opened_on: date | datetime

    @property
    def key(self) -> tuple[str, str]:
        """What occurrences are counted by: the task and whom it is for."""
        return (self.name, self.item or "")

    @property
    def id(self) -> str:
        """Names this occurrence for ever, such as `hold_review#2` or `agency_report#1/school`."""
        return f"{self.name}#{self.occurrence}" + (f"/{self.item}" if self.item else "")


class Timer(NamedTuple):
    """A rung, or an event of the definition that the clock fires, and its instant (aware, UTC).

    `due` is the due date that the instant was worked out from: when it moves, the timer is a new
    one. `task` is None for a timed event, whose name is then in `event`. A step works out each
    timer of its case: a dataclass would take five times as long to make.
    """

    id: str
    at: datetime
    due: date | datetime
    task: Task | None = None
    rung: int = 0
    event: str | None = None

    @property
    def key(self) -> tuple[str, date | datetime]:
        """What a timer fires once for: when the due date moves, it is another."""
        return (self.id, self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One running instance of a workflow: the fold of its history so far.

    `state` holds the ids of the active leaves, sorted. `told` says when each fact was told.
    `entered` and `last` are kept by place (see `places.py`): when it was last entered from
    outside, and the latest event of each kind since. `done` and `opened` count occurrences of a
    task for an item: done since its place was entered, opened ever. `links` holds for each link
    the linked cases and whether they are open. `fired` holds the timed events that have fired.
    """

    ref: str
    workflow: str
    policy: str
    release: int
    calendar: int
    state: tuple[str, ...]
    opened_on: date | datetime
    opened_at: datetime
    revision: int = 0
    facts: Facts = field(default_factory=dict, repr=False)
    told: Mapping[str, Told] = field(default_factory=dict, repr=False)
    entered: Mapping[str, Told] = field(default_factory=dict, repr=False)
    last: Mapping[tuple[str, str], Told] = field(default_factory=dict, repr=False)
    done: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)
    opened: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)
    tasks: tuple[Task, ...] = ()
    fired: frozenset[str] = frozenset()
    links: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    closed_on: date | datetime | None = None

    @property
    def closed(self) -> bool:
        """True when a final state has been reached."""
        return self.closed_on is not None

    def linked(self, link: str) -> tuple[str, ...]:
        """References of the cases of that link, open or closed, in the order they were linked."""
        return tuple(self.links.get(link, {}))

    def with_(self, **changes: Any) -> Case:
        """The same case with some fields replaced."""
        return replace(self, **changes)


class TaskChange(StrEnum):
    """What happened to a task at an event."""

    OPENED = "opened"
    MOVED = "moved"
    DONE = "done"
    LAPSED = "lapsed"
    """its place was left before it was done; kept on the record"""
    NOT_NEEDED = "not_needed"
    """its guard no longer holds, or the one it was for is gone"""


@dataclass(frozen=True, slots=True)
class TaskEffect:
    """A change of a task. `was` is the task before, `task` the task after (None: gone)."""

    change: TaskChange
    task: Task
    was: Task | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event for a linked case: of several names, the one open there is delivered."""

    to: str
    events: tuple[str, ...]
    facts: Facts = field(default_factory=dict, repr=False)
    if_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Starting:
    """A case of another workflow to open, or to join where one is open (see step.Start)."""

    workflow: str
    link: str
    facts: Facts = field(default_factory=dict, repr=False)
    ties: Mapping[str, str] = field(default_factory=dict)
    join: str | None = None
    event: str | None = None
    one_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What an event brought about, as values: the shell writes them, nothing happens here.

    `warnings` are sentences for who took the step. They are shown and never kept.
    """

    tasks: tuple[TaskEffect, ...] = ()
    tells: tuple[Telling, ...] = ()
    starts: tuple[Starting, ...] = ()
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The case after an event, and what the event brought about."""

    case: Case
    effects: Effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody asks for, with its facts as they arrived (text from a form, JSON values).

    `workflow` and `policy` say what to open, with `open_case` only; `case` is then the new
    reference.

    `late` places the event among earlier rows, where it was open on the day it happened.
    `timer` is the id of the timer of a timed event, asked for by nobody but the clock.
    `judged_at` is when its day is judged, where that is not when it was recorded: a row that is
    decided again may turn out to have happened after it was typed. `again`: nobody is
    asked anew, a row of a history is decided as it stands.
    """

    case: str
    event: str
    recorded_at: datetime
    actor: str
    role: str = ""
    workflow: str = ""
    policy: str = ""
    occurred_on: date | datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    command_id: str = ""
    caused_by: Cause | None = None
    late: bool = False
    timer: str = ""
    judged_at: datetime | None = None
    again: bool = False


class Refused(CasewardError):
    """The case does not allow the event. Nothing was changed.

    `code` is stable; the message tells a worker what to do, and holds no value that could be
    personal. `case` is the reference, `row` the row of a history that stands in the way,
    `cell` the row (from 1) and column of rows that are told. `also`: what else was found.
    """

    cell: tuple[int, str] | None = None
    also: tuple[Refused, ...] = ()

    def __init__(self, code: str, message: str, *, case: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.code, self.case, self.row = code, case, row

    def all(self) -> tuple[Refused, ...]:
        """This, and what else stands in the way."""
        return (self, *self.also)
