"""A program is told by a signed request, to the machine that was looked at and to no other."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import trustme

from days import at
from notifications.channels.base import Reason, Refused, TryAgain
from notifications.channels.webhook import Receiver as Asked
from notifications.channels.webhook import WebhookChannel, is_outside, shown
from notifications.notice import Way
from notifications.outgoing import Outgoing
from webhook_receiver import Receiver, is_signed, receiving

NOW = at("Tue 24 Mar 2026 10:00")
SECRET, OLD = b"s" * 32, b"o" * 32


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def a_message(to: str = "reports") -> Outgoing:
    return Outgoing(
        message_id="<0197@841.caseward>",
        way=Way.WEBHOOK,
        written_at=NOW,
        to=to,
        text='{"type":"repair.open_case"}',
    )


def a_channel(
    url: str,
    *,
    inside: bool = True,
    patience: float = 5.0,
    tls: ssl.SSLContext | None = None,
    passed: Callable[[], float] = lambda: 0.0,
) -> WebhookChannel:
    asked = {"reports": Asked(url, (SECRET, OLD)), "others": Asked(url, (SECRET,))}
    return WebhookChannel(
        asked.get, clock=lambda: NOW, inside=inside, patience=patience, tls=tls, passed=passed
    )


def test_a_program_can_prove_that_it_was_us_with_either_secret(receiver: Receiver) -> None:
    sent = a_channel(f"{receiver.address}/hook?for=841").send(a_message())

    (heard,) = receiver.heard
    assert sent.reference == "204"
    assert heard.path == "/hook?for=841"
    assert heard.document == {"type": "repair.open_case"}
    assert (heard.id, heard.headers["webhook-timestamp"]) == (
        "0197@841.caseward",
        str(int(NOW.timestamp())),
    )
    assert is_signed(heard, shown(SECRET))
    assert is_signed(heard, shown(OLD))
    assert not is_signed(heard, shown(b"x" * 32))


@pytest.mark.parametrize("status", [300, 400, 404, 429, 500, 503])
def test_any_other_answer_than_a_good_one_is_tried_again(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]

    with pytest.raises(TryAgain) as again:
        a_channel(receiver.address).send(a_message())

    assert again.value.code == "not_taken"
    assert again.value.after is not None  # so that the others of the round still go


def test_no_redirect_is_followed(receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answers, receiver.location = [307], elsewhere.address

        with pytest.raises(TryAgain):
            a_channel(receiver.address).send(a_message())

    assert elsewhere.heard == []


def test_a_program_that_says_that_it_is_gone_is_not_asked_again(receiver: Receiver) -> None:
    receiver.answers = [410]

    with pytest.raises(Refused) as refused:
        a_channel(receiver.address).send(a_message())

    assert refused.value.reason is Reason.GONE
    assert not refused.value.stops_channel


@pytest.mark.parametrize("fault", ["hangs", "drips", "drops", "garbles"])
def test_a_program_that_does_not_answer_as_one_does_is_waited_for_so_long_and_no_longer(
    receiver: Receiver, fault: str
) -> None:
    setattr(receiver, fault, True)

    with pytest.raises(TryAgain):
        a_channel(receiver.address, patience=0.3).send(a_message())


def test_a_program_that_is_not_there_is_tried_again() -> None:
    with receiving() as gone:
        address = gone.address

    with pytest.raises(TryAgain) as again:
        a_channel(address).send(a_message())

    assert again.value.code == "no_answer"


def test_a_program_that_failed_is_left_alone_and_holds_up_no_other(receiver: Receiver) -> None:
    seconds = 0.0
    channel = a_channel(receiver.address, passed=lambda: seconds)
    receiver.answers = [500]
    with pytest.raises(TryAgain):
        channel.send(a_message())

    with pytest.raises(TryAgain) as again:
        channel.send(a_message())
    assert again.value.code == "left_alone"
    assert channel.send(a_message("others")).reference == "204"
    assert len(receiver.heard) == 2

    seconds += timedelta(minutes=1).total_seconds()
    assert channel.send(a_message()).reference == "204"


def test_a_machine_inside_is_not_spoken_to_unless_that_was_allowed(receiver: Receiver) -> None:
    for address in (receiver.address, receiver.address.replace("127.0.0.1", "localhost")):
        with pytest.raises(Refused) as refused:
            a_channel(address, inside=False).send(a_message())
        assert refused.value.reason is Reason.INSIDE

    assert receiver.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.1.2.3",
        "64:ff9b::a01:203",
    ],
)
def test_what_is_not_on_the_internet_is_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8"])
def test_what_is_on_the_internet_is_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(("name", "is_taken"), [("localhost", True), ("other.example", False)])
def test_over_https_the_certificate_is_that_of_the_name_and_not_of_the_machine(
    name: str, is_taken: bool
) -> None:
    authority = trustme.CA()
    ours, theirs = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(ours)
    authority.issue_cert(name).configure_cert(theirs)

    with receiving(wrap=lambda raw: theirs.wrap_socket(raw, server_side=True)) as secure:
        channel = a_channel(secure.address, tls=ours)
        if is_taken:
            assert channel.send(a_message()).reference == "204"
        else:
            with pytest.raises(TryAgain):
                channel.send(a_message())
        assert len(secure.heard) == is_taken


def test_whoever_asks_to_be_told_no_more_is_not(receiver: Receiver) -> None:
    with pytest.raises(Refused) as refused:
        a_channel(receiver.address).send(a_message("nobody"))

    assert refused.value.reason is Reason.GONE
