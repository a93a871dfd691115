"""The pack of a meeting: what is read before it, on one page to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.case.model import Refused
from workflow.engine.case_documents import CaseDocument, case_documents
from workflow.engine.due_list import asked
from workflow.engine.pack import InPack, Pack, case_in_pack, pack
from workflow.engine.scope import scope_of
from workflow.engine.who_has_read import PACK
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.site import Here, Site
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/pack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page shows of the meeting itself. `names` of people by their short names."""

    pack: Pack
    documents: tuple[CaseDocument, ...]
    names: dict[str, str] = field(repr=False)


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor, ref: str) -> Response:
    """The page. That somebody opened it is how others know that they have read it."""
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Shown:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        return Shown(
            pack=pack(reading, app.catalogue, ref, asked(now), scope),
            documents=case_documents(reading, app.catalogue, ref, visit.person),
            names={each.person: each.name for each in reading.people()},
        )

    shown = door(site).look(visit.person, ref, PACK, now, read)
    found = shown.pack
    return site.pages.page(
        request,
        "pack.html",
        visit=visit,
        shown=shown,
        pack=found,
        meeting=found.meeting,
        case=found.meeting.case,
        names=shown.names,
        parts={part.page.case: part for part in _parts(site, visit, ref, found)},
        printed_at=now,
    )


def _parts(site: Site, visit: SignedIn, ref: str, found: Pack) -> Iterator[InPack]:
    """The parts of the linked cases that the visitor may look at."""
    app, now = site.app, site.app.now()
    for each in found.meeting.considered:

        def read(reading: Reading, other: str = each.case) -> InPack:
            return case_in_pack(reading, app.catalogue, other, ref, asked(now))

        try:
            yield door(site).look(visit.person, each.case, f"{PACK} of {ref}", now, read)
        except Refused as refused:
            if refused.code != "not_yours":
                raise
