"""What the pages of the board share: the choice of cases, and what every page of it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import Response

from workflow.engine.board import Desk
from workflow.engine.due_list import asked
from workflow.engine.viewing import Chosen, viewed
from workflow.web.site import Site
from workflow.web.visiting import SignedIn

LAST_PAGE = 1000


def _chosen(kind: str = "", worker: str = "", team: str = "") -> Chosen:
    kind, worker, team = (each if each.isprintable() else "" for each in (kind, worker, team))
    return Chosen(kind=kind[:200], worker=worker[:200], team=team[:200])


def _page(page: str = "1") -> int:
    return min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1


def _week(week: str = "") -> date | None:
    try:
        return date.fromisoformat(week) if week and date.fromisoformat(week).year < 9000 else None
    except ValueError:
        return None


def _named_day(day: str = "") -> date | None:
    return _week(day)


Choice = Annotated[Chosen, Depends(_chosen)]
PageNumber = Annotated[int, Depends(_page)]
Week = Annotated[date | None, Depends(_week)]
Day = Annotated[date | None, Depends(_named_day)]


@contextmanager
def desk_of(site: Site, visit: SignedIn, chosen: Chosen) -> Iterator[Desk]:
    """What the figures of a page are made of."""
    app = site.app
    with app.store.reading() as reading:
        seen = viewed(reading, app.catalogue, visit.person, chosen, policy=app.settings.policy)
        yield Desk(reading=reading, catalogue=app.catalogue, seen=seen, what=asked(app.now()))


def board_page(
    request: Request,
    site: Site,
    visit: SignedIn,
    template: str,
    desk: Desk,
    chosen: Chosen,
    **given: Any,
) -> Response:
    """A page with the choice that every one of them offers; its `link`s keep what was chosen."""
    path = request.url.path

    def link(to: str = "", **more: object) -> str:
        kept = {"kind": chosen.kind, "worker": chosen.worker, "team": chosen.team, **more}
        query = urlencode({name: value for name, value in kept.items() if value})
        return (to or path) + (f"?{query}" if query else "")

    return site.pages.page(
        request,
        template,
        visit=visit,
        today=desk.what.as_of,
        seen=desk.seen,
        flows=desk.seen.process.workflows,
        chosen=chosen,
        path=path,
        link=link,
        **given,
    )
