"""Ladders that tell agencies: each hears of its own report, and of nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from notices.agency_desk import AgencyDesk, an_agency_desk
from notices.agency_lives import UNIT, booked, child, enquiry


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AgencyDesk]:
    with an_agency_desk(tmp_path) as made:
        child(made, "C-1")
        enquiry(made, "C-1")
        yield made


def _chased(desk: AgencyDesk) -> list[str]:
    chasers = [m for m in desk.messages() if m.notice == "report_chaser"]
    return sorted(m.recipient.partition("/")[2] for m in chasers)


def test_an_agency_whose_report_has_not_come_is_reminded_the_day_before(desk: AgencyDesk) -> None:
    conference = booked(desk, "C-1", ("school", "police", "gp"))
    desk.does(conference, "receive_report", "Thu 12 Mar 2026", UNIT, reported_by="police")

    desk.ticks("Mon 16 Mar 2026 09:00")

    assert _chased(desk) == ["gp", "school"]
    (to_school,) = [m for m in desk.messages() if m.recipient.endswith("/school") and m.task]
    assert to_school.said.address == "school@elsewhere.example"
    assert to_school.said.subject.startswith("Your report is due 17 March 2026")
    assert "Dear Northwick Primary School," in to_school.said.text


def test_who_must_not_be_told_is_not_reminded_either(desk: AgencyDesk) -> None:
    booked(desk, "C-1", ("school", "police"))
    told = {"must_not_be_told": ["school@elsewhere.example"]}
    desk.does("C-1", "update_child_details", "Thu 12 Mar 2026", UNIT, **told)

    desk.ticks("Mon 16 Mar 2026 09:00")

    assert _chased(desk) == ["police"]


def test_of_two_schools_only_the_one_that_owes_its_report(desk: AgencyDesk) -> None:
    conference = booked(desk, "C-1", ("school", "school", "police"))
    desk.does(conference, "receive_report", "Thu 12 Mar 2026", UNIT, reported_by="school")

    desk.ticks("Mon 16 Mar 2026 09:00")

    assert _chased(desk) == ["police", "school/2"]


def test_family_and_who_is_there_for_no_agency_are_never_reminded(desk: AgencyDesk) -> None:
    booked(desk, "C-1", ("school", "interpreter"))

    desk.ticks("Mon 16 Mar 2026 09:00")

    assert _chased(desk) == ["school"]
