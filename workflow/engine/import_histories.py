"""Import: a histories file becomes cases, as if each row had been typed on its day.

Import never sends. Timed events of the definition are fired up to each row's `recorded_at`; rungs
whose instant is before the import become deeds `passed: imported`. A group of tied cases lands
whole or not at all; the others land. Read twice, a file lands nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple

from workflow.case.cascade import carry_out
from workflow.case.model import Case, Refused
from workflow.case.simulated_time import drain
from workflow.deadlines.due import is_late
from workflow.definition.model import Workflow
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import task_title
from workflow.engine.history_file import Row, groups
from workflow.engine.stored_cases import StoredCases
from workflow.errors import WrongUse
from workflow.store.database import Store
from workflow.store.writing import Writing

IMPORTED = "imported"
"""What the deed of a rung says that passed before the import."""


@dataclass(frozen=True, slots=True)
class RefusedGroup:
    """A group of tied cases that could not be read in: the row that was refused, and why."""

    row: int
    case: str
    event: str
    code: str
    reason: str
    cases: tuple[str, ...]


class LateTask(NamedTuple):
    """An open task that is late; `title` is the same for everybody that the task is for."""

    case: str
    task: str
    title: str


@dataclass
class ImportSummary:
    """What came of an import. `late` are the tasks that are late at the moment of the import."""

    rows: int = 0
    landed: int = 0
    already_there: int = 0
    cases: int = 0
    refused: list[RefusedGroup] = field(default_factory=list)
    late: list[LateTask] = field(default_factory=list)

    def add(self, group: ImportSummary) -> None:
        """Count what came of one group of the file."""
        self.landed += group.landed
        self.already_there += group.already_there
        self.cases += group.cases
        self.refused += group.refused
        self.late += group.late


def import_histories(
    store: Store,
    catalogue: Catalogue,
    rows: Sequence[Row],
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportSummary:
    """Read rows into the database, one transaction for each group of tied cases.

    `progress` is told how many rows have been dealt with. Raises Fault, WrongUse.
    """
    summary = ImportSummary(rows=len(rows))
    with store.reading() as reading:
        flows = catalogue.newest(reading, "").process.workflows
    for group in groups(rows, flows):
        work = partial(_imported, catalogue=catalogue, group=group, now=now)
        summary.add(store.transact(work))
        progress(len(group))
    return summary


def _imported(
    writing: Writing, catalogue: Catalogue, group: Sequence[Row], now: datetime
) -> ImportSummary:
    """Advance the cases of a group in memory and write them; refused, nothing is written."""
    writing.alone("import")
    cases = StoredCases(writing, catalogue)
    done = writing.carried_out([row.command.command_id for row in group])
    known = [row for row in group if row.command.command_id in done]
    if len(known) < len(group):
        _read_again(cases, {row.command.case for row in known})
    for row in group:
        if row.command.command_id in done:
            continue
        try:
            drain(cases, cases.touched, row.command.recorded_at, note=IMPORTED)
            carry_out(cases, row.command)
        except (Refused, WrongUse) as refused:
            return ImportSummary(already_there=len(known), refused=[_refused(row, group, refused)])
    drain(cases, cases.touched, now, note=IMPORTED, rungs_only=True)
    cases.write()
    changed = cases.changed()
    return ImportSummary(
        landed=len(group) - len(known),
        already_there=len(known),
        cases=len(changed),
        late=[late for case in changed for late in _late(cases.workflow(case), case, now)],
    )


def _read_again(cases: StoredCases, refs: set[str]) -> None:
    """Read cases of an earlier import and all tied to them: the clock has gone on there too."""
    while refs:
        ref = min(refs)
        tied = {other for others in cases.get(ref).links.values() for other in others}
        refs = (refs | tied).difference(cases.touched())


def _refused(row: Row, group: Sequence[Row], refused: Refused | WrongUse) -> RefusedGroup:
    return RefusedGroup(
        row=row.number,
        case=row.command.case,
        event=row.command.event,
        code=refused.code,
        reason=str(refused),
        cases=tuple(dict.fromkeys(row.command.case for row in group)),
    )


def _late(workflow: Workflow, case: Case, now: datetime) -> list[LateTask]:
    due = ((task, task.due.at) for task in case.tasks)
    late = (task for task, at in due if at is not None and is_late(at, now))
    return [LateTask(case.ref, task.id, task_title(workflow, task.name, None)) for task in late]
