"""A MIME message of plain text and html, with a calendar entry and files where there are some.

No header says anything of a person but the recipient. Bodies are encoded in 7 bits, which every
server takes.
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from notifications.channels.base import Reason, Refused
from notifications.outgoing import Attachment, CalendarPart, Outgoing
from workflow.clock import LONDON

LARGEST = 10 * 1024 * 1024
"""Bytes of attachments: with their encoding this stays below what common servers take, 20 MB."""

_POLICY = SMTP.clone(cte_type="7bit")


def build(message: Outgoing, *, sender: Address, largest: int = LARGEST) -> EmailMessage:
    """The message as it goes out. `largest` is the bytes that its attachments may have together.

    Raises:
        Refused: the address cannot be one, or the attachments are too large.
    """
    if sum(len(attachment.content) for attachment in message.attachments) > largest:
        raise Refused(Reason.TOO_LARGE)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = address(message.to, message.to_name)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.written_at.astimezone(LONDON))
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"  # Exchange answers "out of office" without it
    mail.set_content(message.text, charset="utf-8")
    if message.html:
        mail.add_alternative(message.html, subtype="html", charset="utf-8")
    if message.calendar:
        _add_calendar(mail, message.calendar)
    for attachment in message.attachments:
        _attach(mail, attachment)
    return mail


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


def _add_calendar(mail: EmailMessage, calendar: CalendarPart) -> None:
    """Twice, as readers expect it: some look among the alternatives, some at the attachments."""
    text = calendar.content.decode("utf-8")
    # Outlook takes the METHOD from here, others from the body: they have to be equal.
    method = {"method": calendar.method.value}
    mail.add_alternative(text, subtype="calendar", charset="utf-8", params=method)
    _attach(mail, Attachment(name="meeting.ics", kind="application/ics", content=calendar.content))


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    kind, _, subkind = attachment.kind.partition("/")
    mail.add_attachment(
        attachment.content, maintype=kind, subtype=subkind, filename=attachment.name
    )
