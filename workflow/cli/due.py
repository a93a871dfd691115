"""due: open tasks and when they are due, for a case or as a board of all.

A narrow terminal shows fewer columns, so that those it shows can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow.app import App
from workflow.cli.arguments import a_day
from workflow.cli.installed import installed
from workflow.cli.looking import look
from workflow.cli.output import (
    FAINT,
    LATE,
    Line,
    counted,
    heading,
    message,
    on_narrow_terminal,
    on_terminal,
    paragraph,
    print_json,
    say,
    table,
)
from workflow.clock import Clock
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import day_name, moment_name
from workflow.engine.due_document import due_document
from workflow.engine.due_list import (
    Asked,
    CaseDue,
    DueTask,
    asked,
    due_of_all,
    due_of_case,
    soonest_first,
    working_days_late,
)
from workflow.errors import WrongUse
from workflow.store.reading import Reading

BOARD = 100
"""Rows of the board that a terminal shows unasked."""

BOARD_COLUMNS = ("due", "case", "task", "who", "late", "where the case is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options of the command line."""

    as_of: str | None
    known_on: str | None
    explain: bool
    every: bool
    by: str
    as_json: bool


def show_due(clock: Clock, ref: str | None, wanted: Wanted) -> None:
    """Print what is due. Raises Refused for a case that is not there, or was not known then."""
    day, known = a_day("--as-of", wanted.as_of), a_day("--known-on", wanted.known_on)
    if wanted.by and ref is None:
        raise WrongUse("--by goes with one case; name it")
    with installed(clock) as app:
        now = app.now()
        what = asked(now, as_of=day, known=known, explain=wanted.explain)
        cases = _cases(app, ref, what, now, wanted.by)
        calendar = app.catalogue.calendar()
    if wanted.as_json:
        documents = [due_document(case, what) for case in cases]
        print_json(documents if ref is None else documents[0])
    elif ref is None and not wanted.explain:
        board(cases, calendar, what, most=BOARD if on_terminal() and not wanted.every else None)
        message(_summary(cases, what))
    else:
        for case in cases:
            one_case(case, calendar, what)


def _cases(app: App, ref: str | None, what: Asked, now: datetime, by: str) -> list[CaseDue]:
    if ref is None:
        with app.store.reading() as reading:
            return due_of_all(reading, app.catalogue, what)

    def read(reading: Reading) -> CaseDue:
        return due_of_case(reading, app.catalogue, ref, what)

    return [look(app, ref, "due", now, read, by=by)]


def board(cases: Sequence[CaseDue], calendar: Calendar, what: Asked, *, most: int | None) -> None:
    """Every open task, the soonest first; at most so many rows."""
    rows = [(case, task) for case in cases for task in case.tasks]
    rows.sort(key=lambda row: (*soonest_first(row[1]), row[0].case))
    narrow = on_narrow_terminal()
    columns = ("due", "case", "task", "late") if narrow else BOARD_COLUMNS
    line = _narrow_line if narrow else _wide_line
    table(columns, [line(calendar, what.as_of, case, task) for case, task in rows[:most]])
    if most is not None and len(rows) > most:
        say(f"and {len(rows) - most} more")
    if narrow:
        message("Late by working days. Wider terminals also show who, and where the case is.")


def one_case(case: CaseDue, calendar: Calendar, what: Asked) -> None:
    """One case with its tasks, and how each date came about if that was asked."""
    heading(f"{case.case}: {case.place}")
    if not case.tasks:
        say("No task is open.")
    elif not what.explain:
        columns = ("due", "task", "who", "late")
        table(columns, [_line_of_case(calendar, what.as_of, task) for task in case.tasks])
    for task in case.tasks if what.explain else ():
        late = late_name(calendar, task, what.as_of)
        say()
        say(f"{task.title}: {due_name(task)}{f', {late}' if late else ''}", bold=True)
        for line in task.explanation:
            text = line.lstrip()
            paragraph(text, indent=2 + len(line) - len(text))


def _summary(cases: Sequence[CaseDue], what: Asked) -> str:
    tasks = [task for case in cases for task in case.tasks]
    late = sum(task.late for task in tasks)
    return (
        f"{counted(len(tasks), 'open task')} in {counted(len(cases), 'case')},"
        f" {late} of them late on {day_name(what.as_of)}."
    )


def _wide_line(calendar: Calendar, as_of: date, case: CaseDue, task: DueTask) -> Line:
    late = late_name(calendar, task, as_of)
    cells = (due_name(task), case.case, task.title, task.role_title, late, case.place)
    return Line(cells, _colour(task))


def _narrow_line(calendar: Calendar, as_of: date, case: CaseDue, task: DueTask) -> Line:
    late = late_name(calendar, task, as_of).replace(" working", "").removesuffix(" late")
    return Line((due_name(task), case.case, task.title, late), _colour(task))


def _line_of_case(calendar: Calendar, as_of: date, task: DueTask) -> Line:
    late = late_name(calendar, task, as_of)
    return Line((due_name(task), task.title, task.role_title, late), _colour(task))


def _colour(task: DueTask) -> str:
    return LATE if task.late else FAINT if task.due is None else ""


def due_name(task: DueTask) -> str:
    """When a task is due, in words."""
    if task.due is not None:
        return moment_name(task.due)
    return "waiting for the calendar" if task.waiting else "no date yet"


def late_name(calendar: Calendar, task: DueTask, as_of: date) -> str:
    """By how much a task is late; empty when it is not."""
    if not task.late or task.due is None:
        return ""
    days = working_days_late(calendar, task.due, as_of)
    if not days:
        return "late"
    return f"{counted(days, 'working day')} late"
