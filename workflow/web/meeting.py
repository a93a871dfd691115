"""A meeting on one page, for the desk and, in large type, for the room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.case.model import Refused
from workflow.engine.case_documents import CaseDocument, case_documents
from workflow.engine.case_history import HistoryLine, case_history
from workflow.engine.case_page import CasePage, case_page
from workflow.engine.due_list import asked
from workflow.engine.meeting_page import MeetingPage, meeting_page
from workflow.engine.reports_in import ReportOwed, reports_in
from workflow.engine.scope import scope_of
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.diary import week_name
from workflow.web.site import Here, Site
from workflow.web.visiting import SignedIn, Visitor

ROUTES = APIRouter(prefix="/cases/{ref}/meeting")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows of the meeting itself. `documents`: those beside the reports."""

    meeting: MeetingPage
    reports: tuple[ReportOwed, ...]
    documents: tuple[CaseDocument, ...]
    done: str
    so_far: list[HistoryLine]


@ROUTES.get("")
def show(
    request: Request, site: Here, visit: Visitor, ref: str, view: str = "", done: str = ""
) -> Response:
    """The page. `view=large`: as it is read across a room."""
    app, now = site.app, site.app.now()

    def read(reading: Reading) -> Shown:
        scope = scope_of(reading, app.catalogue, visit.person, policy=app.settings.policy)
        meeting = meeting_page(reading, app.catalogue, ref, asked(now), scope)
        story = case_history(reading, app.catalogue, ref)
        found = case_documents(reading, app.catalogue, ref, visit.person)
        reports = reports_in(reading, app.catalogue, meeting, found)
        listed = {each.id for report in reports for each in report.documents}
        return Shown(
            meeting=meeting,
            reports=reports,
            documents=tuple(each for each in found if each.id not in listed),
            done=next((line.told for line in story[::-1] if line.event == done), ""),
            so_far=[line for line in story if line.kind == "event" and line.counts and line.role],
        )

    shown = door(site).look(visit.person, ref, "meeting", now, read)
    mine = set(visit.person.roles)
    return site.pages.page(
        request,
        "meeting.html",
        visit=visit,
        shown=shown,
        meeting=shown.meeting,
        case=shown.meeting.case,
        mine=[step for step in shown.meeting.case.steps if set(step.roles) & mine],
        pages={page.case: page for page in _considered(site, visit, ref, shown.meeting)},
        large=view == "large",
        week=week_name(shown.meeting.starts_at) if shown.meeting.starts_at else "",
    )


def _considered(site: Site, visit: SignedIn, ref: str, meeting: MeetingPage) -> Iterator[CasePage]:
    """The pages of the linked cases that the visitor may look at."""
    app, now = site.app, site.app.now()
    for each in meeting.considered:

        def read(reading: Reading, other: str = each.case) -> CasePage:
            return case_page(reading, app.catalogue, other, asked(now))

        try:
            yield door(site).look(visit.person, each.case, f"in meeting {ref}", now, read)
        except Refused as refused:
            if refused.code != "not_yours":
                raise
