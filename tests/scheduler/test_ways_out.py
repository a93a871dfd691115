"""E-mail, post and text messages go each over its own channel, at its pace and at fit hours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from pypdf import PdfReader

from databases import Databases
from days import at
from mail_server import SENDER, MailServer, running
from notifications.channels.file import FileChannel
from notifications.channels.smtp import SmtpChannel
from notifications.notice import Way
from notifications.rate import Rate
from notify_server import notify_running
from scheduler.posting import NOON, Post, a_message
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.receipts import take_in
from workflow.scheduler.routes import Route, all_over
from workflow.store.database import Store
from workflow.store.stored_message import MailSwitch, Message

NIGHT, MORNING = "Mon 2 Mar 2026 23:00", "Tue 3 Mar 2026 08:00"


@pytest.fixture
def post(databases: Databases) -> Iterator[Post]:
    store = Store(databases.fresh(), "841")
    with running(MailServer()) as server:
        yield Post(store, server)
    store.close()


def saying(message: Message, **changed: object) -> Message:
    return replace(message, said=replace(message.said, **changed))  # type: ignore[arg-type]  # as the test wants it


def a_letter(to: str = "asha") -> Message:
    return saying(a_message(to), way="post", address="", letter="<h1>Dear neighbour</h1>")


def printing(folder: Path) -> Route:
    return Route(channel=FileChannel(folder, sender=SENDER), ways=frozenset({Way.POST}))


def sent_by(post: Post, *routes: Route, moment: str = NOON) -> int:
    return Dispatcher(store=post.store, routes=routes).dispatch(at(moment))


def mailing(post: Post, **settings: object) -> Route:
    [route] = all_over(SmtpChannel(post.server.settings(**settings)))
    return route


def test_a_letter_is_printed_as_it_is_sent(post: Post, tmp_path: Path) -> None:
    post.holds(a_letter(), a_message("ben"))

    assert sent_by(post, mailing(post), printing(tmp_path)) == 2
    [pdf] = tmp_path.glob("*.pdf")
    assert "Dear neighbour" in PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()
    assert post.server.recipients == ["ben@example.org"]


def test_mail_that_is_refused_holds_up_no_letter(post: Post, tmp_path: Path) -> None:
    post.holds(a_letter(), a_message("ben"))

    assert sent_by(post, mailing(post, user="nobody"), printing(tmp_path)) == 1
    assert post.states() == ["sent", "waiting"]


MEETING = {
    "uid": "cp-1@northwick.example",
    "sequence": 3,
    "starts_at": "2026-03-16T10:00:00+00:00",
    "ends_at": "2026-03-16T12:00:00+00:00",
    "summary": "Meeting",
    "description": "In your letter.",
    "location": "Civic Centre",
    "link": "",
}


def entry_in(mail: EmailMessage) -> EmailMessage:
    [entry] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert isinstance(entry, EmailMessage)
    return entry


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_meeting_goes_with_the_e_mail_as_it_was_kept(post: Post, method: str) -> None:
    post.holds(saying(a_message("ann"), calendar=json.dumps(MEETING | {"method": method})))
    post.sends()

    entry = entry_in(post.server.mails[0])
    calendar = IcsCalendarStream.calendar_from_ics(entry.get_content())
    assert entry["Content-Type"].params["method"] == calendar.method == method
    [event] = calendar.events
    assert (event.uid, event.sequence) == ("cp-1@northwick.example", 3)
    assert event.start == at("Mon 16 Mar 2026 10:00")
    assert [str(one.uri) for one in event.attendees] == ["mailto:ann@example.org"]
    assert str(event.organizer.uri) == f"mailto:{SENDER.addr_spec}"  # type: ignore[union-attr]  # there is one


def test_a_family_gets_nothing_at_night_and_is_told_in_the_morning(post: Post) -> None:
    post.holds(saying(a_message("ann"), family=True), a_message("asha"))

    assert post.sends(NIGHT) == 1
    assert post.server.recipients == ["asha@example.org"]
    [waiting] = [p for p in post.postings() if p.message.state == "waiting"]
    assert (waiting.message.why, waiting.attempts) == ("quiet_hours", 0)
    assert waiting.next_attempt == at(MORNING)
    assert [post.sends("Tue 3 Mar 2026 07:59"), post.sends(MORNING)] == [0, 1]


def test_a_partnership_has_quiet_hours_of_its_own(post: Post) -> None:
    post.holds(
        saying(a_message("ann"), family=True, quiet_hours="21:30-07:00"),
        saying(a_message("bea"), family=True, quiet_hours="none"),
        saying(a_message("cat"), family=True),
    )

    assert post.sends("Mon 2 Mar 2026 21:00") == 2
    assert post.server.recipients == ["ann@example.org", "bea@example.org"]
    post.holds(saying(a_message("ann"), family=True, quiet_hours="21:30-07:00"))
    assert post.sends("Mon 2 Mar 2026 21:30") == 0
    assert [post.sends("Tue 3 Mar 2026 07:00"), post.sends(MORNING)] == [1, 1]


def test_quiet_hours_that_begin_within_a_round_are_kept(post: Post) -> None:
    passing = count(step=60)
    dispatcher = replace(post.dispatcher(), clock=lambda: float(next(passing)))
    post.holds(saying(a_message("ann"), family=True), a_message("asha"))

    assert dispatcher.dispatch(at("Mon 2 Mar 2026 19:59")) == 1
    assert post.server.recipients == ["asha@example.org"]
    assert post.sends(MORNING) == 1


def test_a_letter_to_a_family_is_printed_at_night_too(post: Post, tmp_path: Path) -> None:
    post.holds(saying(a_letter(), family=True))

    assert sent_by(post, printing(tmp_path), moment=NIGHT) == 1


def test_a_slow_service_gets_as_many_as_it_takes_and_holds_up_no_other(
    post: Post, tmp_path: Path
) -> None:
    post.holds(*map(a_message, ("asha", "ben", "mina")), a_letter("vera"))
    slow = replace(mailing(post), rate=Rate(count=2, per=timedelta(minutes=1)))
    routes = (slow, printing(tmp_path))

    assert sent_by(post, *routes) == 3
    assert sent_by(post, *routes, moment="Mon 2 Mar 2026 12:00:15") == 0
    assert sent_by(post, *routes, moment="Mon 2 Mar 2026 12:00:45") == 1


# -- the switch ------------------------------------------------------------------------------------


def turned(post: Post, *, stopped: bool) -> None:
    switch = MailSwitch(stopped=stopped, reason="wrong wording", by="asha", at=at(NOON))
    with post.store.writing() as writing:
        writing.switch_mail(switch)


def test_while_sending_is_stopped_nothing_goes(post: Post) -> None:
    post.holds(a_message("asha"))
    turned(post, stopped=True)
    assert (post.sends(), post.states()) == (0, ["waiting"])
    turned(post, stopped=False)

    assert post.sends() == 1
    with post.store.reading() as reading:
        assert [switch.stopped for switch in reading.mail_switches()] == [True, False]


def test_sending_that_is_stopped_amid_a_batch_ends_after_that_message(post: Post) -> None:
    post.holds(*map(a_message, ("asha", "ben", "mina")))
    seconds = iter(range(1000))  # so that it looks between any two messages

    def reached(moment: object) -> None:
        if post.server.mails and not stops:
            stops.append(True)
            turned(post, stopped=True)

    stops: list[bool] = []
    dispatcher = replace(post.dispatcher(), clock=lambda: float(next(seconds)), reached=reached)

    assert dispatcher.dispatch(at(NOON)) == 1
    assert post.states() == ["sent", "waiting", "waiting"]
    assert [posting.attempts for posting in post.postings()] == [1, 0, 0]


# -- what became of it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state", "why", "fate"),
    [
        ("delivered", "sent", "", "delivered"),
        ("sending", "sent", "", "on_its_way"),
        ("permanent-failure", "failed", "not_delivered", "failed_for_good"),
        ("temporary-failure", "failed", "not_delivered_for_now", "failed_for_now"),
    ],
)
def test_what_notify_says_of_a_message_is_asked_for(
    post: Post, status: str, state: str, why: str, fate: str
) -> None:
    post.holds(a_message("asha"))
    with notify_running() as notify:
        routes = all_over(notify.channel())
        sent_by(post, *routes)
        notify.status = status
        sent_by(post, *routes, moment="Mon 2 Mar 2026 12:04")
        assert post.postings()[0].fate == ""
        sent_by(post, *routes, moment="Mon 2 Mar 2026 12:06")

    [posting] = post.postings()
    assert (posting.message.state, posting.message.why, posting.fate) == (state, why, fate)
    assert (posting.next_attempt is None) == (status != "sending")


def test_what_notify_tells_by_itself_is_taken_in_once(post: Post) -> None:
    from notifications.channels.delivery import Delivery, Fate

    post.holds(a_message("asha"))
    with notify_running() as notify:
        sent_by(post, *all_over(notify.channel()))
    [posting] = post.postings()
    gone = Delivery(posting.reference, Fate.FAILED_FOR_GOOD)
    with post.store.writing() as writing:
        assert take_in(writing, gone, at(NOON))
        assert take_in(writing, Delivery(posting.reference, Fate.DELIVERED), at(NOON))
        assert not take_in(writing, Delivery("another", Fate.DELIVERED), at(NOON))

    assert post.states() == ["failed"]
