"""An office in which a conference about CP-2 has invited a parent, a school, and a GP by post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from definitions import FOLDER
from engine.building import Desk, a_person
from web.office import WebOffice, office
from workflow.app import App
from workflow.engine.catalogue import Catalogue
from workflow.engine.letterhead import Letterhead
from workflow.store.stored_message import Posting
from workflow.web.application import create

DAY = "Tue 24 Mar 2026"
CONFERENCE = "CONF-2"
INVITED: list[dict[str, Any]] = [
    {"kind": "parent", "name": "Robin Invented", "email": "robin@home.example"},
    {"kind": "school", "agency": "Northwick School", "email": "office@school.example"},
    {"kind": "gp", "agency": "High Street Surgery", "address": "2 High Street\nNorthwick"},
]


@contextmanager
def post_room(folder: Path, **settings: str) -> Iterator[WebOffice]:
    """On the day of the invitations: asha does everything but chair, una sees to messages, dana
    administers, pat sees only what is hers.
    """
    with office(folder, _invited, on=DAY, **settings) as opened:
        app = _posting(opened.app)
        yield replace(opened, app=app, web=create(app, {}))


def _posting(app: App) -> App:
    head = Letterhead(base_url="https://caseward.example", secret="k" * 32, secure_mail=True)
    return replace(
        app, catalogue=Catalogue(FOLDER / "child_protection", FOLDER / "calendars", head)
    )


def _invited(opened: WebOffice) -> None:
    _staffed(opened)
    app = _posting(opened.app)
    desk = Desk(app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.booked_only("Wed 25 Mar 2026", "CP-2", ref=CONFERENCE, kind="initial")
    app.run(
        desk.command(
            CONFERENCE, "invite", "Mon 23 Mar 2026", participants=INVITED,
            legal_advice_suggested=True, company_suggested=True, attendance_explained=True,
        )
    )  # fmt: skip


def _staffed(place: WebOffice) -> None:
    place.employs(
        a_person("asha", *place.roles_but_the_chair()),
        a_person("ivan", "conference_chair"),
        a_person("una", "conference_unit"),
        a_person("dana", "data_officer"),
        a_person("sam", "social_worker"),
        a_person("pat", "panel_member"),
    )


def posted(place: WebOffice, to: str, notice: str = "conference_invitation") -> Posting:
    """The last message of that notice to whom it ends with."""
    with place.app.store.reading() as reading:
        found = reading.postings()
    return [
        each
        for each in found
        if each.message.notice == notice and each.message.recipient.endswith(to)
    ][-1]


def reply_path(posting: Posting) -> str:
    """The address of the link in a message, without the host."""
    found = re.search(r"/reply/[\w.-]+", posting.message.said.text)
    assert found, "the message has no link"
    return found[0]
