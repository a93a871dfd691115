"""case: the list of cases, one case, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from workflow.case.record import plain
from workflow.cli.due import one_case
from workflow.cli.installed import installed
from workflow.cli.looking import look
from workflow.cli.output import (
    FAINT,
    Line,
    heading,
    message,
    on_narrow_terminal,
    print_json,
    say,
    table,
)
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.engine.case_history import HistoryLine, case_history
from workflow.engine.case_page import CasePage, OpenStep, case_lines, case_page
from workflow.engine.due_list import asked
from workflow.engine.row_facts import RowFact
from workflow.errors import WrongUse
from workflow.store.reading import Reading


def show_cases(clock: Clock, *, open_only: bool, as_json: bool) -> None:
    """Every case, or every open one."""
    with installed(clock) as app, app.store.reading() as reading:
        cases = [c for c in case_lines(reading, app.catalogue) if not (open_only and c.closed)]
    if as_json:
        print_json([plain(asdict(case)) for case in cases])
    elif not cases:
        message("There is no case yet: `caseward import FILE.csv` reads some in.")
    else:
        columns = ("case", "kind", "policy", "opened", "where it is")
        lines = [
            Line(
                (c.case, c.workflow, c.policy, moment_name(c.opened_on), c.place),
                FAINT if c.closed else "",
            )
            for c in cases
        ]
        table(columns, lines)


def show_case(clock: Clock, ref: str, *, by: str, reason: str, as_json: bool) -> None:
    """Everything about one case but its history. Raises Refused, WrongUse."""
    if reason and not by:
        raise WrongUse("--reason goes with --by PERSON: without it nobody is kept out")
    with installed(clock) as app:
        now = app.now()
        what = asked(now)

        def read(reading: Reading) -> CasePage:
            return case_page(reading, app.catalogue, ref, what)

        page = look(app, ref, "case", now, read, by=by, reason=reason)
        calendar = app.catalogue.calendar()
    if as_json:
        print_json(plain(asdict(page)))
        return
    _head(page)
    one_case(page.due, calendar, what)
    _steps(page)
    _known(page)


def show_history(clock: Clock, ref: str, *, by: str, as_json: bool) -> None:
    """Every row of one case. Raises Refused."""
    with installed(clock) as app:

        def read(reading: Reading) -> list[HistoryLine]:
            return case_history(reading, app.catalogue, ref)

        lines = look(app, ref, "history", app.now(), read, by=by)
    if as_json:
        print_json([plain(asdict(line)) for line in lines])
        return
    history_table(lines)


def history_table(lines: Sequence[HistoryLine], *, facts: bool = True) -> None:
    """The rows of a history, each with its facts below it."""
    columns = ("row", "happened", "recorded", "by", "what")
    found = [
        shown
        for line in lines
        for shown in (_history_line(line), *map(_fact_line, line.facts if facts else ()))
    ]
    if on_narrow_terminal():
        narrow = [Line((*line.cells[:2], line.cells[-1]), line.colour) for line in found]
        table((*columns[:2], columns[-1]), narrow)
        message("Wider terminals also show when each row was recorded, and by whom.")
    else:
        table(columns, found)


def _head(page: CasePage) -> None:
    closed = f", closed on {moment_name(page.closed_on)}" if page.closed_on else ""
    policy = f"; {page.policy}" if page.policy else ""
    say(f"{page.case}: {page.workflow}{policy}", bold=True)
    opened = f"opened on {moment_name(page.opened_on)}{closed}"
    say(f"{opened}; release {page.release}, revision {page.revision}")
    heading("Where it is")
    for title in page.titles:
        say(f"  {title}")


def _steps(page: CasePage) -> None:
    heading("What may happen now")
    lines = [
        Line((step.event, _title(step), ", ".join(step.by) or _by_nobody(step)))
        for step in page.steps
    ]
    if lines:
        table(("event", "what", "by whom"), lines)
    else:
        say("Nothing: the case is closed.")


def _title(step: OpenStep) -> str:
    return f"{step.title} (not now: {step.blocked})" if step.blocked else step.title


def _by_nobody(step: OpenStep) -> str:
    return "by the clock" if step.by_clock else "told by a linked case"


def _known(page: CasePage) -> None:
    heading("What is known")
    table(("fact", "value"), [Line((fact.label, fact.value)) for fact in page.facts])
    if page.people:
        heading("Who works on it")
        table(("role", "person"), [Line(pair) for pair in page.people])
    if page.ties:
        heading("Linked cases")
        lines = [Line((t.link, t.case, "open" if t.open else "closed")) for t in page.ties]
        table(("tie", "case", ""), lines)


def _history_line(line: HistoryLine) -> Line:
    who = f"{line.actor} ({line.role})" if line.role else line.actor
    happened, recorded = moment_name(line.occurred_on), moment_name(line.recorded_at)
    cells = (str(line.seq), happened, recorded, who, _what(line))
    return Line(cells, "" if line.kind == "event" and line.counts else FAINT)


def _fact_line(fact: RowFact) -> Line:
    was = f" instead of {fact.was}" if fact.was else ""
    return Line(("", "", "", "", f"  {fact.label}: {fact.value}{was}"))


def _what(line: HistoryLine) -> str:
    moved = f": {line.moved}" if line.moved else ""
    told_by = f", told by {line.caused_by}" if line.caused_by else ""
    return line.told + moved + told_by + ("" if line.counts else " (no longer counts)")
