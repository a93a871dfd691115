"""What a command would do, told before it is given: it is tried, and nothing of it is kept.

It is carried out by the code that does it in earnest, letters and all, in a transaction that is
undone: so what is told here is what will happen.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.case.model import Command
from workflow.case.warnings import Warned
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import Changes
from workflow.engine.letters_ahead import LettersAhead, Onlooker, letters_ahead
from workflow.engine.outcome_changes import outcome_changes
from workflow.engine.run import Outcome, run_in
from workflow.store.database import Store
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The cases that would change, the one that was asked for first, what is warned of, and what
    would be sent. `done`: the command was carried out before, and would change nothing now.
    """

    changes: tuple[Changes, ...]
    warnings: tuple[Warned, ...]
    letters: LettersAhead
    done: bool = False


def foresee(
    store: Store, catalogue: Catalogue, command: Command, *, revision: int | None = None
) -> Foreseen:
    """What would follow. Raises Refused as giving the command would."""

    def look(writing: Writing) -> Foreseen:
        outcome = run_in(writing, catalogue, command, revision)
        return Foreseen(
            changes=tuple(outcome_changes(writing, catalogue, outcome)),
            warnings=outcome.warnings,
            letters=letters_ahead(writing, catalogue, outcome.sent, _onlooker(command, outcome)),
            done=outcome.repeated,
        )

    return store.transact(look, keep=False)


def _onlooker(command: Command, outcome: Outcome) -> Onlooker:
    opened = frozenset(case.ref for case in outcome.changed) - outcome.before.keys()
    return Onlooker(person=command.actor, at=command.recorded_at, opened=opened)
