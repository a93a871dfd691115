"""Messages: what was said to whom, what could not be sent, and what a person decides about one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from notifications.letter import LettersNotInstalled, to_pdf
from workflow.app import App
from workflow.case.model import Refused
from workflow.engine.accounts import PASSWORD_LINK
from workflow.engine.administrators import check_administers
from workflow.engine.drafts import FormOf
from workflow.engine.outbox import TO_POST, was_sent, withdraw
from workflow.engine.recipient_names import recipient_names
from workflow.engine.rewording import may_be_put_in_words, resend
from workflow.engine.scope import check_sees_to_messages, scope_of, sees_to_messages
from workflow.errors import WrongUse
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope
from workflow.store.stored_message import (
    NEED_SOMEBODY,
    MailSwitch,
    MessageState,
    OutboxLine,
    Posting,
)
from workflow.store.writing import Writing
from workflow.web.case import door
from workflow.web.drafting import found
from workflow.web.headers import SHUT_IN
from workflow.web.message_words import REASONS, TITLES
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/messages")

MOST = 200
"""Messages that are listed at once."""

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


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor, state: str = "") -> Response:
    """Messages that need somebody, or are in one state; and whether any goes out at all."""
    app = site.app
    states = (state,) if state in TITLES else TO_SEE_TO
    draft = found(site, _stopping(visit))
    with app.store.reading() as reading:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        lines = reading.outbox(scope, states, to_people=states is TO_SEE_TO, limit=MOST)
        return site.pages.page(
            request,
            "messages.html",
            reason=dict(draft.typed).get("reason", "") if draft else "",
            seal=site.drafts.seal(_stopping(visit), app.now()),
            visit=visit,
            chosen=state if state in TITLES else "",
            titles=TITLES,
            reasons=REASONS,
            counts=reading.outbox_by_state(scope),
            lines=lines,
            to=recipient_names(reading, app.catalogue, lines),
            programs=programs_not_told(reading, scope) if states is TO_SEE_TO else [],
            most=MOST,
            stopped=reading.mail_stopped(),
            sees_to=_sees_to(site, reading, visit),
        )


@ROUTES.get("/to-post")
def to_post(request: Request, site: Here, visit: Visitor) -> Response:
    """Letters that wait to be printed and posted."""
    app = site.app
    with app.store.reading() as reading:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        lines = reading.outbox(scope, TO_POST, way="post", limit=MOST)
        to, sees_to = recipient_names(reading, app.catalogue, lines), _sees_to(site, reading, visit)
    return site.pages.page(
        request, "to_post.html", visit=visit, lines=lines[::-1], to=to, sees_to=sees_to, most=MOST
    )


@ROUTES.post("/sending")
def switch(site: Here, visit: Visitor, form: Posted) -> Response:
    """Stop the sending of all messages, or let it go on."""
    stopped = form.get("go") != "on"
    reason = " ".join(str(form.get("reason", "")).split())[:300]
    if stopped and not reason:
        raise Refused("reason_missing", "say in a sentence why nothing is to be sent")

    def keep(writing: Writing) -> None:
        _check(site, writing, visit)
        by, now = visit.person.person, site.app.now()
        writing.switch_mail(MailSwitch(stopped=stopped, reason=reason, by=by, at=now))

    site.app.store.transact(keep)
    site.drafts.drop(site.app.store, _stopping(visit))
    return RedirectResponse("/messages", 303)


def _stopping(visit: SignedIn) -> FormOf:
    """The form that stops all sending, as one of that person."""
    about, title = "/messages", "Stop all sending"
    return FormOf(
        person=visit.person.person, about=about, event="sending", title=title, address=about
    )


@ROUTES.get("/{message_id}")
def said(request: Request, site: Here, visit: Visitor, message_id: str, done: str = "") -> Response:
    """Exactly what a message says, to whom, and what became of it."""
    shown = _look(site, visit, message_id, "message")
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


@ROUTES.post("/{message_id}/{decision}")
def decide(site: Here, visit: Visitor, message_id: str, decision: str, form: Posted) -> Response:
    """Send it again, say that it went, withdraw it, or let it go with those beside it."""
    decisions = _decisions(site.app)
    if decision not in decisions:
        raise Refused("unknown_event", "there is nothing of that name to be decided")
    shown = _look(site, visit, message_id, f"message: {decision}")
    check = _check if shown.posting.message.case_id else _check_administers

    def do(writing: Writing) -> None:
        check(site, writing, visit)
        decisions[decision](writing, message_id)

    try:
        site.app.store.transact(do)
    except WrongUse as wrong:
        raise Refused("not_now", str(wrong)) from wrong
    if form.get("to") == "to-post":
        return RedirectResponse("/messages/to-post", 303)
    return RedirectResponse(f"/messages/{quote(message_id)}?done={decision}", 303)


def programs_not_told(reading: Reading, scope: Scope) -> list[tuple[str, int]]:
    """The address of each program to which messages could not be told, and how many; none to who
    does not administer.
    """
    if not scope.administers:
        return []
    addresses = {each.webhook_id: each.url for each in reading.webhooks()}
    return [
        (addresses.get(program, program), count)
        for program, count in sorted(reading.not_told(TO_SEE_TO).items())
    ]


def _let_all_go(writing: Writing, message_id: str) -> None:
    posting = writing.posting(message_id)
    beside = _beside(writing, posting) if posting else []
    writing.let_go([line.id for line in beside if line.state == MessageState.HELD])


def _let_one_go(writing: Writing, message_id: str) -> None:
    writing.let_go([message_id])


def _decisions(app: App) -> Mapping[str, Callable[[Writing, str], None]]:
    """What a person can decide on a message, by name."""
    return {
        "again": lambda writing, message_id: resend(writing, app.catalogue, message_id, app.now()),
        "was-sent": was_sent,
        "withdraw": withdraw,
        "let-go": _let_one_go,
        "let-all-go": _let_all_go,
    }


_DONE = {
    "again": "It goes with the next round.",
    "was-sent": "It counts as sent.",
    "withdraw": "It will not be sent.",
    "let-go": "It goes with the next round.",
    "let-all-go": "They go with the next round.",
}


def _look(site: Site, visit: SignedIn, message_id: str, what: str) -> Shown:
    """The message, for who may see its case; one of no case for who administers."""
    with site.app.store.reading() as reading:
        posting = reading.posting(message_id)
        ref = reading.ref_of(posting.message.case_id) if posting else None
        if posting is None:
            raise Refused("unknown_message", "there is no such message")
        if ref is None:
            _check_administers(site, reading, visit)

    def show(reading: Reading) -> Shown:
        again = reading.posting(message_id)
        assert again is not None  # a message is never removed
        beside = _beside(reading, again)
        return Shown(
            posting=again,
            beside=beside,
            to=recipient_names(reading, site.app.catalogue, [again, *beside]),
            sees_to=ref is None or _sees_to(site, reading, visit),
        )

    if ref is not None:
        return door(site).look(visit.person, ref, what, site.app.now(), show)
    with site.app.store.reading() as reading:
        return show(reading)


def _beside(reading: Reading, posting: Posting) -> list[OutboxLine]:
    """All that the same step sent of the same notice, this one among them; none of a reminder."""
    message = posting.message
    if message.task is not None or message.case_id is None:
        return []
    return reading.of_step(message.case_id, message.key.removesuffix(message.recipient))


def _worded(site: Site, visit: SignedIn, message_id: str) -> Posting:
    shown = _look(site, visit, message_id, "message")
    if shown.secret:
        raise Refused("not_mine", "what this message says is for its recipient alone")
    return shown.posting


def _document(text: str) -> Response:
    if not text:
        raise Refused("no_letter", "this message has no such part")
    headers = {"Content-Security-Policy": SHUT_IN}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


def _sees_to(site: Site, reading: Reading, visit: SignedIn) -> bool:
    app = site.app
    return sees_to_messages(reading, app.catalogue, visit.person, app.settings.policy)


def _check_administers(site: Site, reading: Reading, visit: SignedIn) -> None:
    app = site.app
    check_administers(reading, app.catalogue, visit.person, app.settings.policy)


def _check(site: Site, reading: Reading, visit: SignedIn) -> None:
    app = site.app
    check_sees_to_messages(reading, app.catalogue, visit.person, app.settings.policy)
