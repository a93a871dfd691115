"""Messages into a folder instead of out: for a demonstration, a test, or a printer that watches it.

E-mails become `.eml`, letters `.pdf`, text messages `.txt`. The file name is made from the message
id, so that the same message is one file however often it is sent. A file is there whole or not at
all.
"""

from __future__ import annotations

import os
from email.headerregistry import Address
from hashlib import sha256
from pathlib import Path

from notifications.channels.base import Reason, Refused, Sent, TryAgain
from notifications.message import build
from notifications.notice import Way
from notifications.outgoing import Outgoing

_ENDINGS = {Way.EMAIL: ".eml", Way.POST: ".pdf", Way.TEXT: ".txt"}


class FileChannel:
    """Writes each message to a folder, which it makes when it is not there."""

    def __init__(self, folder: Path, *, sender: Address) -> None:
        self._folder, self._sender = folder, sender

    @property
    def ways(self) -> frozenset[Way]:
        """All in which people are reached."""
        return frozenset(Way) - {Way.WEBHOOK}

    @property
    def sender(self) -> Address:
        """Who writes the e-mails."""
        return self._sender

    def carries(self, message: Outgoing) -> bool:
        """Anything for people, but a letter has to have been printed to PDF."""
        return message.way in self.ways and (message.way is not Way.POST or bool(message.letter))

    def send(self, message: Outgoing) -> Sent:
        """Write the file; the reference is its name."""
        if not self.carries(message):
            raise Refused(Reason.CANNOT_CARRY)
        name = sha256(message.message_id.encode()).hexdigest()[:32] + _ENDINGS[message.way]
        content = self._content(message)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_whole(self._folder / name, content)
        except OSError as exc:
            raise TryAgain("The folder for messages cannot be written.") from exc
        return Sent(name)

    def check(self) -> None:
        """Make the folder and write to it. Raises TryAgain."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            probe = self._folder / ".caseward-probe"
            probe.touch()
            probe.unlink()
        except OSError as exc:
            raise TryAgain("The folder for messages cannot be written.") from exc

    def close(self) -> None:
        """Nothing is held open."""

    def _content(self, message: Outgoing) -> bytes:
        match message.way:
            case Way.EMAIL:
                return build(message, sender=self._sender)
            case Way.POST:
                return message.letter
            case Way.TEXT:
                return f"{message.to}\n{message.text}\n".encode()
            case Way.WEBHOOK:
                raise Refused(Reason.CANNOT_CARRY)


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside it and rename: who looks into the folder never sees half a message."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
