"""Rare turns: each can happen as it is told, and together they bring about every notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from days import day
from real_process import calendar
from simulation.rehearsing import declared, notices_in, rehearsed
from workflow.simulation.family import HistoryRow
from workflow.simulation.population import YEAR, YEAR_BEGINS, families_of_a_year
from workflow.simulation.turns import Line, Telling, Turn, all_turns

NAMES = [turn.name for turn in all_turns()]

OF_NO_STEP = {"digest", "handed_over"}
"""Gathered by no case, and told of a task: tried where messages are sent."""


@cache
def notices(name: str) -> set[str]:
    """What a turn sends. Refused: it cannot happen as it is told."""
    (turn,) = (turn for turn in all_turns() if turn.name == name)
    return notices_in(rehearsed(turn))


@pytest.mark.parametrize("name", NAMES)
def test_every_turn_happens_as_it_is_told(name: str) -> None:
    assert notices(name)


def test_together_they_bring_about_every_notice_that_is_declared() -> None:
    assert set().union(*map(notices, NAMES)) >= declared() - OF_NO_STEP


def test_a_year_of_a_hundred_families_tells_every_turn_to_its_end() -> None:
    rows = a_year(100)

    told = {row.facts["family_reference"] for row in rows if "family_reference" in row.facts}
    last = max(row.recorded_at.date() for row in rows)
    assert len(told) == 100
    assert len(rows) > sum(len(turn.lines) for turn in all_turns())
    assert last <= YEAR_BEGINS + YEAR


def test_nothing_is_recorded_before_what_was_recorded_earlier() -> None:
    moments = [row.recorded_at for row in a_year(60)]

    assert moments == sorted(moments)


def test_one_seed_tells_one_year_and_another_seed_another() -> None:
    assert a_year(50, seed=3) == a_year(50, seed=3)
    assert a_year(50, seed=3) != a_year(50, seed=4)


def test_every_person_says_that_they_are_invented_and_no_address_leads_anywhere() -> None:
    people = [person for turn in all_turns() for person in people_of(turn)]

    assert len(people) > 100
    assert all("invented" in person["name"] for person in people)
    assert all(person.get("email", "@example.org").endswith("@example.org") for person in people)


def test_some_people_can_be_reached_by_post_alone_and_some_by_telephone_alone() -> None:
    ways = {
        frozenset(p) & {"email", "address", "mobile"} for t in all_turns() for p in people_of(t)
    }

    assert {frozenset({"address"}), frozenset({"mobile"}), frozenset({"email"})} <= ways


def test_days_references_and_shared_values_are_put_in() -> None:
    facts: dict[str, Any] = {
        "planned_for": "day 10 14:00",
        "held_on": "day 1",
        "born": "7 years before day 0",
        "considers": ["@child"],
        "outcomes": {"@child": "@an outcome"},
        "notes": "day by day",
    }
    turn = Turn(
        name="-",
        policy="",
        lines=(Line(0, "meeting/2", "invite", "conf.admin", facts),),
        values={"an outcome": {"of": "@family"}},
    )

    (row,) = Telling(turn, 61, day("Thu 26 Mar 2026"), calendar()).rows()

    assert (row.case, row.workflow, row.role) == ("MEETING-061-2", "", "conference_unit")
    assert row.facts == {
        "planned_for": "2026-04-13T13:00:00+00:00",  # Easter lies between, and summer time begins
        "held_on": "2026-03-27",
        "born": "2019-03-26",
        "considers": ["CHILD-061"],
        "outcomes": {"CHILD-061": {"of": "FAM-061"}},
        "notes": "day by day",
    }


def a_year(families: int, seed: int = 1) -> list[HistoryRow]:
    return families_of_a_year(families, seed=seed, began=YEAR_BEGINS, calendar=calendar())


def people_of(turn: Turn) -> Iterator[dict[str, str]]:
    """Everybody who is invited in a turn."""
    for row in Telling(turn, 1, YEAR_BEGINS, calendar()).rows():
        assert json.dumps(row.facts)
        yield from row.facts.get("participants", ())
