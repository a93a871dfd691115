"""Calendar entries for meetings: put one in, move it, take it out (iCalendar, RFC 5545 and 5546).

The store keeps `uid` and `sequence` of each meeting and recipient: a calendar knows by them that
an entry is the same one, and which of two messages is the newer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.headerregistry import Address
from typing import Self

from icalendar import Calendar, Event, vCalAddress

from notifications.outgoing import CalendarPart, Method
from workflow.clock import LONDON

PRODUCT = "-//caseward//meetings//EN"
_STATUS = {Method.REQUEST: "CONFIRMED", Method.CANCEL: "CANCELLED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as one recipient's calendar has it.

    `uid` says nothing about anybody. `summary` is what a shared calendar, or a locked telephone,
    shows: never a name. Instants are aware. `location` and `link` may both be empty.
    """

    uid: str
    sequence: int = 0
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = field(default="", repr=False)
    location: str = ""
    link: str = field(default="", repr=False)
    organiser: Address
    attendee: Address = field(repr=False)

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("A meeting ends after it starts.")

    def changed(self, **changes: object) -> Self:
        """The same meeting at another time or place, newer than before."""
        return replace(self, sequence=self.sequence + 1, **changes)  # type: ignore[arg-type]  # checked by replace when it runs


def entry(meeting: Meeting, *, stamped_at: datetime) -> CalendarPart:
    """The file that puts the meeting into a calendar, or moves it there."""
    return _part(meeting, Method.REQUEST, stamped_at)


def removal(meeting: Meeting, *, stamped_at: datetime) -> CalendarPart:
    """The file that takes the meeting out of a calendar. It counts as a change of its own."""
    return _part(meeting.changed(), Method.CANCEL, stamped_at)


def kept(
    written: str, *, organiser: Address, attendee: Address, stamped_at: datetime
) -> CalendarPart:
    """The file of a meeting as the store keeps it: JSON text, with its method and its number.

    `organiser` is who sends it, `attendee` to whom: they are not kept with it.
    """
    said = json.loads(written)
    method = Method(said.pop("method"))
    starts, ends = (datetime.fromisoformat(said.pop(name)) for name in ("starts_at", "ends_at"))
    meeting = Meeting(
        **said, starts_at=starts, ends_at=ends, organiser=organiser, attendee=attendee
    )
    return _part(meeting, method, stamped_at)


def _part(meeting: Meeting, method: Method, stamped_at: datetime) -> CalendarPart:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(_event(meeting, _STATUS[method], stamped_at))
    calendar.add_missing_timezones()  # Outlook does not know Europe/London by its name
    return CalendarPart(method=method, content=calendar.to_ical())


def _event(meeting: Meeting, status: str, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("summary", meeting.summary)
    event.add("status", status)
    event.add("class", "PRIVATE")  # who may look into the calendar sees that it is taken, not why
    event.add("organizer", _person(meeting.organiser))
    event.add("attendee", _person(meeting.attendee, RSVP="TRUE", PARTSTAT="NEEDS-ACTION"))
    # A calendar shows the place as a link, where the place is one.
    if place := meeting.location or meeting.link:
        event.add("location", place)
    if meeting.link:
        event.add("url", meeting.link)
    if meeting.description:
        event.add("description", meeting.description)
    return event


def _person(address: Address, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.addr_spec}")
    if address.display_name:
        person.params["CN"] = address.display_name
    person.params.update(parameters)
    return person
