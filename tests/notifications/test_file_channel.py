"""Messages written to a folder."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mail_server import SENDER
from notifications.channels.base import Reason, Refused
from notifications.channels.file import FileChannel
from notifications.notice import Way
from told import outgoing


@pytest.fixture
def channel(tmp_path: Path) -> FileChannel:
    return FileChannel(tmp_path, sender=SENDER)


def test_an_e_mail_is_an_eml_that_mail_programs_open(channel: FileChannel, tmp_path: Path) -> None:
    name = channel.send(outgoing(subject="Hello")).reference

    mail = message_from_bytes((tmp_path / name).read_bytes(), policy=policy.default)

    assert name.endswith(".eml")
    assert str(mail["Subject"]) == "Hello"


def test_a_letter_is_a_pdf_and_a_text_message_a_text(channel: FileChannel, tmp_path: Path) -> None:
    letter = channel.send(outgoing(way=Way.POST, letter=b"%PDF")).reference
    text = channel.send(outgoing(way=Way.TEXT, to="07700 900123", text="Please ring.")).reference

    assert (tmp_path / letter).read_bytes() == b"%PDF"
    assert (tmp_path / text).read_text(encoding="utf-8") == "07700 900123\nPlease ring.\n"


def test_the_name_of_a_file_tells_nothing_and_no_half_file_is_left(
    channel: FileChannel, tmp_path: Path
) -> None:
    channel.send(outgoing())

    (only,) = tmp_path.iterdir()
    assert "ann" not in only.name
    assert only.suffix == ".eml"


def test_a_letter_that_was_not_printed_is_not_carried(channel: FileChannel) -> None:
    with pytest.raises(Refused) as caught:
        channel.send(outgoing(way=Way.POST))

    assert caught.value.reason is Reason.CANNOT_CARRY
