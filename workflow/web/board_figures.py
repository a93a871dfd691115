"""Figures of the board: who has how much, what is ahead, where cases wait, what was escalated."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.definition.diagram.svg import svg
from workflow.engine.accounts import new_token
from workflow.engine.board import Desk
from workflow.engine.board_figures import Ahead, ahead, load, waits, weeks
from workflow.engine.escalations import escalations
from workflow.engine.meetings_ahead import MeetingsAhead, meetings_ahead
from workflow.engine.stays import Stay, heat, stays
from workflow.engine.viewing import Chosen
from workflow.web.board_ground import Choice, board_page, desk_of
from workflow.web.csv_file import csv_file
from workflow.web.deeds import SEEN, Pressed, deed
from workflow.web.diary import week_name
from workflow.web.site import Here
from workflow.web.visiting import Posted, Visitor

ROUTES = APIRouter(prefix="/board")


@ROUTES.get("/workload")
def show_workload(
    request: Request, site: Here, visit: Visitor, chosen: Choice, form: str = ""
) -> Response:
    """Who has how many open cases, and on how many something is late."""
    with desk_of(site, visit, chosen) as desk:
        found = load(desk)
        if form == "csv":
            rows = [(each.name, each.team, each.cases, each.late) for each in found]
            return csv_file("workload", ["Who", "Team", "Open cases", "With something late"], rows)
        given = {"load": found, "most": max((each.cases for each in found), default=1)}
        return board_page(request, site, visit, "board_workload.html", desk, chosen, **given)


@ROUTES.get("/forecast")
def show_forecast(
    request: Request, site: Here, visit: Visitor, chosen: Choice, form: str = ""
) -> Response:
    """What meets and whom that takes, what is due, and what comes about, week by week."""
    with desk_of(site, visit, chosen) as desk:
        found, meets, starts = ahead(desk), meetings_ahead(desk), weeks(desk.what.as_of)
        if form == "csv":
            heading = ["Kind of case", "What", *(start.isoformat() for start in starts)]
            lines: list[Ahead | MeetingsAhead] = [*meets, *found]
            rows = [(each.kind, each.title, *each.weeks) for each in lines]
            return csv_file("forecast", heading, rows)
        given = {"ahead": found, "meets": meets, "weeks": starts, "week_name": week_name}
        return board_page(request, site, visit, "board_forecast.html", desk, chosen, **given)


@ROUTES.get("/waits")
def show_waits(
    request: Request, site: Here, visit: Visitor, chosen: Choice, form: str = ""
) -> Response:
    """For how long cases have been in each state, against its limits, on the picture too; and for
    how long what is to be done has been open.
    """
    with desk_of(site, visit, chosen) as desk:
        name = chosen.kind if desk.seen.workflow(chosen.kind) else _first_kind(desk)
        flow = desk.seen.process.workflows[name]
        found = stays(desk, flow)
        if form == "csv":
            return csv_file("waits", _WAITS, map(_wait_row, found))
        drawn = svg(flow, heat=heat(found), figures={each.state: each.figures for each in found})
        given = {"flow": flow, "stays": found, "waits": waits(desk, flow), "picture": drawn}
        of_kind = Chosen(kind=name, worker=chosen.worker, team=chosen.team)
        return board_page(request, site, visit, "board_waits.html", desk, of_kind, **given)


@ROUTES.get("/escalations")
def show_escalations(request: Request, site: Here, visit: Visitor, chosen: Choice) -> Response:
    """What the person was told of by a ladder and is still open."""
    with desk_of(site, visit, chosen) as desk:
        found = escalations(desk, visit.person.person)
        given = {"found": found, "token": new_token}
        return board_page(request, site, visit, "board_escalations.html", desk, chosen, **given)


@ROUTES.post("/escalations")
def acknowledge(site: Here, visit: Visitor, form: Posted) -> Response:
    """Keep that the person has seen a task that is late or about to be."""
    case, task = (str(form.get(name, ""))[:200] for name in ("case", "task"))
    site.app.run(deed(site, visit, form, Pressed(go=SEEN, case=case, task=task)))
    return RedirectResponse("/board/escalations", 303)


_WAITS = ["State", "Part of", "Limits", "Cases", "Over a limit", "Median days", "Longest"]


def _wait_row(each: Stay) -> tuple[object, ...]:
    limits = "; ".join(each.limits)
    figures = each.cases, each.late, each.median, each.longest
    return each.title, each.around, limits, *figures


def _first_kind(desk: Desk) -> str:
    """The kind in which most can wait."""
    flows = desk.seen.process.workflows.values()
    return max(flows, key=lambda flow: len(flow.tasks)).name
