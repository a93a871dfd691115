"""The documents that the API gives. Dates are ISO text, with time and zone where it counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

When = date | datetime


class ListedCase(BaseModel):
    """A case in the list. `state` holds dotted paths, `place` tells the same by titles."""

    model_config = ConfigDict(from_attributes=True)

    case: str
    workflow: str
    policy: str
    state: list[str]
    place: str
    opened_on: str
    closed: bool
    revision: int


class CaseList(BaseModel):
    """A page of the cases that the person sees. `next`: send it as `after` for the next page."""

    cases: list[ListedCase]
    next: str | None


class Task(BaseModel):
    """An open task. `for` names the participant or row that it is for. `due`: none is known yet."""

    task: str
    due: str | None
    late: bool
    role: str
    occurrence: int
    item: str | None = Field(alias="for")
    waiting_for_calendar: bool | None = None
    explanation: list[str] | None = None


class DueDocument(BaseModel):
    """What is due in a case, judged at `as_of`."""

    case: str
    as_of: str
    state: list[str]
    tasks: list[Task]


class Fact(BaseModel):
    """A fact that is known: as data, and as people write it."""

    name: str
    label: str
    value: Any
    text: str


class Step(BaseModel):
    """What may happen now, by which roles; with none it is not done by hand. `blocked`: why it
    would be refused as the case is today, whatever is answered; empty: it would not.
    """

    event: str
    title: str
    roles: list[str]
    asks: list[str]
    blocked: str


class Tie(BaseModel):
    """A linked case."""

    link: str
    case: str
    open: bool


class CaseDocument(BaseModel):
    """A case as it is. `titles` goes with `state`, path by path."""

    case: str
    workflow: str
    policy: str
    release: int
    revision: int
    opened_on: str
    closed_on: str | None
    state: list[str]
    titles: list[str]
    tasks: list[Task]
    steps: list[Step]
    facts: list[Fact]
    links: list[Tie]


class RowFact(BaseModel):
    """A fact that a row told; `was`: what it put it in place of."""

    name: str
    label: str
    value: str
    was: str


class Row(BaseModel):
    """One row of a history, told plainly. `counts`: no later correction retracted it."""

    seq: int
    kind: str
    event: str
    told: str
    moved: str
    occurred_on: str
    recorded_at: str
    actor: str
    role: str
    caused_by: str
    counts: bool
    facts: list[RowFact]


class History(BaseModel):
    """A page of a history. `next`: send it as `after` for the next page."""

    case: str
    rows: list[Row]
    next: int | None


class Said(BaseModel):
    """A message about a case: what was said, to whom, and what became of it."""

    id: str
    state: str
    why: str
    notice: str
    recipient: str
    way: str
    subject: str
    text: str
    created_at: str
    settled_at: str | None


class Messages(BaseModel):
    """The last messages about a case, the last first."""

    case: str
    messages: list[Said]


class TaskChange(BaseModel):
    """A task that opened, moved or ended; due dates in words."""

    task: str
    title: str
    change: str
    was: str
    now: str


class Change(BaseModel):
    """A case before and after."""

    case: str
    opened: bool
    was_in: str
    is_in: str
    tasks: list[TaskChange]


class Warned(BaseModel):
    """A sentence that somebody should know; nothing was refused."""

    case: str
    event: str
    say: str


class Done(BaseModel):
    """What a command came to. `repeated`: it was done before, and nothing was changed now."""

    case: str
    row: int
    revision: int
    repeated: bool
    changes: list[Change]
    warnings: list[Warned]


class RowTold(BaseModel):
    """A row in words."""

    seq: int
    told: str
    occurred_on: str


class Corrected(BaseModel):
    """What a correction changes, here and in linked cases.

    `dropped`: timed events that would not have been due. `deeds`: what was done on what was then
    believed.
    """

    row: int
    changes: Change
    dropped: list[RowTold]
    deeds: list[RowTold]
    linked: list[Corrected]


class CorrectionDone(Corrected):
    """The same, for the case that was asked for. `dry_run`: nothing was changed."""

    dry_run: bool
    revision: int


class CaseFile(BaseModel):
    """A document that was handed in. `name` is empty for who may not read it.

    `participant` and `who` tell from whom; `lies_here`: it can be opened.
    """

    id: str
    row: int
    event: str
    what: str
    participant: str
    who: str
    occurred_on: str
    kind: str
    name: str
    restricted: bool
    readable: bool
    lies_here: bool
    destroyed: bool


class CaseDocuments(BaseModel):
    """The documents of a case."""

    case: str
    documents: list[CaseFile]


class PutAside(BaseModel):
    """A file that waits to be handed in, as it was understood; `until` then it is kept."""

    id: str
    name: str
    media_type: str
    size: int
    until: datetime
