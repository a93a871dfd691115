"""Messages: what was said to whom, what could not be sent, and what a person decides about one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.app import App
from workflow.case.model import Refused
from workflow.engine.drafts import FormOf
from workflow.engine.outbox import TO_POST, was_sent, withdraw
from workflow.engine.recipient_names import recipient_names
from workflow.engine.rewording import resend
from workflow.engine.scope import check_sees_to_messages, scope_of
from workflow.errors import WrongUse
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope
from workflow.store.stored_message import (
    MailSwitch,
    MessageState,
)
from workflow.store.writing import Writing
from workflow.web.drafting import found
from workflow.web.message_words import REASONS, TITLES
from workflow.web.one_message import TO_SEE_TO, beside_of, check_of_no_case, look, sees_to
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/messages")

MOST = 200
"""Messages that are listed at once."""


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
            sees_to=sees_to(site, reading, visit),
        )


@ROUTES.get("/to-post")
def to_post(request: Request, site: Here, visit: Visitor) -> Response:
    """Letters that wait to be printed and posted."""
    app = site.app
    with app.store.reading() as reading:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        lines = reading.outbox(scope, TO_POST, way="post", limit=MOST)
        to, may = recipient_names(reading, app.catalogue, lines), sees_to(site, reading, visit)
    return site.pages.page(
        request, "to_post.html", visit=visit, lines=lines[::-1], to=to, sees_to=may, most=MOST
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


@ROUTES.post("/{message_id}/{decision}")
def decide(site: Here, visit: Visitor, message_id: str, decision: str, form: Posted) -> Response:
    """Send it again, say that it went, withdraw it, or let it go with those beside it."""
    decisions = _decisions(site.app)
    if decision not in decisions:
        raise Refused("unknown_event", "there is nothing of that name to be decided")
    shown = look(site, visit, message_id, f"message: {decision}")
    check = _check if shown.posting.message.case_id else check_of_no_case

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
    beside = beside_of(writing, posting) if posting else []
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


def _check(site: Site, reading: Reading, visit: SignedIn) -> None:
    app = site.app
    check_sees_to_messages(reading, app.catalogue, visit.person, app.settings.policy)
