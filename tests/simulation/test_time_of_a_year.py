"""How time passes in a simulated year: at the instants of the clock, and never back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from days import at, day
from real_process import calendar, catalogue, fresh
from workflow.simulation.turns import Line, Telling, Turn
from workflow.simulation.year import ClockSetByHand, Lived, Year
from workflow.store.database import Store

BEGINS = at("Mon 5 Jan 2026 06:00")

REFERRAL = {
    "child_reference": "@child",
    "child_name": "Invented",
    "sex": "F",
    "date_of_birth": "7 years before day 0",
    "referral_received_on": "day 0",
    "referral_source": "2A",
    "family_reference": "@family",
    "route": "referral",
}
OPENED = Line(0, "child", "open_case", "duty.manager", REFERRAL)


@dataclass(frozen=True)
class Silent:
    """A ring of the clock that does nothing."""

    fired: int = 0
    incidents: int = 0
    sent: int = 0


class Place:
    """A database of its own, and the instants at which its clock rang."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, ClockSetByHand(BEGINS)
        self.rang: list[datetime] = []

    def lives(self, *lines: Line, until: str) -> Lived:
        """What these rows of one family come to."""
        turn = Turn(name="-", policy="", lines=lines, values={})
        rows = [*Telling(turn, 1, day("Mon 5 Jan 2026"), calendar()).rows()]
        year = Year(store=self.store, catalogue=catalogue(), clock=self.clock, ring=self._ring)
        return year.live(rows, at(until), self._progress)

    def _ring(self, now: datetime) -> Silent:
        assert now == self.clock()
        self.rang.append(now)
        return Silent(fired=1)

    def _progress(self, rows: int) -> None:
        assert rows == 1


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Nobody's case is known there yet."""
    with fresh(tmp_path) as store:
        yield Place(store)


def test_a_clock_set_by_hand_never_goes_back() -> None:
    clock = ClockSetByHand(BEGINS)

    clock.set(BEGINS + timedelta(hours=2))
    clock.set(BEGINS + timedelta(hours=1))

    assert clock() == BEGINS + timedelta(hours=2)


def test_the_clock_rings_each_morning_when_nothing_else_is_due(place: Place) -> None:
    place.lives(until="Thu 8 Jan 2026 17:00")

    assert place.rang == [
        at(f"{each} Jan 2026 07:30") for each in ("Mon 5", "Tue 6", "Wed 7", "Thu 8")
    ]
    assert place.clock() == at("Thu 8 Jan 2026 17:00")


def test_it_rings_after_each_row_so_that_what_it_brings_about_is_sent(place: Place) -> None:
    lived = place.lives(OPENED, until="Mon 5 Jan 2026 18:00")

    assert place.rang == [at("Mon 5 Jan 2026 07:30"), at("Mon 5 Jan 2026 09:01")]
    assert lived.commands == 1
    assert lived.fired == 2


def test_it_rings_at_the_instant_of_a_timer(place: Place) -> None:
    """Four hours before the discussion is due, which is a day after the referral was recorded."""
    place.lives(OPENED, until="Tue 6 Jan 2026 07:00")

    assert place.rang[2] == at("Tue 6 Jan 2026 05:01")


def test_a_row_that_a_case_does_not_take_is_told_and_the_year_goes_on(place: Place) -> None:
    lived = place.lives(
        OPENED,
        Line(0, "child", "confirm_closure", "area.manager", {"closure_reason": "RC7"}),
        Line(0, "child>disagreements", "resolve", "area.manager", {}),
        Line(1, "child", "record_supervision", "area.manager", {}),
        until="Tue 6 Jan 2026 18:00",
    )

    assert lived.commands == 2
    assert [(each.row.event, each.code) for each in lived.refused] == [
        ("confirm_closure", "event_not_open"),
        ("resolve", "unknown_case"),
    ]
