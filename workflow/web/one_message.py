"""One message: exactly what it says, as mail and as letter, and what a person may decide of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from notifications.letter import LettersNotInstalled, to_pdf
from workflow.case.model import Refused
from workflow.engine.accounts import PASSWORD_LINK
from workflow.engine.administrators import check_administers
from workflow.engine.outbox import TO_POST
from workflow.engine.recipient_names import recipient_names
from workflow.engine.rewording import may_be_put_in_words
from workflow.engine.scope import sees_to_messages
from workflow.store.reading import Reading
from workflow.store.stored_message import NEED_SOMEBODY, MessageState, OutboxLine, Posting
from workflow.web.case import door
from workflow.web.headers import SHUT_IN
from workflow.web.message_words import REASONS, TITLES
from workflow.web.site import Here, Site
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/messages")

TO_SEE_TO = (*NEED_SOMEBODY, MessageState.HELD)
"""What is listed unasked: these wait for a person."""

_OPEN = {"uncertain", "failed", "no_address", "withdrawn"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message, those that the same step sent beside it, to whom each goes by its id, and what may
    be done about it.
    """

    posting: Posting
    beside: list[OutboxLine]
    to: Mapping[str, str]
    sees_to: bool

    @property
    def may(self) -> frozenset[str]:
        """What the person may decide."""
        message = self.posting.message
        state, worded = message.state, bool(message.said.subject)
        can = {
            "again": (state in _OPEN and worded) or may_be_put_in_words(message),
            "was-sent": state == MessageState.UNCERTAIN
            or (message.said.way == "post" and state in TO_POST),
            "withdraw": state in (*TO_SEE_TO, MessageState.WAITING),
            "let-go": state == MessageState.HELD,
        }
        return frozenset(name for name, it_can in can.items() if it_can and self.sees_to)

    @property
    def secret(self) -> bool:
        """Whether what it says is for its recipient alone: who read it could sign in as them."""
        return self.posting.message.notice == PASSWORD_LINK

    @property
    def held(self) -> list[OutboxLine]:
        """Those of the same step that are held."""
        return [line for line in self.beside if line.state == MessageState.HELD]


@ROUTES.get("/{message_id}")
def said(request: Request, site: Here, visit: Visitor, message_id: str, done: str = "") -> Response:
    """Exactly what a message says, to whom, and what became of it."""
    shown = look(site, visit, message_id, "message")
    return site.pages.page(
        request,
        "message.html",
        visit=visit,
        shown=shown,
        titles=TITLES,
        reasons=REASONS,
        done=_DONE.get(done, ""),
    )


@ROUTES.get("/{message_id}/html")
def as_mail(site: Here, visit: Visitor, message_id: str) -> Response:
    """The e-mail as it looks, for a frame in which nothing runs."""
    return _document(_worded(site, visit, message_id).message.said.html)


@ROUTES.get("/{message_id}/letter")
def as_letter(site: Here, visit: Visitor, message_id: str) -> Response:
    """The letter, to be printed from a browser."""
    return _document(_worded(site, visit, message_id).message.said.letter)


@ROUTES.get("/{message_id}/letter.pdf")
def as_pdf(site: Here, visit: Visitor, message_id: str) -> Response:
    """The letter as a PDF, as the post would get it."""
    letter = _worded(site, visit, message_id).message.said.letter
    if not letter:
        raise Refused("no_letter", "this message is no letter")
    try:
        pdf = to_pdf(letter)
    except LettersNotInstalled as missing:
        raise Refused("letters_not_installed", str(missing)) from missing
    name = {"Content-Disposition": f'attachment; filename="letter-{quote(message_id)}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=name)


_DONE = {
    "again": "It goes with the next round.",
    "was-sent": "It counts as sent.",
    "withdraw": "It will not be sent.",
    "let-go": "It goes with the next round.",
    "let-all-go": "They go with the next round.",
}


def look(site: Site, visit: SignedIn, message_id: str, what: str) -> Shown:
    """The message, for who may see its case; one of no case for who administers."""
    with site.app.store.reading() as reading:
        posting = reading.posting(message_id)
        ref = reading.ref_of(posting.message.case_id) if posting else None
        if posting is None:
            raise Refused("unknown_message", "there is no such message")
        if ref is None:
            check_of_no_case(site, reading, visit)

    def show(reading: Reading) -> Shown:
        again = reading.posting(message_id)
        assert again is not None  # a message is never removed
        beside = beside_of(reading, again)
        return Shown(
            posting=again,
            beside=beside,
            to=recipient_names(reading, site.app.catalogue, [again, *beside]),
            sees_to=ref is None or sees_to(site, reading, visit),
        )

    if ref is not None:
        return door(site).look(visit.person, ref, what, site.app.now(), show)
    with site.app.store.reading() as reading:
        return show(reading)


def beside_of(reading: Reading, posting: Posting) -> list[OutboxLine]:
    """All that the same step sent of the same notice, this one among them; none of a reminder."""
    message = posting.message
    if message.task is not None or message.case_id is None:
        return []
    return reading.of_step(message.case_id, message.key.removesuffix(message.recipient))


def _worded(site: Site, visit: SignedIn, message_id: str) -> Posting:
    shown = look(site, visit, message_id, "message")
    if shown.secret:
        raise Refused("not_mine", "what this message says is for its recipient alone")
    return shown.posting


def _document(text: str) -> Response:
    if not text:
        raise Refused("no_letter", "this message has no such part")
    headers = {"Content-Security-Policy": SHUT_IN}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


def sees_to(site: Site, reading: Reading, visit: SignedIn) -> bool:
    """Whether messages are seen to by that person."""
    app = site.app
    return sees_to_messages(reading, app.catalogue, visit.person, app.settings.policy)


def check_of_no_case(site: Site, reading: Reading, visit: SignedIn) -> None:
    """Refuse who does not administer a message that belongs to no case."""
    app = site.app
    check_administers(reading, app.catalogue, visit.person, app.settings.policy)
