"""A MIME message of plain text and html, with a calendar entry and files where there are some.

No header says anything of a person but the recipient. Bodies are encoded in 7 bits, which every
server takes. It is put together here and not by `email.message`, which takes longer over a message
than a server does; the tests read it back with that. The same message is the same bytes.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.utils import encode_rfc2231, format_datetime, formataddr
from functools import lru_cache
from hashlib import sha256

from notifications.channels.base import Reason, Refused
from notifications.outgoing import Attachment, CalendarPart, Outgoing
from workflow.clock import LONDON

LARGEST = 10 * 1024 * 1024
"""Bytes of attachments: with their encoding this stays below what common servers take, 20 MB."""

_LINE = "\r\n"
_LONGEST_LINE = 998
_COMMON = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+", re.I | re.A)
_SHORT = 60
"""So many characters of a header need no second line, whatever its name."""


def build(message: Outgoing, *, sender: Address, largest: int = LARGEST) -> bytes:
    """The message as it goes out. `largest` is the bytes that its attachments may have together.

    Raises:
        Refused: the address cannot be one, or the attachments are too large.
        ValueError: a header would have a second line.
    """
    if sum(len(attachment.content) for attachment in message.attachments) > largest:
        raise Refused(Reason.TOO_LARGE)
    headers = (
        f"From: {_mailbox(sender)}",
        f"To: {_recipient(message.to, message.to_name)}",
        f"Subject: {_words(message.subject)}",
        f"Date: {format_datetime(message.written_at.astimezone(LONDON))}",
        f"Message-ID: {message.message_id}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",  # Exchange answers "out of office" without it
        "MIME-Version: 1.0",
    )
    return "\r\n".join(headers).encode("ascii") + b"\r\n" + _content(message)


def address(spec: str, name: str = "") -> Address:
    """An address that a header may hold.

    Raises:
        Refused: it cannot be an address, or a second line stands in it.
    """
    try:
        found = Address(display_name=name, addr_spec=spec)
    except (ValueError, HeaderParseError, IndexError):  # IndexError: a fault of the parser
        raise Refused(Reason.BAD_ADDRESS) from None  # its words quote the address
    if not (found.domain and spec.isascii() and spec.isprintable()):
        raise Refused(Reason.BAD_ADDRESS)
    return found


def _recipient(spec: str, name: str) -> str:
    if not name and _COMMON.fullmatch(spec):
        return spec  # the parser would say so too, and takes as long as all else together
    return _mailbox(address(spec, name))


def _mailbox(whose: Address) -> str:
    """An address with the name of whose it is, in as many lines as that needs."""
    name = whose.display_name
    if name.isascii():
        return formataddr((name, whose.addr_spec))
    return f"{Header(name, 'utf-8').encode(linesep=_LINE)}{_LINE} <{whose.addr_spec}>"


def _words(text: str) -> str:
    """Words of a header, in as many lines as they need and none of their own."""
    if "\n" in text or "\r" in text:
        raise ValueError("a linefeed stands in a header")
    if text.isascii() and text.isprintable() and len(text) <= _SHORT and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name="Subject").encode(linesep=_LINE)


def _content(message: Outgoing) -> bytes:
    """The bodies one beside the other, then the files: what there is one of stands alone."""
    bodies = [_text("plain", message.text)]
    files = list(message.attachments)
    if message.html:
        bodies.append(_text("html", message.html))
    if calendar := message.calendar:
        # Twice, as readers expect it: some look among the alternatives, some at the attachments.
        bodies.append(_entry(calendar))
        name, kind = "meeting.ics", "application/ics"
        files.insert(0, Attachment(name=name, kind=kind, content=calendar.content))
    boundary = f"=_{sha256(message.message_id.encode()).hexdigest()[:40]}"
    body = _several("alternative", f"{boundary}a", bodies)
    return _several("mixed", f"{boundary}m", [body, *map(_file, files)])


def _several(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """These parts as one; a single part as it is."""
    if len(parts) == 1:
        return parts[0]
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n'.encode()
    between = f"\r\n--{boundary}".encode()
    return head + b"".join(between + b"\r\n" + part for part in parts) + between + b"--\r\n"


def _entry(calendar: CalendarPart) -> bytes:
    # Outlook takes the METHOD from here, others from the body: they have to be equal.
    method = f"; method={calendar.method.value}"
    return _text("calendar", calendar.content.decode("utf-8"), method)


def _text(kind: str, text: str, more: str = "") -> bytes:
    """A part of text, in 7 bits and in lines that every server takes."""
    lines = text.replace(_LINE, "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    whole = _LINE.join(lines) + _LINE
    head = f'Content-Type: text/{kind}; charset="utf-8"{more}\r\nContent-Transfer-Encoding: '
    if whole.isascii() and max(map(len, lines)) <= _LONGEST_LINE:
        return f"{head}7bit\r\n\r\n{whole}".encode()
    return f"{head}quoted-printable\r\n\r\n".encode() + b2a_qp(whole.encode(), istext=True)


def _file(attachment: Attachment) -> bytes:
    head = (
        f"Content-Type: {attachment.kind}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_named(attachment.name)}\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(attachment.content).replace(b"\n", b"\r\n")


@lru_cache(maxsize=64)
def _named(name: str) -> str:
    """The parameter that says the name of a file."""
    if name.isascii() and name.isprintable() and not {*name} & {*'"\\'}:
        return f'filename="{name}"'
    return f"filename*={encode_rfc2231(name, 'utf-8')}"
