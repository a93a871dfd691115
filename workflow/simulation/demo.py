"""What the demonstration shows of the invented families, found by looking at their cases.

It chooses and words; the command line prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from workflow.case.model import Refused
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.engine.amend import Author
from workflow.engine.case_history import case_history
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.correct import Change
from workflow.engine.correction import Corrected, correct_case
from workflow.engine.due_list import CaseDue
from workflow.engine.history_file import Row, groups
from workflow.engine.work_line import WorkLine
from workflow.store.database import Store
from workflow.store.reading import Reading

WELCOME = "caseward: {families} invented families, as they stand on {day}"
BOARD = "What is due next in each open case, and what is late"
DATES_TO_KEEP = "{count} open cases have a date to keep; {late} of them are late on {day}."
EXPLAINED = "How the dates of one child's case come about, day by day"
TOGETHER = "One conference, {count} children of one family, and an outcome for each"
TOGETHER_SAYS = (
    "What the conference decides for each child arrives in that child's own case, in the same step."
)
CORRECTION = "A wrong date is corrected"
CORRECTION_SAYS = (
    "Row {row} of {case} says that the conference was held on {was}. It was held on {right}."
    " First what that would move, with nothing changed yet:"
)
CORRECTED_SAYS = "And now really. The wrong row stays in the history; a new one says how it counts."
VERIFIED = "Every case is replayed from its history, and every hash checked"
REASON = "The date was typed wrongly."

CHILD, CONFERENCE, HELD, HELD_ON = "child_protection conference hold_conference held_on".split()

TRIED = 12
"""Conferences that are tried for a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A conference, and the outcome for each child whom it considers."""

    case: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A row with a wrong date, which date is right, and who says so."""

    case: str
    row: int
    was: date
    right: date
    change: Change
    author: Author


def acting(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Who acts in a histories file, and in which role."""
    return ((row.command.actor, row.command.role) for row in rows)


def some_families(rows: Sequence[Row], workflows: Mapping[str, Workflow], count: int) -> list[Row]:
    """The rows of so many families of a file, early and late ones, in the order of the file."""
    families = groups(rows, workflows)
    chosen = {
        row.number for place in range(count) for row in families[place * len(families) // count]
    }
    return [row for row in rows if row.number in chosen]


def next_of_each(cases: Sequence[CaseDue]) -> list[CaseDue]:
    """Each open case that has a date to keep, with the soonest of its tasks alone."""
    return [
        replace(case, tasks=case.tasks[:1])
        for case in cases
        if case.tasks and case.tasks[0].due is not None and not case.closed
    ]


def to_explain(cases: Sequence[CaseDue]) -> CaseDue:
    """Of cases with their accounts the shortest in which a national rule leaves days out."""
    return min((case for case in cases if _leaves_days_out(case)), key=_length)


def _leaves_days_out(case: CaseDue) -> bool:
    accounts = ("\n".join(task.explanation) for task in case.tasks)
    left_out = any("— national" in each and "not counted" in each for each in accounts)
    return case.workflow == CHILD and not case.closed and left_out


def _length(case: CaseDue) -> int:
    return sum(len(task.explanation) for task in case.tasks)


def to_begin_with(reading: Reading, lines: Sequence[WorkLine]) -> str:
    """The case of the first task about a child that is not late, else of the first: what is late by
    months is of cases that are closed.
    """
    stored = {line.case: reading.case(line.case) for line in lines if not line.late}
    refs = [ref for ref, case in stored.items() if case and case.workflow == CHILD]
    return [*refs, lines[0].case][0]


def meetings(reading: Reading, catalogue: Catalogue) -> Iterator[Meeting]:
    """Every conference that has decided, the latest first."""
    for head in reversed(reading.heads()):
        if head.workflow == CONFERENCE:
            release, case = loaded(reading, catalogue, head.ref)
            child = release.workflow(CHILD)
            decision = child.facts["decision"]
            rows: Mapping[str, Any] = case.facts.get("outcomes") or {}
            outcomes = {ref: decision.codes[row["decision"]] for ref, row in rows.items()}
            if outcomes:
                yield Meeting(case=head.ref, outcomes=outcomes)


def with_different_outcomes(found: Iterable[Meeting]) -> Meeting:
    """The latest that decided otherwise for one child than for another, the smallest first."""
    several = [meeting for meeting in found if len(set(meeting.outcomes.values())) > 1]
    return min(several, key=lambda meeting: len(meeting.outcomes))


def worst_mistake(
    store: Store, catalogue: Catalogue, found: Iterable[Meeting], now: datetime
) -> Mistake:
    """Of the latest conferences the one that moves most if it was held a working day earlier."""
    tried = list(islice(found, TRIED))
    mistakes = [mistake(store, catalogue, meeting, now) for meeting in tried]
    return max(mistakes, key=lambda each: _moves(store, catalogue, each))


def mistake(store: Store, catalogue: Catalogue, meeting: Meeting, now: datetime) -> Mistake:
    """That a conference was held a working day earlier than its history says."""
    with store.reading() as reading:
        lines = case_history(reading, catalogue, meeting.case)
    row = next(line for line in lines if line.event == HELD)
    was = london_day(row.occurred_on)
    right = catalogue.calendar().subtract_working_days(was, 1)
    return Mistake(
        case=meeting.case,
        row=row.seq,
        was=was,
        right=right,
        change=Change(facts={HELD_ON: right.isoformat()}),
        author=Author(actor=row.actor, role="", recorded_at=now, reason=REASON),
    )


def corrected(store: Store, catalogue: Catalogue, wrong: Mistake, *, dry_run: bool) -> Corrected:
    """What the correction moves; nothing is kept with `dry_run`. Raises Refused."""
    return correct_case(
        store, catalogue, wrong.case, wrong.row, wrong.change, wrong.author, dry_run=dry_run
    )


def _moves(store: Store, catalogue: Catalogue, wrong: Mistake) -> int:
    """How many tasks a correction moves; -1 where it is refused."""
    try:
        return _count(corrected(store, catalogue, wrong, dry_run=True))
    except Refused:
        return -1


def _count(found: Corrected) -> int:
    return len(found.changes.tasks) + sum(_count(linked) for linked in found.linked)
