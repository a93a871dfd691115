"""Calendar entries, read back by a library that shares no code with the one that writes them."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from days import at
from notifications.invitation import Meeting, entry, removal
from notifications.outgoing import CalendarPart, Method
from workflow.clock import LONDON

NOW = at("Tue 24 Mar 2026 10:00")


def meeting(**changed: object) -> Meeting:
    given: dict[str, object] = {
        "uid": "c-17@northwick.example",
        "starts_at": at("Wed 1 Apr 2026 10:00"),
        "ends_at": at("Wed 1 Apr 2026 12:00"),
        "summary": "Meeting with Northwick Council",
        "description": "What will happen,\nand who will be there; in your letter.",
        "location": "Civic Centre, Room 4",
        "organiser": Address("Conference unit", addr_spec="conferences@northwick.example"),
        "attendee": Address("Ann Example", addr_spec="ann@example.org"),
    }
    return Meeting(**given | changed)  # type: ignore[arg-type]  # as the test wants it


def read(part: CalendarPart) -> tuple[Calendar, Event]:
    calendar = IcsCalendarStream.calendar_from_ics(part.content.decode())
    (event,) = calendar.events
    return calendar, event


def test_an_entry_says_when_where_and_who_asks() -> None:
    part = entry(meeting(), stamped_at=NOW)
    calendar, event = read(part)

    assert part.method is Method.REQUEST
    assert calendar.method == "REQUEST"
    assert (event.uid, event.sequence) == ("c-17@northwick.example", 0)
    assert event.dtstamp == NOW
    assert event.summary == "Meeting with Northwick Council"
    assert event.description == "What will happen,\nand who will be there; in your letter."
    assert event.location == "Civic Centre, Room 4"
    assert event.organizer is not None
    assert str(event.organizer.uri) == "mailto:conferences@northwick.example"
    assert [str(one.uri) for one in event.attendees] == ["mailto:ann@example.org"]


@pytest.mark.parametrize(
    ("start", "hours_from_utc"), [("Wed 25 Mar 2026 10:00", 0), ("Wed 1 Apr 2026 10:00", 1)]
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_clock_change(
    start: str, hours_from_utc: int
) -> None:
    part = entry(meeting(starts_at=at(start), ends_at=at("Wed 1 Apr 2026 12:00")), stamped_at=NOW)
    calendar, event = read(part)

    assert event.start == at(start)
    assert b"DTSTART;TZID=Europe/London:" in part.content
    assert b"T100000" in part.content
    assert [zone.tz_id for zone in calendar.timezones] == ["Europe/London"]
    assert at(start).astimezone(LONDON).utcoffset().total_seconds() == hours_from_utc * 3600  # type: ignore[union-attr]  # aware


def test_a_moved_meeting_is_the_same_entry_with_a_higher_number() -> None:
    moved = meeting().changed(
        starts_at=at("Thu 2 Apr 2026 14:00"), ends_at=at("Thu 2 Apr 2026 16:00")
    )

    calendar, event = read(entry(moved, stamped_at=NOW))

    assert calendar.method == "REQUEST"
    assert (event.uid, event.sequence) == ("c-17@northwick.example", 1)
    assert event.start == at("Thu 2 Apr 2026 14:00")


def test_a_meeting_that_is_off_is_taken_out_of_the_calendar() -> None:
    part = removal(meeting().changed(), stamped_at=NOW)
    calendar, event = read(part)

    assert part.method is Method.CANCEL
    assert calendar.method == "CANCEL"
    assert (event.uid, event.sequence) == ("c-17@northwick.example", 2)
    assert event.status == "CANCELLED"
    assert event.organizer is not None


def test_a_remote_meeting_has_its_link_where_calendars_show_it() -> None:
    link = "https://meet.northwick.example/c-17"

    _, remote = read(entry(meeting(location="", link=link), stamped_at=NOW))
    _, both = read(entry(meeting(link=link), stamped_at=NOW))

    assert (remote.location, remote.url) == (link, link)
    assert (both.location, both.url) == ("Civic Centre, Room 4", link)


def test_a_value_with_a_second_line_writes_no_property_of_its_own() -> None:
    sly = "Room 4\r\nATTENDEE:mailto:mallory@example.org"

    _, event = read(entry(meeting(location=sly), stamped_at=NOW))

    assert len(event.attendees) == 1


def test_the_same_meeting_gives_the_same_bytes() -> None:
    assert entry(meeting(), stamped_at=NOW) == entry(meeting(), stamped_at=NOW)


def test_others_who_look_into_the_calendar_do_not_see_what_it_is() -> None:
    assert b"CLASS:PRIVATE" in entry(meeting(), stamped_at=NOW).content


def test_a_meeting_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after"):
        meeting(ends_at=at("Wed 1 Apr 2026 10:00"))


def test_who_is_asked_does_not_show_in_a_repr() -> None:
    assert "ann" not in repr(meeting()).lower()
