"""What a demonstration has beside the pages: who there is to sign in as, what to try, and the mail.

Only where the application was made with one: everybody can sign in as anybody there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from workflow.engine.accounts import sign_in
from workflow.web.browser_names import browser_of
from workflow.web.headers import SHUT_IN
from workflow.web.site import Here
from workflow.web.visiting import AnyVisit, Posted, hold

ROUTES = APIRouter(prefix="/demo")
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Try:
    """Something to do, and the page on which it begins."""

    say: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody to sign in as."""

    person: str
    title: str
    tries: tuple[Try, ...]


@dataclass(frozen=True, kw_only=True)
class Showcase:
    """`mail` is the folder into which messages go instead of out."""

    welcome: str
    personas: tuple[Persona, ...]
    password: str
    mail: Path


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A message that would have gone out, as the list shows it."""

    name: str
    subject: str
    to: str
    at: datetime


def _showcase(request: Request) -> Showcase:
    found: Showcase = request.app.state.showcase
    return found


Shown = Annotated[Showcase, Depends(_showcase)]


@ROUTES.get("")
def guide(request: Request, site: Here, visit: AnyVisit, shown: Shown) -> Response:
    """Whom to sign in as, and what to try."""
    response = site.pages.page(request, "demo.html", visit=visit, shown=shown)
    hold(response, site, visit.token)
    return response


@ROUTES.post("/sign-in")
def become(request: Request, site: Here, shown: Shown, form: Posted) -> Response:
    """Sign in as one of them with one click, and go to where something is to be tried."""
    persona = next((p for p in shown.personas if p.person == form.get("person")), None)
    if persona is None:
        raise HTTPException(404)
    known = {each.to for each in persona.tries}
    to = str(form.get("to", "/"))
    token = sign_in(
        site.app.store, persona.person, shown.password, site.app.now(), browser_of(request)
    )
    response = RedirectResponse(to if to in known else "/", 303)
    hold(response, site, token)
    return response


@ROUTES.get("/inbox")
def inbox(request: Request, site: Here, visit: AnyVisit, shown: Shown) -> Response:
    """All that went out so far, the last first."""
    mails = sorted(_mails(shown.mail), key=lambda mail: mail.at, reverse=True)[:MOST]
    return site.pages.page(request, "inbox.html", visit=visit, mails=mails)


@ROUTES.get("/inbox/{name}")
def read(request: Request, site: Here, visit: AnyVisit, shown: Shown, name: str) -> Response:
    """One message as its recipient gets it; a letter as PDF."""
    file = _file(shown, name)
    if file.suffix == ".pdf":
        return FileResponse(file, media_type="application/pdf", filename=file.name)
    mail = _message(file)
    text = mail.get_body(("plain",))
    return site.pages.page(
        request,
        "mail.html",
        visit=visit,
        name=name,
        subject=str(mail["subject"] or "Text message"),
        to=str(mail["to"] or ""),
        text=str(text.get_content()) if text else file.read_text("utf-8"),
        has_html=mail.get_body(("html",)) is not None,
        files=[part.get_filename() or part.get_content_type() for part in mail.iter_attachments()],
    )


@ROUTES.get("/inbox/{name}/html")
def look(shown: Shown, name: str) -> Response:
    """How it looks, for a frame in which nothing runs."""
    body = _message(_file(shown, name)).get_body(("html",))
    if body is None:
        raise HTTPException(404)
    headers = {"Content-Security-Policy": SHUT_IN}
    return Response(body.get_content(), media_type="text/html; charset=utf-8", headers=headers)


def _file(shown: Showcase, name: str) -> Path:
    """That message. A name that leads elsewhere is none of those that are there."""
    found = {file.name: file for file in _files(shown.mail)}
    if name not in found:
        raise HTTPException(404)
    return found[name]


def _files(folder: Path) -> list[Path]:
    endings = (".eml", ".pdf", ".txt")
    return [f for f in folder.iterdir() if f.suffix in endings] if folder.is_dir() else []


def _mails(folder: Path) -> Iterator[Mail]:
    last = sorted(_files(folder), key=lambda file: file.stat().st_mtime_ns)[-MOST:]
    for file in last:
        mail = _message(file)
        letter = "Letter (PDF)" if file.suffix == ".pdf" else "Text message"
        yield Mail(
            name=file.name,
            subject=str(mail["subject"] or letter),
            to=str(mail["to"] or ""),
            at=_written_at(mail, file),
        )


def _written_at(mail: EmailMessage, file: Path) -> datetime:
    """As the message says, by the clock of the demonstration; else when the file was written."""
    if mail["date"]:
        return parsedate_to_datetime(str(mail["date"]))
    return datetime.fromtimestamp(file.stat().st_mtime).astimezone()


def _message(file: Path) -> EmailMessage:
    content = file.read_bytes() if file.suffix == ".eml" else b""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail
