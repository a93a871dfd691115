"""A message of the outbox as a channel takes it: what is stored of it made into what is sent.

Letters are printed to PDF and calendar entries written here, from what the store keeps: the same
row gives the same message, whenever it is sent.
"""

from __future__ import annotations

from email.headerregistry import Address

from notifications.message import address
from notifications.notice import Way
from notifications.outgoing import CalendarPart, Outgoing
from workflow.store.stored_message import Posting


def outgoing(posting: Posting, authority: str, sender: Address | None = None) -> Outgoing:
    """The message; its Message-ID is the same whenever it is sent.

    `sender` asks to the meeting that goes with it; None: what carries it knows no calendars.

    Raises:
        Refused: there is an entry for a calendar, and the address cannot be one.
        LettersNotInstalled: it is a letter, and none can be printed here.
    """
    message, said = posting.message, posting.message.said
    way = Way(said.way)
    return Outgoing(
        message_id=f"<{posting.id}@{authority}.caseward>",
        way=way,
        written_at=message.created_at,
        to=said.address,
        subject=said.subject,
        text=said.text,
        markup=said.markup,
        html=said.html,
        calendar=_entry(posting, sender) if way is Way.EMAIL and sender else None,
        letter=_printed(said.letter) if way is Way.POST else b"",
    )


def _entry(posting: Posting, sender: Address) -> CalendarPart | None:
    said = posting.message.said
    if not said.calendar:
        return None
    # Here and not above: what writes it takes long to load, and few messages have one.
    from notifications.invitation import kept

    return kept(
        said.calendar,
        organiser=sender,
        attendee=address(said.address),
        stamped_at=posting.message.created_at,
    )


def _printed(letter: str) -> bytes:
    from notifications.letter import to_pdf

    return to_pdf(letter) if letter else b""
