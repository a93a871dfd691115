"""A second conference about a child that has one: one day alone stands in the child's case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from days import at
from notices.letter_stories import LetterDesk, likely_harm, planned
from workflow.definition.model import OPEN_CASE

BEGAN = "Mon 2 Mar 2026"
TWO = "More than one conference about this child is open"
OTHER = "Another conference about one of these children is open"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LetterDesk]:
    with ExitStack() as stack:
        yield likely_harm(tmp_path, stack, BEGAN)


def test_whoever_books_or_cancels_one_of_two_is_told_to_look_which_counts(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", "Mon 23 Mar 2026", "CP-1")
    desk.does("CONF-2", OPEN_CASE, BEGAN, conference_kind="initial", considers=["CP-1"])
    booking = {"planned_for": at("Wed 18 Mar 2026 10:00"), "venue": "-", "chair": "sam"}

    booked = desk.does("CONF-2", "book_conference", BEGAN, **booking)
    off = desk.does("CONF-2", "cancel_conference", BEGAN, put_off_reason="opened by mistake")

    assert desk.case().facts.get("conference_planned_for") is None
    desk.does("CONF-1", "name_record_taker", BEGAN, record_taker="rita")
    assert desk.case().facts["conference_planned_for"] == at("Mon 23 Mar 2026 10:00")
    assert TWO in " ".join(warned.say for warned in booked.warnings)
    assert OTHER in " ".join(warned.say for warned in off.warnings)


def test_whoever_cancels_the_only_one_is_told_nothing_of_others(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", "Mon 23 Mar 2026", "CP-1")
    off = desk.does("CONF-1", "cancel_conference", BEGAN, put_off_reason="not needed")

    assert OTHER not in " ".join(warned.say for warned in off.warnings)
