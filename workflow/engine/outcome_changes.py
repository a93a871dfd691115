"""What a command changed, case by case, for whoever gave it."""

from __future__ import annotations

from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import Changes, changes
from workflow.engine.run import Outcome
from workflow.store.reading import Reading


def outcome_changes(reading: Reading, catalogue: Catalogue, outcome: Outcome) -> list[Changes]:
    """Of each case that has a new row, the one that was asked for first."""
    asked_first = sorted(outcome.changed, key=lambda case: case.ref != outcome.case)
    return [
        changes(release.workflow(case.workflow), outcome.before.get(case.ref), case)
        for case in asked_first
        for release in [catalogue.release(reading, case.release)]
    ]
