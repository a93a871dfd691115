"""The tables. `authority` comes first in every key and index, so that a service for many
authorities can be split by it without a change.

JSON is kept as text, written by us, so that SQLite and PostgreSQL hold the same. Dates that may be
a day or an instant are ISO text; every other instant is an aware UTC datetime. The classes declare
the tables and are never filled: rows are read and written as plain columns, many at a time.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_1_name)s",
        "ix": "ix_%(table_name)s_%(column_1_name)s",
    }
)


def of_a_case() -> ForeignKeyConstraint:
    """What ties a row to its case, by the columns `authority` and `case_id`."""
    return ForeignKeyConstraint(["authority", "case_id"], ["case.authority", "case.case_id"])


class Row(SQLModel):
    """What every table begins with."""

    # Before the first table, because a name is given when a constraint is declared.
    metadata: ClassVar[MetaData] = METADATA

    authority: str = Field(primary_key=True)


class ReleaseRow(Row, table=True):
    """A process resolved with one policy, as it was published. Never changed."""

    __tablename__ = "release"

    number: int = Field(primary_key=True)
    process: str
    policy: str
    digest: str
    calendar: int
    published_at: datetime
    published_by: str
    content: str


class CaseRow(Row, table=True):
    """The fold of a case's history so far, and where its chain ends.

    `wakes_at`: the earliest instant of its timers that have not fired; None when none is pending.
    The clock finds what is due by it, so that ten timers of a case are one entry of an index.
    """

    __tablename__ = "case"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("authority", "ref", name="uq_case_ref"),
        ForeignKeyConstraint(["authority", "release"], ["release.authority", "release.number"]),
        # All that a claim sorts by, so that it reads no more of many cases than it takes.
        Index(
            "ix_case_wakes",
            "authority",
            "wakes_at",
            "case_id",
            sqlite_where=text("wakes_at IS NOT NULL"),
            postgresql_where=text("wakes_at IS NOT NULL"),
        ),
    )

    case_id: str = Field(primary_key=True)
    ref: str
    workflow: str
    policy: str
    release: int
    calendar: int
    state: str
    revision: int
    head_seq: int
    head_hash: str
    fold_version: int
    opened_on: str
    closed: bool
    # After these, so that reading them does not read this: it is the longest by far.
    snapshot: str
    # After that again, because it is read by way of its index alone.
    wakes_at: datetime | None


class HistoryRow(Row, table=True):
    """One row of a history, but for its facts. Triggers refuse every UPDATE and DELETE.

    Never alter this table in Alembic's batch mode: it copies the table and drops the triggers.
    """

    __tablename__ = "history"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("authority", "command_id", name="uq_history_command"),
        of_a_case(),
    )

    case_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    # Not named after its column, which would hide a method of the class above.
    envelope: int = Field(sa_column_kwargs={"name": "schema"})
    kind: str
    event: str
    occurred_on: str
    recorded_at: datetime
    actor: str
    role: str
    command_id: str | None
    caused_by_case: str | None
    caused_by_seq: int | None
    placed_after: int | None
    moves: str
    release: int
    calendar: int
    payload_digest: str
    hash: str


class PayloadRow(Row, table=True):
    """The facts of a row. Lawful destruction deletes it and leaves the chain whole."""

    __tablename__ = "payload"
    __table_args__: ClassVar[Any] = (
        ForeignKeyConstraint(
            ["authority", "case_id", "seq"],
            ["history.authority", "history.case_id", "history.seq"],
        ),
    )

    case_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    salt: str
    facts: str


class TaskRow(Row, table=True):
    """A task that is open now. `item` is empty when the task is for nobody in particular.

    `holder` has its role on the case; empty: nobody has.
    """

    __tablename__ = "task"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        # All that a list of tasks is narrowed and sorted by, so that it reads no other row.
        Index(
            "ix_task_holder",
            *"authority holder role due ref task item workflow case_id occurrence".split(),
        ),
        Index("ix_task_name", "authority", "workflow", "task", "due", "case_id", "opened_on"),
    )

    case_id: str = Field(primary_key=True)
    task: str = Field(primary_key=True)
    occurrence: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    ref: str
    workflow: str
    role: str
    due: str | None
    waiting: bool
    opened_on: str
    holder: str


class TaskDeedRow(Row, table=True):
    """Of an occurrence of a task: who has seen it, or whom it was handed over to last.

    Kept when the task is no longer open: a correction may open it again. `due`: as it was then.
    """

    __tablename__ = "task_deed"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        Index(
            "ix_task_deed_person",
            *"authority person deed case_id task occurrence item".split(),
        ),
    )

    case_id: str = Field(primary_key=True)
    task: str = Field(primary_key=True)
    occurrence: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    deed: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    due: str | None


class TimerRow(Row, table=True):
    """A rung or timed event and its instant. Kept when it has fired, so that it fires once.

    `armed_at`: when the row that brought it about was recorded; None before that was kept.
    `claimed_at`: when a tick last took it up; of a pending one, in vain. No foreign key ties it to
    its case, whose row is written in the same transaction: to check it takes a server twice
    as long as to put the row in. `verify` looks for such as have no case.
    """

    __tablename__ = "timer"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}

    case_id: str = Field(primary_key=True)
    timer_id: str = Field(primary_key=True)
    due: str = Field(primary_key=True)
    at: datetime
    task: str | None
    occurrence: int | None
    item: str | None
    rung: int
    event: str | None
    fired_at: datetime | None
    armed_at: datetime | None
    claimed_at: datetime | None


class LinkRow(Row, table=True):
    """A tie to another case, which is named by its reference. `open`: that case is."""

    __tablename__ = "link"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        Index("ix_link_other", "authority", "link", "other", "case_id"),
    )

    case_id: str = Field(primary_key=True)
    link: str = Field(primary_key=True)
    other: str = Field(primary_key=True)
    open: bool


class IndexedFactRow(Row, table=True):
    """A fact by which a case is found."""

    __tablename__ = "indexed_fact"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        Index("ix_indexed_fact_value", "authority", "name", "value", "case_id"),
        {"sqlite_with_rowid": False},
    )

    case_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str


class PersonRow(Row, table=True):
    """Somebody who works on cases. The history names people by `person` and outlives them here."""

    __tablename__ = "person"

    person: str = Field(primary_key=True)
    name: str
    email: str
    team: str
    manager: str
    phone: str
    away_from: date | None
    away_to: date | None


class PersonRoleRow(Row, table=True):
    """A role that somebody holds."""

    __tablename__ = "person_role"
    __table_args__: ClassVar[Any] = (
        ForeignKeyConstraint(["authority", "person"], ["person.authority", "person.person"]),
    )

    person: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


RELEASE, CASE, HISTORY, PAYLOAD, TASK, TASK_DEED, TIMER, LINK, INDEXED_FACT = (
    METADATA.tables[name]
    for name in "release case history payload task task_deed timer link indexed_fact".split()
)
PERSON, PERSON_ROLE = (METADATA.tables[name] for name in ("person", "person_role"))
