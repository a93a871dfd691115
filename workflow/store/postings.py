"""Rows of the outbox as values."""

from __future__ import annotations

import json
from dataclasses import fields

from sqlalchemy import RowMapping

from workflow.case.record import moment
from workflow.store.stored_message import Message, OutboxLine, Posting, Said

_SAID = [field.name for field in fields(Said)]
_MESSAGE = [field.name for field in fields(Message) if field.name != "said"]
_LINE = [field.name for field in fields(OutboxLine) if field.name != "id"]
_POSTING = [field.name for field in fields(Posting) if field.name not in ("id", "message")]


def message_of(row: RowMapping) -> Message:
    """What is said, to whom."""
    columns = {name: row[name] for name in _MESSAGE}
    columns["content"] = json.loads(row["content"])
    columns["due"] = moment(row["due"]) if row["due"] else None
    return Message(**columns, said=Said(**{name: row[name] for name in _SAID}))


def posting_of(row: RowMapping) -> Posting:
    """The same, and how sending it goes."""
    going = {name: row[name] for name in _POSTING}
    return Posting(id=row["message_id"], message=message_of(row), **going)


def line_of(row: RowMapping) -> OutboxLine:
    """A line of a list."""
    return OutboxLine(id=row["message_id"], **{name: row[name] for name in _LINE})
