"""One message on its way to one person: what every channel is handed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from notifications.notice import Way


class Method(StrEnum):
    """What a calendar entry asks its reader's calendar to do."""

    REQUEST = "REQUEST"
    """put the meeting in, or move it"""
    CANCEL = "CANCEL"
    """take it out"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """An iCalendar file, and the METHOD in it."""

    method: Method
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with an e-mail. `kind` is its MIME type, such as `application/pdf`."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is sent, by one way, to one person.

    `message_id` is stable: the same message has the same one however often it is tried, and it
    holds nothing about a person. `to` is an e-mail address or a mobile number; empty for post,
    where the address stands on the letter. `markup` is the body in `notifications.markup`, for a
    service that lays it out; empty: the text will do. `letter` is a PDF. `written_at` is an aware
    instant.
    """

    message_id: str
    way: Way
    written_at: datetime
    to: str = field(default="", repr=False)
    to_name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    markup: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    calendar: CalendarPart | None = None
    attachments: tuple[Attachment, ...] = ()
    letter: bytes = field(default=b"", repr=False)
