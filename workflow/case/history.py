"""effective and replay: a history with its corrections applied, and the fold of it.

A correction never changes a row: it says from later on how earlier rows count. It carries the row
that it corrects, what replaces its facts or its day, which rows no longer count, and the moves of
rows that were decided again because of it, so that a replay decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflow.case.evolve import evolve, unopened
from workflow.case.model import Case, Event, Facts, Kind, Move
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.release import Release

CORRECT, RETRACT, PLACE = "correct", "retract", "place"
"""Names of correction rows: replace, retract, or the rest of a placed late event."""

MOVED_RELEASE, CALENDAR_CHANGED = "moved_release", "calendar_changed"
"""Names of the rows of a case that counts by another release, or by another calendar alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """How earlier rows count from now on, as a value. `as_facts` is what its row keeps.

    `row`: the row corrected (None where a late event was placed); `facts` and `occurred_on`
    replace that row's; `retracts`: rows that no longer count; `moves`: rows decided otherwise.
    """

    row: int | None = None
    facts: Facts | None = field(default=None, repr=False)
    occurred_on: date | datetime | None = None
    retracts: tuple[int, ...] = ()
    moves: dict[int, tuple[Move, ...]] = field(default_factory=dict)
    reason: str = ""

    def as_facts(self) -> dict[str, Any]:
        """The facts of a correction row; `correction_of` reads them back."""
        return {
            "row": self.row,
            "facts": self.facts,
            "occurred_on": self.occurred_on.isoformat() if self.occurred_on else None,
            "retracts": list(self.retracts),
            "moves": {str(n): [[m.left, m.entered] for m in ms] for n, ms in self.moves.items()},
            "reason": self.reason,
        }


def correction_of(row: Event) -> Correction:
    """What a correction row says."""
    facts, on = row.facts, row.facts.get("occurred_on")
    return Correction(
        row=facts.get("row"),
        facts=facts.get("facts"),
        occurred_on=(date if len(on) == 10 else datetime).fromisoformat(on) if on else None,
        retracts=tuple(facts.get("retracts", ())),
        moves={int(n): tuple(Move(*m) for m in ms) for n, ms in facts.get("moves", {}).items()},
        reason=facts.get("reason", ""),
    )


def effective(history: Iterable[Event]) -> list[Event]:
    """The rows to fold, in the order to fold them: placed, corrected, without those retracted."""
    rows: list[Event] = []
    for row in history:
        if row.kind is Kind.EVENT:
            _insert(rows, row)
        elif row.kind is Kind.CORRECTION:
            rows = corrected(rows, correction_of(row))
    return rows


def corrected(rows: Sequence[Event], correction: Correction) -> list[Event]:
    """Effective rows with one more correction applied."""
    return [_counts_as(row, correction) for row in rows if row.seq not in correction.retracts]


def _insert(rows: list[Event], row: Event) -> None:
    """Put a row at its place: last, or after the row that it was placed after."""
    if row.placed_after is None:
        rows.append(row)
        return
    # Directly after it: who placed the row named the one before its place, be it a placed one too.
    at = next((n for n, other in enumerate(rows, 1) if other.seq == row.placed_after), len(rows))
    rows.insert(at, row)


def _counts_as(row: Event, correction: Correction) -> Event:
    if row.seq in correction.moves:
        row = replace(row, moves=correction.moves[row.seq])
    if row.seq != correction.row:
        return row
    facts = row.facts if correction.facts is None else correction.facts
    return replace(row, facts=facts, occurred_on=correction.occurred_on or row.occurred_on)


def fold(release: Release, calendar: Calendar, case: Case, rows: Iterable[Event]) -> Case:
    """The case after rows that are effective already."""
    for row in rows:
        case = evolve(release, calendar, case, row).case
    return case


def replay(
    release: Release, calendar: Calendar, ref: str, workflow: str, history: Sequence[Event]
) -> Case:
    """The case that a history gives, as it was decided."""
    start = unopened(ref, workflow, release, calendar, history[0].recorded_at)
    case = fold(release, calendar, start, effective(history))
    return case.with_(revision=revision_of(history))


def revision_of(history: Iterable[Event]) -> int:
    """How often the case has changed: events and corrections, not deeds."""
    return sum(1 for row in history if row.kind is not Kind.DEED)


def known_on(history: Iterable[Event], day: date) -> list[Event]:
    """What had been recorded by the end of that day in London."""
    return [row for row in history if london_day(row.recorded_at) <= day]
