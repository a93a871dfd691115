"""migrate: open cases moved to the newest release, with the dates that this moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from workflow.app import App
from workflow.case.edge import nearest
from workflow.cli.installed import installed
from workflow.cli.output import Line, counted, message, print_json, say, table
from workflow.clock import Clock
from workflow.engine.amend import Author
from workflow.engine.completing import known_person
from workflow.engine.migrate import Moved, migrate
from workflow.errors import CasewardError, WrongUse


class SomeStay(CasewardError):
    """Some cases could not be moved."""

    code = "some_stay"


def move_cases(
    clock: Clock, workflow: str, by: str, reason: str, *, dry_run: bool, as_json: bool
) -> None:
    """Move them and tell what moved. Raises WrongUse, Refused, and SomeStay at the end."""
    if not reason.strip():
        raise WrongUse("--reason is empty; say in a few words why the procedure has changed")
    with installed(clock) as app:
        _check_known(app, workflow, by)
        author = Author(actor=by, role="", recorded_at=app.now(), reason=reason)
        found = list(migrate(app.store, app.catalogue, author, workflow=workflow, dry_run=dry_run))
    if as_json:
        print_json([_as_json(moved) for moved in found])
    else:
        _show(found, dry_run=dry_run)
    if staying := _staying(found):
        cases = counted(len(found), "case")
        raise SomeStay(f"{staying} of {cases} stay with the release that they have")


def _staying(found: Sequence[Moved]) -> int:
    return sum(1 for moved in found if moved.stays)


def _check_known(app: App, workflow: str, person: str) -> None:
    with app.store.reading() as reading:
        known_person(reading, person)
        known = app.catalogue.newest(reading, "").process.workflows
    if workflow and workflow not in known:
        hint = nearest(workflow, known) or f"; known: {', '.join(known)}"
        raise WrongUse(f"there is no workflow `{workflow}`{hint}")


def _show(found: Sequence[Moved], *, dry_run: bool) -> None:
    lines = [
        Line((moved.case, task.change, task.title, task.was, task.now))
        for moved in found
        if moved.changes
        for task in moved.changes.tasks
    ]
    if lines:
        table(("case", "", "task", "due before", "due now"), lines)
    for moved in found:
        if moved.stays:
            message(f"{moved.case} stays: {moved.stays}")
    cases, tasks = counted(len(found) - _staying(found), "case"), counted(len(lines), "task")
    say(f"{'Would move' if dry_run else 'Moved'} {cases}, and with them {tasks}.")


def _as_json(moved: Moved) -> dict[str, object]:
    tasks = [asdict(task) for task in moved.changes.tasks] if moved.changes else []
    stays = str(moved.stays) if moved.stays else None
    return {"case": moved.case, "release": moved.release, "tasks": tasks, "stays": stays}
