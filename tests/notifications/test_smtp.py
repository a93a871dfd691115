"""E-mail to a real server: what goes out, and every way in which it can fail."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from mail_server import SENDER, MailServer, running
from notifications.channels.base import NotSent, Reason, Refused, TryAgain, Unsure
from notifications.channels.smtp import GREYLISTED, SmtpChannel, SmtpServer
from notifications.notice import Way
from notifications.outgoing import Attachment
from told import outgoing

SECOND = outgoing(message_id="<m2@northwick.example>")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def channel(server: MailServer) -> Iterator[SmtpChannel]:
    with SmtpChannel(server.settings()) as channel:
        yield channel


def test_a_batch_goes_over_one_connection(server: MailServer, channel: SmtpChannel) -> None:
    sent = [channel.send(message) for message in (outgoing(), SECOND)]

    assert [one.reference for one in sent] == ["<m1@northwick.example>", "<m2@northwick.example>"]
    assert [mail["Message-ID"] for mail in server.mails] == [one.reference for one in sent]
    assert server.connections == 1


def test_after_a_batch_a_new_connection_is_made(server: MailServer) -> None:
    channel = SmtpChannel(server.settings())
    channel.send(outgoing())
    channel.close()
    channel.send(SECOND)
    channel.close()

    assert server.connections == 2


def test_lines_that_begin_with_a_full_stop_arrive_whole(
    server: MailServer, channel: SmtpChannel
) -> None:
    channel.send(outgoing(text=".hidden\n..twice\n.\nend\n"))

    assert server.mails[0].get_content().splitlines() == [".hidden", "..twice", ".", "end"]


def test_a_refused_address_is_lasting_and_the_next_message_goes_over_the_same_connection(
    server: MailServer, channel: SmtpChannel
) -> None:
    server.answers["gone@example.org"] = "550 no such user <gone@example.org>"

    with pytest.raises(Refused) as caught:
        channel.send(outgoing(to="gone@example.org"))
    channel.send(SECOND)

    assert caught.value.reason is Reason.BAD_ADDRESS
    assert not caught.value.stops_channel
    assert "gone@" not in str(caught.value)
    assert (len(server.mails), server.connections) == (1, 1)


def test_a_server_that_has_left_a_quiet_connection_is_called_again(server: MailServer) -> None:
    server.leaves_after = 1
    with SmtpChannel(server.settings()) as channel:
        for message in (outgoing(), SECOND):
            channel.send(message)

    assert (len(server.mails), server.connections) == (2, 2)


@pytest.mark.parametrize(
    ("answer", "code"), [("550 no such user", "refused"), ("451 later", "try_again")]
)
def test_where_it_may_ask_for_all_at_once_one_that_is_refused_harms_no_other(
    server: MailServer, answer: str, code: str
) -> None:
    server.pipelining = True
    server.answers["gone@example.org"] = answer
    with SmtpChannel(server.settings()) as channel:
        channel.send(outgoing())
        with pytest.raises(NotSent) as caught:
            channel.send(outgoing(to="gone@example.org"))
        channel.send(SECOND)

    assert caught.value.code == code
    assert [mail["Message-ID"] for mail in server.mails] == [
        "<m1@northwick.example>",
        "<m2@northwick.example>",
    ]
    assert server.connections == 1


def test_greylisting_is_tried_again_a_little_later(
    server: MailServer, channel: SmtpChannel
) -> None:
    server.answers["ann@example.org"] = "451 4.7.1 come back later"

    with pytest.raises(TryAgain) as caught:
        channel.send(outgoing())

    assert caught.value.after == GREYLISTED


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("554 5.7.1 spam", Reason.CONTENT), ("552 too big", Reason.TOO_LARGE)],
)
def test_content_that_is_refused_is_lasting(
    server: MailServer, channel: SmtpChannel, answer: str, reason: Reason
) -> None:
    server.to_data = answer

    with pytest.raises(Refused) as caught:
        channel.send(outgoing())

    assert caught.value.reason is reason


def test_a_server_that_puts_off_the_content_is_tried_again(
    server: MailServer, channel: SmtpChannel
) -> None:
    server.to_data = "452 out of space"

    with pytest.raises(TryAgain):
        channel.send(outgoing())


def test_a_connection_lost_after_the_message_went_out_leaves_us_unsure(
    server: MailServer, channel: SmtpChannel
) -> None:
    server.leaves_at = ("DATA", 0)

    with pytest.raises(Unsure):
        channel.send(outgoing())


def test_a_server_that_never_answers_to_the_message_leaves_us_unsure(server: MailServer) -> None:
    server.hangs_at = ("DATA", 0)

    with SmtpChannel(server.settings(patience=1.5)) as channel, pytest.raises(Unsure):
        channel.send(outgoing())


def test_a_server_that_is_slow_before_the_message_is_tried_again(server: MailServer) -> None:
    server.hangs_at = ("MAIL", 0)

    with SmtpChannel(server.settings(patience=1.5)) as channel, pytest.raises(TryAgain):
        channel.send(outgoing())


def test_a_server_that_goes_down_in_a_batch_fails_only_the_messages_after_that(
    server: MailServer, channel: SmtpChannel
) -> None:
    server.leaves_at = ("MAIL", 1)
    channel.send(outgoing())

    with pytest.raises(TryAgain):
        channel.send(SECOND)
    server.leaves_at = None
    channel.send(SECOND)

    assert [mail["Message-ID"] for mail in server.mails] == [
        "<m1@northwick.example>",
        "<m2@northwick.example>",
    ]


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        nobody = SmtpServer(host="127.0.0.1", port=taken.getsockname()[1], sender=SENDER, tls=False)

        with pytest.raises(TryAgain):
            SmtpChannel(nobody).send(outgoing())


def test_a_message_over_the_size_that_the_server_told_is_not_sent() -> None:
    page = Attachment(name="report.pdf", kind="application/pdf", content=b"x" * 20_000)

    with running(MailServer(), largest=10_000) as server, SmtpChannel(server.settings()) as channel:
        with pytest.raises(Refused) as caught:
            channel.send(outgoing(attachments=(page,)))
        channel.send(outgoing())

        assert caught.value.reason is Reason.TOO_LARGE
        assert len(server.mails) == 1


@pytest.mark.parametrize("way", [Way.POST, Way.TEXT])
def test_only_e_mail_goes_over_smtp(channel: SmtpChannel, way: Way) -> None:
    with pytest.raises(Refused) as caught:
        channel.send(outgoing(way=way))

    assert caught.value.reason is Reason.CANNOT_CARRY


def served_as(host: str, tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    """A server's TLS with a certificate for that host, and the file of the authority behind it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return context, str(tmp_path / "ca.pem")


