"""The tables of the clock: what could not be fired, what is told to whom, whether anything is sent,
when it last ticked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.store.stored_message import NEED_SOMEBODY
from workflow.store.tables import METADATA, Row, of_a_case

_NEED_SOMEBODY = ", ".join(f"'{state.value}'" for state in NEED_SOMEBODY)
UNTOLD = (
    f"state IN ({_NEED_SOMEBODY}) AND rung IS NULL AND case_id IS NOT NULL AND told_of < attempts"
)
"""What is to be brought to its case, word for word as the index that finds it says."""

TRACED = "state = 'sent' AND next_attempt IS NOT NULL"
"""What is to be asked after, likewise."""


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of these rows only."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class IncidentRow(Row, table=True):
    """A timer that could not be fired. Its case waits until `next_attempt`; gone when it went well.

    `fault` is the kind of error, `traceback` where in the code: no text that could hold a fact.
    """

    __tablename__ = "incident"
    __table_args__: ClassVar[Any] = (of_a_case(),)

    case_id: str = Field(primary_key=True)
    timer_id: str = Field(primary_key=True)
    due: str = Field(primary_key=True)
    fault: str
    traceback: str
    first_seen: datetime
    last_seen: datetime
    attempts: int
    next_attempt: datetime


class MessageRow(Row, table=True):
    """What somebody is to be told, once for each `key`. `content` is what the wording needs.

    From `way` to `quiet_hours` stands exactly what is said, how and to which address; from `why` on
    what became of it. `next_attempt`: not sent before then; of one that is being sent, when others
    may take it that this was broken off; of one that was sent, when to ask what became of it.
    """

    __tablename__ = "message"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("authority", "key", name="uq_message_key"),
        of_a_case(),
        Index("ix_message_state", "authority", "state", "recipient", "at"),
        Index("ix_message_next", "authority", "state", "at", "message_id"),
        Index("ix_message_reference", "authority", "reference"),
        Index("ix_message_entry", "authority", "case_id", "recipient", "entry"),
        _partial("ix_message_webhook", "authority", "address", "state", where="way = 'webhook'"),
        _partial("ix_message_untold", "authority", "at", where=UNTOLD),
        _partial("ix_message_traced", "authority", "next_attempt", where=TRACED),
    )

    message_id: str = Field(primary_key=True)
    key: str
    case_id: str | None
    task: str | None
    due: str | None
    rung: str | None
    recipient: str
    notice: str
    state: str
    at: datetime
    created_at: datetime
    content: str
    way: str
    address: str
    wording: str
    subject: str
    text: str
    markup: str
    html: str
    letter: str
    calendar: str
    entry: int
    only_once: bool
    family: bool
    quiet_hours: str
    why: str
    reference: str
    attempts: int
    first_tried_at: datetime | None
    next_attempt: datetime | None
    settled_at: datetime | None
    fate: str
    told_of: int


class MailSwitchRow(Row, table=True):
    """Somebody stopped the sending of messages, or let it go on. The last row is how it is."""

    __tablename__ = "mail_switch"

    number: int = Field(primary_key=True)
    stopped: bool
    reason: str
    by: str
    at: datetime


class PulseRow(Row, table=True):
    """When a tick last came to its end."""

    __tablename__ = "pulse"

    ticked_at: datetime


INCIDENT, MESSAGE, PULSE, MAIL_SWITCH = (
    METADATA.tables[name] for name in ("incident", "message", "pulse", "mail_switch")
)
