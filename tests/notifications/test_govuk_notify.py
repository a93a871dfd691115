"""GOV.UK Notify, spoken to as it is documented."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from notifications.channels.base import Reason, Refused, Sent, TryAgain, Unsure
from notifications.channels.delivery import CallbackRefused, Delivery, Fate, from_callback
from notifications.channels.govuk_notify import NotifyChannel, NotifyService
from notifications.notice import Way
from notifications.outgoing import Attachment, CalendarPart, Method, Outgoing
from notify_server import (
    BAD_EMAIL,
    BAD_TEMPLATE,
    NOW,
    SECRET,
    SERVICE,
    NotifyServer,
    notify_running,
)
from told import outgoing


@pytest.fixture
def server() -> Iterator[NotifyServer]:
    with notify_running() as server:
        yield server


@pytest.fixture
def channel(server: NotifyServer) -> Iterator[NotifyChannel]:
    channel = server.channel()
    yield channel
    channel.close()


def test_an_e_mail_fills_the_template_that_is_kept_there(
    server: NotifyServer, channel: NotifyChannel
) -> None:
    channel.send(outgoing(subject="Hello", text="Wrapped,\nhere.\n", markup="Please come.\n"))

    assert server.taken == [
        (
            "email",
            {
                "reference": "<m1@northwick.example>",
                "template_id": "email-template",
                "personalisation": {"subject": "Hello", "body": "Please come.\n"},
                "email_address": "ann@example.org",
            },
        )
    ]


def test_a_text_message_goes_to_the_telephone(server: NotifyServer, channel: NotifyChannel) -> None:
    channel.send(outgoing(way=Way.TEXT, to="07700 900123", text="Please ring."))

    ((kind, content),) = server.taken
    assert kind == "sms"
    assert content["phone_number"] == "07700 900123"
    assert content["personalisation"] == {"body": "Please ring."}


def test_a_letter_is_our_own_pdf(server: NotifyServer, channel: NotifyChannel) -> None:
    channel.send(outgoing(way=Way.POST, to="", letter=b"%PDF"))

    ((kind, content),) = server.taken
    assert kind == "letter"
    assert base64.b64decode(str(content["content"])) == b"%PDF"
    assert content["postage"] == "second"


@pytest.mark.parametrize(
    "message",
    [
        outgoing(attachments=(Attachment(name="a", kind="a/b", content=b""),)),
        outgoing(calendar=CalendarPart(method=Method.REQUEST, content=b"")),
        outgoing(way=Way.POST),
    ],
)
def test_files_and_calendar_entries_are_not_carried(
    server: NotifyServer, channel: NotifyChannel, message: Outgoing
) -> None:
    assert not channel.carries(message)
    with pytest.raises(Refused) as caught:
        channel.send(message)

    assert caught.value.reason is Reason.CANNOT_CARRY
    assert server.taken == []


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [
        (400, BAD_EMAIL, Reason.BAD_ADDRESS),
        (400, BAD_TEMPLATE, Reason.CONTENT),
        (403, {"error": "AuthError", "message": "x"}, Reason.NOT_ALLOWED),
        (413, {}, Reason.TOO_LARGE),
    ],
)
def test_what_notify_refuses_is_lasting(
    server: NotifyServer,
    channel: NotifyChannel,
    status: int,
    error: dict[str, str],
    reason: Reason,
) -> None:
    server.answer = (status, error)

    with pytest.raises(Refused) as caught:
        channel.send(outgoing())

    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("status", "error", "after"),
    [
        (429, "RateLimitError", timedelta(minutes=1)),
        (429, "TooManyRequestsError", timedelta(hours=14)),  # it is 10 in the morning
        (500, "Exception", None),
        (503, "", None),
    ],
)
def test_limits_and_faults_of_notify_pass(
    server: NotifyServer, channel: NotifyChannel, status: int, error: str, after: timedelta | None
) -> None:
    server.answer = (status, {"error": error, "message": "x"})

    with pytest.raises(TryAgain) as caught:
        channel.send(outgoing())

    assert caught.value.after == after


def test_a_wrong_key_stops_the_channel(server: NotifyServer) -> None:
    channel = server.channel(key=f"name-{SERVICE}-{SECRET[::-1]}")

    with pytest.raises(Refused) as caught:
        channel.send(outgoing())
    channel.close()

    assert caught.value.stops_channel
    assert server.taken == []


def test_a_request_that_is_never_answered_leaves_us_unsure(server: NotifyServer) -> None:
    server.hangs = True
    channel = server.channel(patience=1.5)

    with pytest.raises(Unsure):
        channel.send(outgoing())
    channel.close()


def test_a_connection_lost_after_the_request_leaves_us_unsure(
    server: NotifyServer, channel: NotifyChannel
) -> None:
    server.drops = True

    with pytest.raises(Unsure):
        channel.send(outgoing())


def test_an_answer_that_nobody_can_read_leaves_us_unsure(
    server: NotifyServer, channel: NotifyChannel
) -> None:
    server.garbles = True

    with pytest.raises(Unsure):
        channel.send(outgoing())


def test_what_was_taken_without_our_hearing_of_it_is_not_sent_again(
    server: NotifyServer, channel: NotifyChannel
) -> None:
    server.garbles = True
    with pytest.raises(Unsure):
        channel.send(outgoing())
    server.garbles = False

    channel.send(outgoing())

    assert len(server.taken) == 1


def test_a_notify_that_cannot_be_reached_is_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        service = NotifyService(
            key=f"name-{SERVICE}-{SECRET}",
            email_template="t",
            base_url=f"http://127.0.0.1:{taken.getsockname()[1]}",
        )
        channel = NotifyChannel(service, clock=lambda: NOW)

        with pytest.raises(TryAgain):
            channel.send(outgoing())
        channel.close()


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("created", Fate.ON_ITS_WAY),
        ("a-status-of-next-year", Fate.ON_ITS_WAY),
        ("delivered", Fate.DELIVERED),
        ("temporary-failure", Fate.FAILED_FOR_NOW),
        ("permanent-failure", Fate.FAILED_FOR_GOOD),
        ("validation-failed", Fate.FAILED_FOR_GOOD),
    ],
)
def test_the_fate_of_a_message_can_be_asked(
    server: NotifyServer, channel: NotifyChannel, status: str, fate: Fate
) -> None:
    sent = channel.send(outgoing())
    server.status = status

    assert channel.delivery(sent) == Delivery(sent.reference, fate)


def callback(
    content: object, *, authorization: str = "Bearer t0ken", token: str = "t0ken"
) -> Delivery:
    return from_callback(
        authorization=authorization, body=json.dumps(content).encode(), token=token
    )


def test_notify_tells_the_fate_of_a_message_by_a_call() -> None:
    told = callback({"id": "n1", "status": "delivered", "to": "ann@example.org"})

    assert told == Delivery("n1", Fate.DELIVERED)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer other", "Basic t0ken", "t0ken", "Bearer t0kén"]
)
def test_a_call_without_our_token_is_refused(authorization: str) -> None:
    with pytest.raises(CallbackRefused, match="token"):
        callback({"id": "n1", "status": "delivered"}, authorization=authorization)


def test_without_a_token_of_ours_every_call_is_refused() -> None:
    with pytest.raises(CallbackRefused, match="token"):
        callback({"id": "n1", "status": "delivered"}, authorization="Bearer ", token="")


@pytest.mark.parametrize("content", [[], {}, {"id": "n1"}, {"id": 1, "status": "delivered"}])
def test_a_call_that_is_about_no_message_is_refused(content: object) -> None:
    with pytest.raises(CallbackRefused, match="which message"):
        callback(content)


def test_a_call_that_is_no_json_is_refused() -> None:
    with pytest.raises(CallbackRefused, match="JSON"):
        from_callback(authorization="Bearer t", body=b"<p>", token="t")


def test_notify_is_spoken_to_over_https_and_with_a_whole_key() -> None:
    with pytest.raises(ValueError, match="https"):
        NotifyService(key=f"n-{SERVICE}-{SECRET}", email_template="t", base_url="http://x.example")
    with pytest.raises(ValueError, match="key"):
        NotifyService(key="n-1-2", email_template="t")


def test_the_key_does_not_show_in_a_repr() -> None:
    assert SECRET not in repr(NotifyService(key=f"n-{SERVICE}-{SECRET}", email_template="t"))


def test_a_reference_is_what_the_fate_is_asked_by(channel: NotifyChannel) -> None:
    with pytest.raises(Refused):
        channel.delivery(Sent("00000000-0000-0000-0000-00000000ffff"))
