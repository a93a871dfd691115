"""Corrections of random lives in a database: refused and nothing changed, or all of it fits.

A life is lived in memory and typed into a database; then rows of it are corrected at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from process.lives import Life
from real_process import catalogue, fresh
from workflow.case.history import effective
from workflow.case.model import Event, Refused, Timer
from workflow.case.record import event_from, moment, plain
from workflow.case.redo import command_of
from workflow.case.simulated_time import drain
from workflow.clock import london_day
from workflow.definition.model import OPEN_CASE
from workflow.engine.amend import Amendment, Author
from workflow.engine.audit import Verdict, verify
from workflow.engine.correct import Change, correct, place_late
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import StoredCase

STEPS, CORRECTIONS = 80, 8


@dataclass
class Corrected:
    """What random corrections of one life came to."""

    store: Store
    life: Life
    rng: Random
    outcomes: Counter[str] = field(default_factory=Counter)

    def typed_in(self) -> None:
        """The life as it was lived, in the database."""
        with self.store.writing() as writing:
            cases = StoredCases(writing, catalogue())
            for ref, case in self.life.cases.cases.items():
                for row in self.life.cases.histories[ref]:
                    cases.add(case, row)
                    if "timer" in row.facts:
                        cases.mark_fired(ref, _timer_of(row))
            cases.write()

    def time_passes(self) -> None:
        """The clock goes on in every case after all that was corrected."""
        with self.store.writing() as writing:
            cases = StoredCases(writing, catalogue())
            drain(cases, lambda: list(self.life.cases.cases), self.life.now + timedelta(days=30))
            cases.write()
        self._verify()

    def place_something(self) -> None:
        """Something like it happened again, some days after a row, and is told only now."""
        ref, row = self._some_row()
        on = london_day(row.occurred_on) + timedelta(days=self.rng.randint(0, 5))
        days = {
            name: on.isoformat() for name, value in row.facts.items() if value == row.occurred_on
        }
        again = command_of(ref, row)
        late = replace(
            again,
            occurred_on=on,
            facts={**again.facts, **days},
            recorded_at=self.life.now,
            command_id="",
            late=True,
            timer="",
            judged_at=None,
        )
        before = self._everything()
        try:
            with self.store.writing() as writing:
                cases = StoredCases(writing, catalogue())
                place_late(cases, late)
                cases.write()
        except Refused:
            assert self._everything() == before
            self.outcomes["not placed"] += 1
            return
        self._verify()
        self.outcomes["placed"] += 1

    def correct_something(self) -> None:
        ref, row = self._some_row()
        change = self._change(row)
        before = self._everything()
        amendment = self._corrected(ref, row.seq, change)
        if amendment is None:
            assert self._everything() == before
            self.outcomes["refused"] += 1
            return
        self._verify()
        self.outcomes["retracted" if change.retract else "corrected"] += 1
        if not change.retract and not any(each.dropped for each in _all(amendment)):
            self._correct_back(ref, row, change, before)

    def _correct_back(self, ref: str, row: Event, change: Change, before: dict[str, Any]) -> None:
        was = {name: plain(row.facts[name]) for name in change.facts}
        back = self._corrected(ref, row.seq, Change(facts=was))
        assert back is not None
        self._verify()
        assert dues(self._everything()) == dues(before), (ref, row.seq, row.name, change)
        self.outcomes["corrected back"] += 1

    def _corrected(self, ref: str, seq: int, change: Change) -> Amendment | None:
        author = Author(
            actor="somebody", role="team_manager", recorded_at=self.life.now, reason="mistyped"
        )
        try:
            with self.store.writing() as writing:
                cases = StoredCases(writing, catalogue())
                amendment = correct(cases, ref, seq, change, author)
                cases.write()
                return amendment
        except Refused as refused:
            self.outcomes[refused.code] += 1
            return None

    def _change(self, row: Event) -> Change:
        dates = [name for name, value in row.facts.items() if _is_day(value)]
        if not dates or self.rng.random() < 0.2:
            return Change(facts={}, retract=True)
        name = self.rng.choice(dates)
        moved = row.facts[name] + timedelta(days=self.rng.choice((-3, -2, -1, 1, 2)))
        return Change(facts={name: moved.isoformat()})

    def _some_row(self) -> tuple[str, Event]:
        """A row that counts and was typed by hand, more often than not one with a date."""
        rows = self._rows()
        dated = [(ref, row) for ref, row in rows if any(map(_is_day, row.facts.values()))]
        return self.rng.choice(dated if dated and self.rng.random() < 0.7 else rows)

    def _rows(self) -> list[tuple[str, Event]]:
        with self.store.reading() as reading:
            return [
                (stored.ref, row) for stored in reading.cases() for row in _typed(reading, stored)
            ]

    def _everything(self) -> dict[str, Any]:
        with self.store.reading() as reading:
            return {stored.ref: stored.snapshot for stored in reading.cases()}

    def _verify(self) -> None:
        found = [each for each in verify(self.store, catalogue()) if each.verdict != Verdict.FINE]
        assert found == []


def _timer_of(deed: Event) -> Timer:
    """What is kept of a timer that has fired."""
    assert isinstance(deed.occurred_on, datetime)
    due = moment(deed.facts["due"])
    return Timer(id=deed.facts["timer"], at=deed.occurred_on, due=due)


def _typed(reading: Reading, stored: StoredCase) -> Iterator[Event]:
    """The rows of a case that count and that somebody typed, but the opening."""
    workflow = catalogue().release(reading, stored.release).workflow(stored.workflow)
    rows = [event_from(row.record, workflow) for row in reading.history(stored.case_id)]
    for row in effective(rows):
        if row.caused_by is None and row.name != OPEN_CASE:
            yield row


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _all(amendment: Amendment) -> Iterator[Amendment]:
    yield amendment
    for linked in amendment.linked:
        yield from _all(linked)


def dues(snapshots: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    """Due dates by case, task and whom it is for."""
    return {
        (ref, task["name"], task["item"] or ""): task["due"]
        for ref, snapshot in snapshots.items()
        for task in snapshot["tasks"]
    }


SEEDS = (3, 10, 13, 29)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_correction_is_refused_or_everything_fits(seed: int, tmp_path: Path) -> None:
    life = Life(seed, ("", "liverpool", "darlington")[seed % 3]).lived(STEPS)
    with fresh(tmp_path) as store:
        corrected = Corrected(store, life, Random(seed))
        corrected.typed_in()
        for _ in range(CORRECTIONS):
            corrected.correct_something()
            corrected.place_something()
        corrected.time_passes()

    assert corrected.outcomes["corrected back"] > 0
    assert corrected.outcomes["placed"] > 0
