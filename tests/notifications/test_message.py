"""The MIME message: parsed back, every part says what it should."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail_server import SENDER
from notifications.channels.base import Reason, Refused
from notifications.message import build
from notifications.outgoing import Attachment, CalendarPart, Method, Outgoing
from told import outgoing

ENTRY = CalendarPart(method=Method.CANCEL, content=b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n")


def received(message: Outgoing) -> EmailMessage:
    mail = message_from_bytes(build(message, sender=SENDER), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def test_the_headers_say_who_when_and_that_a_machine_wrote_it() -> None:
    mail = received(outgoing(subject="Für Ann"))

    assert str(mail["From"]) == "Northwick Council <conferences@northwick.example>"
    assert str(mail["To"]) == "Ann Example <ann@example.org>"
    assert str(mail["Subject"]) == "Für Ann"
    assert str(mail["Date"]) == "Tue, 24 Mar 2026 10:00:00 +0000"
    assert mail["Message-ID"] == "<m1@northwick.example>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_plain_message_is_plain() -> None:
    mail = received(outgoing(text="Zoë, 10 €\n"))

    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().rstrip() == "Zoë, 10 €"


def test_what_goes_out_is_seven_bits_in_lines_that_every_server_takes() -> None:
    raw = build(outgoing(text="Zoë " * 500, html="<p>ë</p>" * 500), sender=SENDER)

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_html_and_a_calendar_entry_are_alternatives_and_the_entry_is_attached_too() -> None:
    mail = received(outgoing(html="<p>Hello</p>", calendar=ENTRY))

    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_the_method_in_the_mime_type_is_the_one_in_the_body() -> None:
    mail = received(outgoing(html="<p>Hello</p>", calendar=ENTRY))

    (entry,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]

    assert entry["Content-Type"].params["method"] == "CANCEL"
    assert "METHOD:CANCEL" in entry.get_content()


def test_files_come_with_their_names() -> None:
    letter = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF")

    (part,) = received(outgoing(attachments=(letter,))).iter_attachments()

    assert part.get_filename() == "letter.pdf"
    assert part.get_content() == b"%PDF"


def test_attachments_over_the_limit_are_refused() -> None:
    large = Attachment(name="a", kind="application/pdf", content=b"x" * 11)

    with pytest.raises(Refused) as caught:
        build(outgoing(attachments=(large,)), sender=SENDER, largest=10)

    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "to", ["", "ann", "ann@", "@example.org", "ann@example.org\nBcc: x@example.org", "zoë@x.org"]
)
def test_what_cannot_be_an_address_is_refused_and_not_repeated(to: str) -> None:
    with pytest.raises(Refused) as caught:
        build(outgoing(to=to), sender=SENDER)

    assert caught.value.reason is Reason.BAD_ADDRESS
    assert "ann" not in str(caught.value)
    assert caught.value.__cause__ is None


LONG = "About the meeting of the plan that was made for your family " * 4


@pytest.mark.parametrize("words", ["", "Für Ann", LONG, LONG.replace("e", "é"), "=?utf-8?q?no?="])
def test_a_subject_arrives_as_it_was_written_in_lines_that_are_short(words: str) -> None:
    raw = build(outgoing(subject=words), sender=SENDER)

    assert str(received(outgoing(subject=words))["Subject"]) == words
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ["Ann, of Leeds", 'Ann "Nan" Hill', "Zoë Ødegård", "زهرا"])
def test_a_name_arrives_as_it_is_written(name: str) -> None:
    [whose] = received(outgoing(to_name=name))["To"].addresses

    assert (whose.display_name, whose.addr_spec) == (name, "ann@example.org")


@pytest.mark.parametrize("name", ["Brief für Zoë.pdf", 'a"b.pdf', "a b.pdf"])
def test_a_file_is_called_what_it_was_called(name: str) -> None:
    letter = Attachment(name=name, kind="application/pdf", content=b"%PDF" * 100)

    (part,) = received(outgoing(attachments=(letter,))).iter_attachments()

    assert (part.get_filename(), part.get_content()) == (name, letter.content)


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_whatever_is_written_arrives_so(text: str) -> None:
    content = received(outgoing(text=text)).get_content()

    assert content.replace("\r\n", "\n") == text.removesuffix("\n") + "\n"


def test_the_same_message_is_the_same_bytes() -> None:
    twice = [build(outgoing(html="<p>Hello</p>"), sender=SENDER) for _ in "ab"]

    assert twice[0] == twice[1]


def test_a_second_line_in_a_name_or_a_subject_writes_no_header() -> None:
    with pytest.raises(Refused):
        build(outgoing(to_name="Ann\nBcc: x@example.org"), sender=SENDER)
    with pytest.raises(ValueError, match="linefeed"):
        build(outgoing(subject="Hello\nBcc: x@example.org"), sender=SENDER)
