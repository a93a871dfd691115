"""import: histories read in, with a summary of what landed and what is late now."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from workflow.app import App
from workflow.case.model import Refused
from workflow.cli.installed import installed
from workflow.cli.output import (
    LATE,
    Line,
    counted,
    heading,
    message,
    print_json,
    progress,
    say,
    table,
)
from workflow.cli.setting_up import made_ready
from workflow.clock import Clock
from workflow.engine.history_file import read_histories
from workflow.engine.import_histories import ImportSummary, import_histories
from workflow.store.location import sqlite_file


def import_file(clock: Clock, file: Path, *, as_json: bool) -> None:
    """Read a histories file in. Raises Refused when a group of it was refused."""
    with installed(clock) as app:
        summary = imported(app, file)
    if as_json:
        print_json(_document(summary))
    else:
        _tell(summary)
    if count := len(summary.refused):
        groups = "1 group of cases was" if count == 1 else f"{count} groups of cases were"
        mend = "mend the rows named above and read the file again: the rest will not land twice"
        raise Refused("group_refused", f"{groups} refused; {mend}")


def imported(app: App, file: Path) -> ImportSummary:
    """Read a file in, with a bar on a terminal. An SQLite database that is missing is made."""
    rows = read_histories(file, policy=app.settings.policy)
    if sqlite_file(app.settings.database_url) and app.store.revision_state() == "missing":
        message(made_ready(app))
    with progress(len(rows), f"Reading {file.name}") as tell:
        return import_histories(app.store, app.catalogue, rows, now=app.now(), progress=tell)


def _tell(summary: ImportSummary) -> None:
    left = summary.rows - summary.landed - summary.already_there
    say(
        f"Read {counted(summary.rows, 'row')}: {summary.landed} landed in"
        f" {counted(summary.cases, 'case')}, {summary.already_there} already there, {left} refused."
    )
    if summary.refused:
        heading("Refused; nothing of these groups was written")
        table(
            ("row", "case", "event", "why", "group"),
            [
                Line((str(group.row), group.case, group.event, group.reason, _names(group.cases)))
                for group in summary.refused
            ],
        )
    if summary.late:
        tasks = counted(len(summary.late), "task")
        heading(f"Late now: {tasks} (nobody was told: import never sends)")
        titles = Counter(task.title for task in summary.late)
        lines = [Line((title, str(count)), LATE) for title, count in titles.most_common()]
        table(("task", "late"), lines)


def _names(cases: tuple[str, ...]) -> str:
    most = ", ".join(cases[:3])
    return most if len(cases) <= 3 else f"{most} and {len(cases) - 3} more"


def _document(summary: ImportSummary) -> dict[str, object]:
    return {
        "rows": summary.rows,
        "landed": summary.landed,
        "already_there": summary.already_there,
        "cases": summary.cases,
        "refused": [
            {
                "row": group.row,
                "case": group.case,
                "event": group.event,
                "code": group.code,
                "reason": group.reason,
                "cases": list(group.cases),
            }
            for group in summary.refused
        ],
        "late": [{"case": late.case, "task": late.task} for late in summary.late],
    }
