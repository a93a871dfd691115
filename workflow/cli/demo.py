"""demo: invented families on a database of their own, and a walk through what is known of them."""

from __future__ import annotations

import sys
import tempfile
from datetime import time
from pathlib import Path
from shutil import which

from workflow.app import App, compose
from workflow.cli.cases import history_table
from workflow.cli.correcting import show_corrected
from workflow.cli.due import board, one_case
from workflow.cli.importing import imported
from workflow.cli.output import counted, heading, say
from workflow.cli.verifying import show_findings
from workflow.clock import Clock, at_time
from workflow.deadlines.naming import day_name
from workflow.engine.audit import verify
from workflow.engine.case_history import case_history
from workflow.engine.due_list import asked, due_of_all, due_of_case
from workflow.engine.history_file import read_histories
from workflow.errors import WrongUse
from workflow.settings import DEMONSTRATION, Settings
from workflow.simulation import demo
from workflow.simulation.sample import FAMILIES, SAMPLE, SAMPLE_ENDS
from workflow.simulation.staff import staff_of

ROWS = 25
"""Rows of the board that are shown."""


def demonstrate(clock: Clock, database: Path | None) -> None:
    """Make the database and show it as it stands at the end of the sample.

    Raises WrongUse when the file is there already.
    """
    file = new_file(database)
    settings = Settings(
        database_url=f"sqlite:///{file}", authority=DEMONSTRATION, policy="", definitions=None
    )
    # The families' last day is a fixed one: on any other, more of it would be late.
    app = compose(settings, lambda: at_time(SAMPLE_ENDS, time(17)))
    try:
        _fill(app)
        _show(app)
    finally:
        app.store.close()
    _what_next(file)


def new_file(database: Path | None) -> Path:
    """Where the database goes. Raises WrongUse when the file is there already."""
    file = database or Path(tempfile.mkdtemp(prefix="caseward-")) / "demo.db"
    if file.exists():
        raise WrongUse(f"{file} is there already; name a new file, or remove that one")
    return file


def activation(program: Path, here: Path) -> str:
    """What to type in the folder `here` so that the shell finds this program; "" if it does.

    `program` is the file that was started, beside which a virtual environment has its `activate`.
    """
    activate = program.absolute().with_name("activate")
    if not activate.is_file() or which(program.name) == str(program.absolute()):
        return ""
    return f". {activate.relative_to(here) if activate.is_relative_to(here) else activate}"


def _fill(app: App) -> None:
    say(demo.WELCOME.format(families=FAMILIES, day=day_name(SAMPLE_ENDS)), bold=True)
    summary = imported(app, SAMPLE)
    say(f"{summary.landed} rows of history were read into {counted(summary.cases, 'case')}.")
    with app.store.writing() as writing:
        process = app.catalogue.newest(writing, "").process
        acting = demo.acting(read_histories(SAMPLE))
        writing.replace_people(staff_of(acting, process, SAMPLE_ENDS))


def _show(app: App) -> None:
    what = asked(app.now())
    with app.store.reading() as reading:
        cases = due_of_all(reading, app.catalogue, asked(app.now(), explain=True))
        meetings = list(demo.meetings(reading, app.catalogue))
    heading(demo.BOARD)
    next_ones = demo.next_of_each(cases)
    board(next_ones, app.catalogue.calendar(), what, most=ROWS)
    late = sum(case.tasks[0].late for case in next_ones)
    day = day_name(what.as_of)
    say(demo.DATES_TO_KEEP.format(count=len(next_ones), late=late, day=day))
    heading(demo.EXPLAINED)
    one_case(demo.to_explain(cases), app.catalogue.calendar(), asked(app.now(), explain=True))
    _show_meeting(app, demo.with_different_outcomes(meetings))
    _show_correction(app, demo.worst_mistake(app.store, app.catalogue, meetings, app.now()))


def _show_meeting(app: App, meeting: demo.Meeting) -> None:
    heading(demo.TOGETHER.format(count=len(meeting.outcomes)))
    say(demo.TOGETHER_SAYS)
    with app.store.reading() as reading:
        lines = case_history(reading, app.catalogue, meeting.case)
        history_table([line for line in lines if line.kind == "event"], facts=False)
        for ref, outcome in meeting.outcomes.items():
            case = due_of_case(reading, app.catalogue, ref, asked(app.now()))
            say(f"  {ref}: {outcome}. Now: {case.place}.")


def _show_correction(app: App, wrong: demo.Mistake) -> None:
    heading(demo.CORRECTION)
    was, right = day_name(wrong.was), day_name(wrong.right)
    say(demo.CORRECTION_SAYS.format(row=wrong.row, case=wrong.case, was=was, right=right))
    show_corrected(demo.corrected(app.store, app.catalogue, wrong, dry_run=True))
    say()
    say(demo.CORRECTED_SAYS)
    done = demo.corrected(app.store, app.catalogue, wrong, dry_run=False)
    say(f"Corrected: row {done.row} of {wrong.case} says so.")
    heading(demo.VERIFIED)
    show_findings(list(verify(app.store, app.catalogue)))


def _what_next(file: Path) -> None:
    heading("Look around yourself")
    if activate := activation(Path(sys.argv[0]), Path.cwd()):
        say(f"  {activate}")
    say(f"  export CASEWARD_DATABASE_URL=sqlite:///{file}")
    for words in (
        f"due --as-of {SAMPLE_ENDS}",
        "case list",
        "person list",
        "--help",
    ):
        say(f"  caseward {words}")
