"""What a row of a history does not say itself: the title of its step, and what stayed unticked.

Both hang on where the case was when the row was recorded. Going along a whole history is dear, so
nobody goes further than the last row that needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.case.checklist import not_ticked
from workflow.case.evolve import retold, steps_of
from workflow.case.model import Case, Event
from workflow.case.reading import Reading as FactReading
from workflow.case.telling import own_facts
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.changes import titles_of
from workflow.engine.row_facts import NOT_TICKED, RowFact


@dataclass(frozen=True, slots=True)
class Along:
    """What depends on where the case was at a row."""

    title: str = ""
    open: tuple[RowFact, ...] = ()


def along(release: Release, case: Case, rows: Sequence[Event]) -> Mapping[int, Along]:
    """Of each row that needs it, by its number. `rows` are those that count."""
    workflow, found = release.workflow(case.workflow), {}
    needing = _needing(workflow)
    last = max((n for n, row in enumerate(rows) if row.name in needing), default=-1)
    for row in rows[: last + 1]:
        if row.name in needing:
            found[row.seq] = _at(release, workflow, case, row)
        case = retold(release, case, row)
    return found


def _at(release: Release, workflow: Workflow, case: Case, row: Event) -> Along:
    steps = steps_of(release, case, row)
    ticks = not_ticked(steps, FactReading(workflow, case, own_facts(case, row, steps)))
    left = (tick for tick in ticks if tick.fact not in row.facts)
    unticked = (RowFact(name=t.fact, label=t.say, value=NOT_TICKED) for t in left)
    return Along(titles_of(steps), tuple(unticked))


def _needing(workflow: Workflow) -> frozenset[str]:
    """The events whose steps have several titles, or something to tick."""
    titles: dict[str, set[str]] = {}
    for step in workflow.steps:
        titles.setdefault(step.event, set()).add(step.title)
    ticked = {step.event for step in (workflow.opening, *workflow.steps) if step.checklist}
    return frozenset(ticked.union(name for name, said in titles.items() if len(said) > 1))
