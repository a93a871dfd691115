"""The line in which an installation chooses its channel."""

from __future__ import annotations

import pytest

from days import at
from mail_server import MailServer, running
from notifications.channels.base import Channel, Refused, TryAgain
from notifications.channels.chosen import ChannelWrong, channel_at
from notifications.channels.file import FileChannel
from notifications.channels.govuk_notify import NotifyChannel
from notifications.channels.smtp import SmtpChannel
from told import outgoing

KEY = "unit-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


def chosen(line: str) -> Channel:
    return channel_at(line, clock=lambda: at("Mon 2 Mar 2026 09:00"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("smtp://localhost:1025", SmtpChannel),
        ("smtp://127.0.0.1", SmtpChannel),
        ("smtp://unit%40council.example:s%3Acret@mail.example", SmtpChannel),
        ("smtp://mail.example:587?from=unit@council.example&name=Conference unit", SmtpChannel),
        ("file:///srv/mail", FileChannel),
        ("file://mail", FileChannel),
        (f"notify://{KEY}@?email=26785a09-ab16-4eb0-8407-a37497a57506", NotifyChannel),
    ],
)
def test_it_names_a_channel(line: str, kind: type) -> None:
    assert isinstance(chosen(line), kind)


@pytest.mark.parametrize(
    "line",
    [
        "pigeon://loft",
        "smtp://mail.example?from=unit@council.example&port=25",
        "smtp://mail.example?from=unit",
        "smtp://localhost?tls=perhaps",
        "smtp://us:opensesame@[mail.example",
        "smtp://us:opensesame@mail.example:99999?from=unit@council.example",
        "notify://opensesame@?email=x",
    ],
)
def test_what_it_cannot_mean_is_refused_without_repeating_it(line: str) -> None:
    with pytest.raises(ChannelWrong) as wrong:
        chosen(line)

    assert "opensesame" not in str(wrong.value)


def test_no_password_shows_in_a_repr() -> None:
    channel = chosen("smtp://unit%40council.example:opensesame@mail.example")
    assert "opensesame" not in repr(channel) + repr(vars(channel))


def test_what_it_says_is_who_writes() -> None:
    with running(MailServer()) as server:
        line = f"smtp://127.0.0.1:{server.port}?from=unit@council.example&name=Conference unit"
        channel = chosen(line)
        channel.check()
        channel.send(outgoing())
        channel.close()

        assert server.mails[0]["From"] == "Conference unit <unit@council.example>"


def test_a_check_fails_as_sending_would() -> None:
    with pytest.raises(TryAgain):
        chosen("smtp://127.0.0.1:1").check()
    with running(MailServer()) as server, pytest.raises(Refused):
        chosen(f"smtp://unit:opensesame@127.0.0.1:{server.port}").check()
