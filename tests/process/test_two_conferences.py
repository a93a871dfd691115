"""A second conference about a child that has one: each keeps its own day in the child's case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from days import at, day
from notices.letter_stories import LetterDesk, likely_harm, planned
from workflow.definition.model import OPEN_CASE

BEGAN = "Mon 2 Mar 2026"
FIRST, SECOND = "Mon 23 Mar 2026", "Wed 18 Mar 2026"
TWO = "More than one conference about this child is open"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LetterDesk]:
    with ExitStack() as stack:
        desk = likely_harm(tmp_path, stack, BEGAN)
        planned(desk, "CONF-1", FIRST, "CP-1")
        yield desk


def second(desk: LetterDesk) -> str:
    """Open and book another about the child, on an earlier day; what its booking warns of."""
    desk.does("CONF-2", OPEN_CASE, BEGAN, conference_kind="initial", considers=["CP-1"])
    booking = {"planned_for": at(f"{SECOND} 10:00"), "venue": "-", "chair": "sam"}
    booked = desk.does("CONF-2", "book_conference", BEGAN, **booking)
    return " ".join(warned.say for warned in booked.warnings)


def days_kept(desk: LetterDesk) -> list[tuple[str, str]]:
    rows = desk.case().facts.get("conferences_booked", ())
    return [(row["told_from"], row["conference_date_told"][:10]) for row in rows]


def test_both_days_stand_in_the_case_and_whoever_books_is_told_of_the_other(
    desk: LetterDesk,
) -> None:
    assert TWO in second(desk)

    assert days_kept(desk) == [("CONF-1", "2026-03-23"), ("CONF-2", "2026-03-18")]
    # The latest counts for the ladders: one that is late is not hidden by an earlier one.
    assert desk.case().facts["conference_planned_for"] == at(f"{FIRST} 10:00")


@pytest.mark.parametrize(
    ("off", "stays", "on"), [("CONF-1", "CONF-2", SECOND), ("CONF-2", "CONF-1", FIRST)]
)
def test_what_is_cancelled_takes_its_own_day_alone(
    desk: LetterDesk, off: str, stays: str, on: str
) -> None:
    second(desk)
    desk.does(off, "cancel_conference", BEGAN, put_off_reason="opened by mistake")

    assert days_kept(desk) == [(stays, day(on).isoformat())]
    assert desk.case().facts["conference_planned_for"] == at(f"{on} 10:00")


def test_cancelling_the_only_one_leaves_no_day_and_warns_of_no_other(desk: LetterDesk) -> None:
    off = desk.does("CONF-1", "cancel_conference", BEGAN, put_off_reason="not needed")

    assert TWO not in " ".join(warned.say for warned in off.warnings)
    assert days_kept(desk) == []
    assert "conference_planned_for" not in desk.case().facts


def test_a_child_taken_out_of_one_keeps_the_day_of_the_other(desk: LetterDesk) -> None:
    second(desk)
    desk.does("CONF-1", "remove_child", BEGAN, removed_child="CP-1", removal_reason="in CONF-2")

    assert days_kept(desk) == [("CONF-2", "2026-03-18")]
