"""correct: one row of a history counts otherwise, and what that moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.cli.arguments import a_moment, facts_of
from workflow.cli.installed import installed
from workflow.cli.output import say
from workflow.cli.stepping import show_changes
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.engine.amend import Author
from workflow.engine.correct import Change
from workflow.engine.correction import Corrected, Told, correct_case
from workflow.errors import WrongUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words of the command line."""

    ref: str
    seq: int
    reason: str
    by: str
    role: str
    facts: Sequence[str]
    on: str | None
    retract: bool
    dry_run: bool


def correct_row(clock: Clock, wanted: Wanted) -> None:
    """Correct a row and show what moved, or only show what would. Raises Refused, WrongUse."""
    change = _change(wanted)
    with installed(clock) as app:
        author = Author(
            actor=wanted.by, role=wanted.role, recorded_at=app.now(), reason=wanted.reason
        )
        corrected = correct_case(
            app.store,
            app.catalogue,
            wanted.ref,
            wanted.seq,
            change,
            author,
            dry_run=wanted.dry_run,
        )
    show_corrected(corrected)
    if wanted.dry_run:
        say("Nothing was changed: leave --dry-run out to correct it.")
    else:
        say(f"Corrected: row {corrected.row} of {wanted.ref} says so.")


def show_corrected(corrected: Corrected) -> None:
    """What moved, here and in linked cases."""
    show_changes(corrected.changes)
    _show_rows("Done on what was then believed", corrected.deeds)
    _show_rows("Would not have been due, and no longer counts", corrected.dropped)
    for linked in corrected.linked:
        show_corrected(linked)


def _show_rows(title: str, rows: Sequence[Told]) -> None:
    if rows:
        say(f"{title}:")
    for row in rows:
        say(f"  row {row.seq}, {moment_name(row.occurred_on)}: {row.told}")


def _change(wanted: Wanted) -> Change:
    facts, on = facts_of(wanted.facts), a_moment("--on", wanted.on)
    if wanted.retract and (facts or on):
        raise WrongUse("--retract goes alone: a row that no longer counts has no facts and no day")
    if not (wanted.retract or facts or on):
        raise WrongUse("say what is to be different: --fact NAME=VALUE, --on DATE or --retract")
    if not wanted.reason.strip():
        raise WrongUse("--reason is empty; say in a few words why the row was wrong")
    return Change(facts=facts, occurred_on=on, retract=wanted.retract)