def test_over_tls_with_the_right_name_and_password(tmp_path: Path) -> None:
    context, ca_file = served_as("127.0.0.1", tmp_path)

    with running(MailServer(), tls=context, password="right") as server:
        secure = server.settings(tls=True, ca_file=ca_file, user="us", password="right")
        with SmtpChannel(secure) as channel:
            channel.send(outgoing())

        assert len(server.mails) == 1


@pytest.mark.parametrize("given", [{"user": "us", "password": "wrong"}, {"user": ""}])
def test_a_wrong_password_or_none_stops_the_channel(tmp_path: Path, given: dict[str, str]) -> None:
    context, ca_file = served_as("127.0.0.1", tmp_path)

    with running(MailServer(), tls=context, password="right") as server:
        secure = server.settings(tls=True, ca_file=ca_file, **given)
        with SmtpChannel(secure) as channel, pytest.raises(Refused) as caught:
            channel.send(outgoing())

        assert caught.value.reason is Reason.NOT_ALLOWED
        assert caught.value.stops_channel
        assert server.mails == []


def test_a_server_that_does_not_ask_for_a_name_stops_a_channel_that_has_one(
    server: MailServer,
) -> None:
    with SmtpChannel(server.settings(user="us")) as channel, pytest.raises(Refused) as caught:
        channel.send(outgoing())

    assert caught.value.reason is Reason.NOT_ALLOWED


def test_a_certificate_of_another_host_or_of_nobody_we_trust_stops_the_channel(
    tmp_path: Path,
) -> None:
    context, ca_file = served_as("other.example", tmp_path)

    with running(MailServer(), tls=context) as server:
        trusting = server.settings(tls=True, ca_file=ca_file)
        for settings in (trusting, replace(trusting, ca_file=None)):
            with SmtpChannel(settings) as channel, pytest.raises(Refused) as caught:
                channel.send(outgoing())

            assert caught.value.reason is Reason.NOT_SECURE
            assert caught.value.stops_channel
        assert server.mails == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(server: MailServer) -> None:
    with SmtpChannel(server.settings(tls=True)) as channel, pytest.raises(Refused) as caught:
        channel.send(outgoing())

    assert caught.value.reason is Reason.NOT_SECURE
    assert server.mails == []


def test_tls_can_be_off_on_the_loopback_only() -> None:
    SmtpServer(host="localhost", port=25, sender=SENDER, tls=False)

    with pytest.raises(ValueError, match="over TLS only"):
        SmtpServer(host="mail.example.gov.uk", port=25, sender=SENDER, tls=False)


def test_the_password_does_not_show_in_a_repr() -> None:
    shown = repr(SmtpServer(host="localhost", port=25, sender=SENDER, password="s3cret"))

    assert "s3cret" not in shown
