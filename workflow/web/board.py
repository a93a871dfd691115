"""Team and manager: the board, its lists, and the cases behind every figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from workflow.engine.board import PAGE, Line, board, due_lines, list_lines, task_lines
from workflow.engine.board_figures import week_end
from workflow.engine.door import SHOWN
from workflow.engine.stays import stay_lines
from workflow.engine.worklist import work_of
from workflow.web.board_ground import LAST_PAGE, Choice, Day, PageNumber, Week, board_page, desk_of
from workflow.web.case import door
from workflow.web.csv_file import csv_file
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter(prefix="/board")

MOST = 10_000
"""Lines of a file."""


@ROUTES.get("")
def show(
    request: Request,
    site: Here,
    visit: Visitor,
    chosen: Choice,
    page: PageNumber,
    late: str = "",
    form: str = "",
) -> Response:
    """The counts, the lists, and the open cases by what is due next."""
    late = "yes" if late else ""
    with desk_of(site, visit, chosen) as desk:
        if form == "csv":
            return _file("board", due_lines(desk, late=bool(late), size=MOST))
        found = board(desk, late=bool(late), page=page - 1)
        more = _more(found.lines, page)
        given = {"board": found, "lines": found.lines, "late": late, "page": page, "more": more}
        return board_page(request, site, visit, "board.html", desk, chosen, **given)


@ROUTES.get("/lists/{workflow}/{name}")
def show_list(
    request: Request,
    site: Here,
    visit: Visitor,
    chosen: Choice,
    workflow: str,
    name: str,
    page: PageNumber,
    week: Week,
    form: str = "",
) -> Response:
    """The cases of one list, those first that have stood there longest; or those of a week."""
    with desk_of(site, visit, chosen) as desk:
        flow = desk.seen.workflow(workflow)
        if flow is None or name not in flow.lists:
            raise HTTPException(404)
        each, span = flow.lists[name], (week, week_end(week)) if week else None
        labels, whole = [flow.facts[fact].label for fact in each.shows], form == "csv"
        number, size = (0, MOST) if whole else (page - 1, PAGE)
        lines = list_lines(desk, flow, each, week=span, page=number, size=size)
        given = {
            "title": each.title,
            "caption": f"In the week from {week:%-d %B %Y}" if week else flow.title,
            "labels": labels,
            "lines": lines,
            "is_tasks": False,
            "late": None,
            "page": page,
            "more": _more(lines, page),
            "kept": {"week": week},
        }
        if whole:
            answer = _file(name, lines, labels)
        else:
            answer = board_page(request, site, visit, "board_list.html", desk, chosen, **given)
    if labels:
        door(site).named(visit.person, [line.case for line in lines], site.app.now(), SHOWN)
    return answer


@ROUTES.get("/tasks/{workflow}/{task}")
def show_tasks(
    request: Request,
    site: Here,
    visit: Visitor,
    chosen: Choice,
    workflow: str,
    task: str,
    page: PageNumber,
    week: Week,
    day: Day,
    role: str = "",
    late: str = "",
    mine: str = "",
    form: str = "",
) -> Response:
    """The open tasks of one name: all, late ones, those due on a day, or from it to its Sunday;
    and of these those for one role, or those that My work of the person shows.
    """
    late, mine = ("yes" if each else "" for each in (late, mine))
    role = role[:200] if role.isprintable() else ""
    span, whole = _span(week, day), form == "csv"
    with desk_of(site, visit, chosen) as desk:
        flow = desk.seen.workflow(workflow)
        if flow is None or task not in flow.task:
            raise HTTPException(404)
        lines = task_lines(
            desk,
            [(workflow, task)],
            after=span.after,
            until=span.until,
            late=bool(late),
            role=role,
            whose=work_of(desk.seen.people, visit.person, desk.what.as_of) if mine else None,
            page=0 if whole else page - 1,
            size=MOST if whole else PAGE,
        )
        if whole:
            return _file(task, lines)
        of_role = flow.roles[role].title if role in flow.roles else ""
        caption = (span.name or (late and "Late"), of_role, mine and "in your work")
        given = {
            "title": flow.task[task].title,
            "caption": ", ".join(filter(None, caption)) or flow.title,
            "lines": lines,
            "is_tasks": True,
            "late": late,
            "page": page,
            "more": _more(lines, page),
            "kept": {"late": late, "week": week, "day": day, "role": role, "mine": mine},
        }
        return board_page(request, site, visit, "board_list.html", desk, chosen, **given)


@ROUTES.get("/states/{workflow}/{state}")
def show_state(
    request: Request,
    site: Here,
    visit: Visitor,
    chosen: Choice,
    workflow: str,
    state: str,
    page: PageNumber,
    late: str = "",
    form: str = "",
) -> Response:
    """The open cases in a state, those first that have been there longest; or over a limit."""
    late, whole = "yes" if late else "", form == "csv"
    with desk_of(site, visit, chosen) as desk:
        flow = desk.seen.workflow(workflow)
        if flow is None or state not in flow.states:
            raise HTTPException(404)
        number, size = (0, MOST) if whole else (page - 1, PAGE)
        lines = stay_lines(desk, flow, state, late=bool(late), page=number, size=size)
        if whole:
            return _file(state, lines)
        given = {
            "title": flow.states[state].title,
            "caption": f"{flow.title}{', over a limit' if late else ''}",
            "labels": [],
            "lines": lines,
            "is_tasks": False,
            "late": None,
            "page": page,
            "more": _more(lines, page),
            "kept": {"late": late},
        }
        return board_page(request, site, visit, "board_list.html", desk, chosen, **given)


class _Span(NamedTuple):
    """From which day on and before which one tasks are due, and what people call that."""

    after: date | None = None
    until: date | None = None
    name: str = ""


def _span(week: date | None, day: date | None) -> _Span:
    if day:
        return _Span(day, day + timedelta(days=1), f"Due on {day:%-d %B %Y}")
    if week:
        until = week_end(week)
        last = until - timedelta(days=1)
        return _Span(week, until, f"Due {week:%-d %B} to {last:%-d %B %Y}")
    return _Span()


def _more(lines: Sequence[Line], page: int) -> bool:
    return len(lines) == PAGE and page < LAST_PAGE


def _file(name: str, lines: Sequence[Line], labels: Sequence[str] = ()) -> Response:
    heading = ["Case", "Kind of case", "Where it is", "Task", "Due", "Late", "Days left", "Who"]
    rows = [
        (
            each.case,
            each.kind,
            each.place,
            each.task,
            each.due.isoformat() if each.due else "",
            "late" if each.late else "",
            each.days,
            each.who,
            each.since.isoformat() if each.since else "",
            *each.shown,
        )
        for each in lines
    ]
    return csv_file(name, [*heading, "Since", *labels], rows)
