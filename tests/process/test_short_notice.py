"""A conference at short notice: nobody is late with a report before they were asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from days import at, day
from notices.letter_stories import AGENCIES, PARENT, LetterDesk, likely_harm
from workflow.definition.model import OPEN_CASE

TODAY = "Wed 11 Mar 2026"
REPORTS = ("agency_report", "send_report_to_unit", "share_report_with_family")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LetterDesk]:
    with ExitStack() as stack:
        yield likely_harm(tmp_path, stack, "Mon 2 Mar 2026")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    ("meets", "due"),
    [
        ("Wed 11 Mar 2026", "Wed 11 Mar 2026"),  # never after the meeting that it is for
        ("Thu 12 Mar 2026", "Thu 12 Mar 2026"),
        ("Fri 13 Mar 2026", "Thu 12 Mar 2026"),  # never before anybody could
        ("Tue 17 Mar 2026", "Fri 13 Mar 2026"),  # two working days before, as usual
    ],
)
def test_a_report_is_due_a_working_day_after_it_could_be_known(
    desk: LetterDesk, name: str, meets: str, due: str
) -> None:
    desk.does("CONF-1", OPEN_CASE, TODAY, conference_kind="initial", considers=["CP-1"])
    booking = {"planned_for": at(f"{meets} 16:00"), "venue": "-", "chair": "sam"}
    desk.does("CONF-1", "book_conference", TODAY, **booking)
    desk.does("CONF-1", "invite", TODAY, participants=[PARENT, *AGENCIES])

    found = {task.due.at for task in desk.case("CONF-1").tasks if task.name == name}

    assert found == {day(due)}
