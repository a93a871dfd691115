"""What every channel keeps to, whatever is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mail_server import SENDER, MailServer, running
from notifications.channels.base import Channel, Reason, Refused, TryAgain
from notifications.channels.file import FileChannel
from notifications.channels.smtp import SmtpChannel
from notifications.outgoing import Attachment
from notify_server import notify_running
from told import outgoing


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A channel with what is behind it: how often a message arrived, and how to break it."""

    channel: Channel
    arrived: Callable[[], int]
    breaks: Callable[[], None]
    mends: Callable[[], None]


def _file(tmp_path: Path) -> Iterator[Behind]:
    folder = tmp_path / "out"

    def breaks() -> None:
        folder.write_text("a file where the folder should be", encoding="utf-8")

    yield Behind(
        channel=FileChannel(folder, sender=SENDER),
        arrived=lambda: len(list(folder.glob("*.eml"))) if folder.is_dir() else 0,
        breaks=breaks,
        mends=folder.unlink,
    )


def _smtp(tmp_path: Path) -> Iterator[Behind]:
    with running(MailServer()) as server:

        def breaks() -> None:
            server.leaves_at = ("MAIL", 0)

        def mends() -> None:
            server.leaves_at = None

        yield Behind(
            channel=SmtpChannel(server.settings()),
            arrived=lambda: len({mail["Message-ID"] for mail in server.mails}),
            breaks=breaks,
            mends=mends,
        )


def _notify(tmp_path: Path) -> Iterator[Behind]:
    with notify_running() as server:

        def breaks() -> None:
            server.answer = (503, {})

        def mends() -> None:
            server.answer = None

        yield Behind(
            channel=server.channel(),
            arrived=lambda: len(server.taken),
            breaks=breaks,
            mends=mends,
        )


_KINDS = {"file": _file, "smtp": _smtp, "notify": _notify}


@pytest.fixture(params=_KINDS)
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Behind]:
    for behind in _KINDS[request.param](tmp_path):
        yield behind
        behind.channel.close()


def test_an_e_mail_arrives_and_has_a_reference(behind: Behind) -> None:
    assert behind.channel.carries(outgoing())
    assert behind.channel.send(outgoing()).reference
    assert behind.arrived() == 1


def test_the_same_message_twice_has_one_reference_and_is_one_message(behind: Behind) -> None:
    first, second = behind.channel.send(outgoing()), behind.channel.send(outgoing())

    assert first == second
    assert behind.arrived() == 1


def test_two_messages_have_two_references(behind: Behind) -> None:
    first = behind.channel.send(outgoing())
    second = behind.channel.send(outgoing(message_id="<m2@northwick.example>"))

    assert first != second
    assert behind.arrived() == 2


def test_what_passes_is_tried_again_and_then_goes(behind: Behind) -> None:
    behind.breaks()
    with pytest.raises(TryAgain):
        behind.channel.send(outgoing())

    behind.mends()
    behind.channel.send(outgoing())

    assert behind.arrived() == 1


def test_a_wrong_address_is_lasting_and_not_repeated_in_the_error(behind: Behind) -> None:
    with pytest.raises(Refused) as caught:
        behind.channel.send(outgoing(to="ann.example.org"))

    assert caught.value.reason is Reason.BAD_ADDRESS
    assert "ann" not in str(caught.value)
    assert behind.arrived() == 0


def test_what_is_too_large_is_lasting(behind: Behind) -> None:
    large = Attachment(name="a.pdf", kind="application/pdf", content=b"x" * 11_000_000)
    takes_files = behind.channel.carries(outgoing(attachments=(large,)))

    with pytest.raises(Refused) as caught:
        behind.channel.send(outgoing(attachments=(large,)))

    assert caught.value.reason is (Reason.TOO_LARGE if takes_files else Reason.CANNOT_CARRY)


def test_closing_twice_and_sending_after_it_are_fine(behind: Behind) -> None:
    behind.channel.close()
    behind.channel.close()

    assert behind.channel.send(outgoing()).reference
