"""What a command would do, told before it is given: nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.case.foresight import foreseen
from workflow.case.model import Command, Warned
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import Changes, changes
from workflow.engine.completing import completed
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The cases that would change, the one that was asked for first, and what is warned of."""

    changes: tuple[Changes, ...]
    warnings: tuple[Warned, ...]


def foresee(store: Store, catalogue: Catalogue, command: Command) -> Foreseen:
    """What would follow. Raises Refused as giving the command would."""

    def look(writing: Writing) -> Foreseen:
        cases = StoredCases(writing, catalogue)
        seen = foreseen(cases, completed(writing, cases, command))
        return Foreseen(
            changes=tuple(
                changes(cases.workflow(after), seen.before.get(ref), after)
                for ref, after in seen.after.items()
            ),
            warnings=seen.warnings,
        )

    return store.transact(look)
