"""do: one step of a case, and what came of it there and in linked cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from workflow.app import App
from workflow.case.model import Command
from workflow.case.warnings import Warned
from workflow.cli.arguments import a_moment, facts_of
from workflow.cli.documents import put_aside
from workflow.cli.installed import installed
from workflow.cli.output import Line, message, print_json, say, table
from workflow.clock import Clock
from workflow.definition.model import OPEN_CASE
from workflow.engine.changes import Changes, TaskChanged
from workflow.engine.completing import NEW
from workflow.engine.outcome_changes import outcome_changes
from workflow.engine.run import Outcome
from workflow.errors import WrongUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words of the command line."""

    ref: str
    event: str
    by: str
    role: str
    facts: Sequence[str]
    documents: Sequence[str]
    on: str | None
    workflow: str
    policy: str | None
    command_id: str
    late: bool
    revision: int | None
    as_json: bool = False


def record(clock: Clock, wanted: Wanted) -> None:
    """Record a step and tell what it changed. Raises Refused."""
    with installed(clock) as app:
        outcome = app.run(_command(app, wanted), revision=wanted.revision)
        with app.store.reading() as reading:
            found = outcome_changes(reading, app.catalogue, outcome)
    if wanted.as_json:
        print_json(_document(outcome, found))
        return
    if outcome.repeated:
        say(f"This was done before, as row {outcome.event.seq}; nothing was changed.")
    for changed in found:
        show_changes(changed)
    for warned in outcome.warnings:
        message(note(outcome, warned))


def note(outcome: Outcome, warned: Warned) -> str:
    """A warning as a line; of a linked case with its reference."""
    where = "" if warned.case == outcome.case else f" on {warned.case}"
    return f"Note{where}: {warned.say}"


def _document(outcome: Outcome, found: Sequence[Changes]) -> dict[str, object]:
    return {
        "case": outcome.case,
        "row": outcome.event.seq,
        "repeated": outcome.repeated,
        "changes": [asdict(changed) for changed in found],
        "warnings": [asdict(warned) for warned in outcome.warnings],
    }


def show_changes(changed: Changes) -> None:
    """Where a case is now, and which of its tasks opened, moved or ended."""
    if changed.opened:
        say(f"{changed.case} was opened: {changed.is_in}", bold=True)
    elif changed.was_in != changed.is_in:
        say(f"{changed.case}: {changed.was_in} → {changed.is_in}", bold=True)
    else:
        say(f"{changed.case} stays: {changed.is_in}", bold=True)
    if changed.tasks:
        columns = ("", "task", "due before", "due now")
        table(columns, [_line(task) for task in changed.tasks])
    else:
        say("No open task moves.")


def _line(task: TaskChanged) -> Line:
    return Line((task.change, task.title, task.was, task.now))


def _command(app: App, wanted: Wanted) -> Command:
    opening = wanted.event == OPEN_CASE
    if opening and not wanted.workflow:
        raise WrongUse(f"`{OPEN_CASE}` needs --workflow: which kind of case to open")
    if not opening and (wanted.workflow or wanted.ref == NEW):
        raise WrongUse(f"{NEW} and --workflow go with `{OPEN_CASE}` only; name the case")
    policy = app.settings.policy if wanted.policy is None else wanted.policy
    return Command(
        case=wanted.ref,
        event=wanted.event,
        recorded_at=app.now(),
        actor=wanted.by,
        role=wanted.role,
        workflow=wanted.workflow,
        policy=policy,
        occurred_on=a_moment("--on", wanted.on),
        facts=facts_of(wanted.facts) | put_aside(app, wanted.by, wanted.documents),
        command_id=wanted.command_id,
        late=wanted.late,
    )
