"""verify: every case replayed and every hash checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow.case.history import replay
from workflow.case.model import FOLD_VERSION
from workflow.case.record import case_record, event_from
from workflow.engine.catalogue import Catalogue
from workflow.store.chain import broken_at
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import StoredCase, StoredRow


class Verdict(StrEnum):
    """What verifying a case found."""

    FINE = "fine"
    TAMPERED = "tampered"
    """the chain is broken: a row or the last of them was changed outside the program"""
    DIVERGED = "diverged"
    """the same code folds the history to another case: our fault, or the snapshot was changed"""
    OLDER_FOLD = "older fold"
    """made by an older version of the fold; moved like a release"""
    DESTROYED = "facts destroyed"
    """facts were lawfully destroyed: the chain holds, there is nothing to replay"""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one case. `row` is where the chain breaks."""

    case: str
    verdict: Verdict
    row: int | None = None


def verify(store: Store, catalogue: Catalogue) -> Iterator[Finding]:
    """A finding for each case, in the order in which they were opened."""
    with store.reading() as reading:
        for stored in list(reading.cases()):
            yield _verify(reading, catalogue, stored)


def _verify(reading: Reading, catalogue: Catalogue, stored: StoredCase) -> Finding:
    rows = reading.history(stored.case_id)
    if (row := broken_at(stored.case_id, rows, stored.head_hash)) is not None:
        return Finding(stored.ref, Verdict.TAMPERED, row)
    if any(row.record["facts"] is None for row in rows):
        return Finding(stored.ref, Verdict.DESTROYED)
    if stored.fold_version != FOLD_VERSION:
        return Finding(stored.ref, Verdict.OLDER_FOLD)
    same = _replayed(reading, catalogue, stored, rows) == stored.snapshot
    return Finding(stored.ref, Verdict.FINE if same else Verdict.DIVERGED)


def _replayed(
    reading: Reading, catalogue: Catalogue, stored: StoredCase, rows: list[StoredRow]
) -> object:
    release = catalogue.release(reading, stored.release)
    calendar = catalogue.calendar(stored.calendar)
    workflow = release.workflow(stored.workflow)
    history = [event_from(row.record, workflow) for row in rows]
    return case_record(replay(release, calendar, stored.ref, stored.workflow, history))
