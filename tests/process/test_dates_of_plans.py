"""The clocks of a plan on the packaged process: core groups, visits, reviews, day by day.

Each test names the clock (T1 to T38) or the requirement that it shows.
"""

from __future__ import annotations

import pytest

from days import day
from process.building import Facts, Partnership, visit


@pytest.mark.requirement("T17")
@pytest.mark.parametrize(
    ("conference", "core_group_by"),
    [("Mon 2 Mar 2026", "Mon 16 Mar 2026"), ("Fri 27 Mar 2026", "Tue 14 Apr 2026")],
)
def test_the_first_core_group_is_due_10_working_days_after_the_conference(
    conference: str, core_group_by: str
) -> None:
    case = Partnership()
    case.on_plan(conference)

    assert case.due("hold_core_group") == day(core_group_by)


@pytest.mark.requirement("T18")
@pytest.mark.requirement("S2-11")
@pytest.mark.parametrize(
    ("policy", "next_by"),
    [("", "Mon 20 Apr 2026"), ("darlington", "Mon 20 Apr 2026"), ("liverpool", "Thu 9 Apr 2026")],
)
def test_later_core_groups_are_six_weeks_apart_and_in_liverpool_a_month(
    policy: str, next_by: str
) -> None:
    case = Partnership(policy)
    case.on_plan("Mon 2 Mar 2026")
    held = "Mon 9 Mar 2026"
    case.happened("hold_core_group", held, core_group_held_on=day(held))

    assert case.due("hold_core_group") == day(next_by)


@pytest.mark.requirement("T22")
def test_a_child_is_seen_every_10_working_days() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    assert case.due("visit_child") == day("Mon 16 Mar 2026")

    visit(case, "Mon 9 Mar 2026")
    assert case.due("visit_child") == day("Mon 23 Mar 2026")


@pytest.mark.requirement("T22")
def test_a_visit_that_did_not_see_the_child_moves_nothing() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    on = "Mon 9 Mar 2026"
    case.happened("record_visit", on, visited_on=day(on), child_seen=False)

    assert case.due("visit_child") == day("Mon 16 Mar 2026")


@pytest.mark.requirement("T22")
def test_an_older_visit_that_is_typed_late_moves_nothing_back() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    visit(case, "Tue 10 Mar 2026")
    visit(case, "Tue 3 Mar 2026", recorded="Wed 11 Mar 2026")

    assert case.due("visit_child") == day("Tue 24 Mar 2026")


@pytest.mark.requirement("T19")
@pytest.mark.requirement("S3-1")
@pytest.mark.requirement("S1-11")
@pytest.mark.parametrize(
    ("conference", "review_by"),
    [
        ("Mon 2 Mar 2026", "Tue 2 Jun 2026"),
        ("Mon 30 Nov 2026", "Sun 28 Feb 2027"),  # no 30 February; a Sunday stays a Sunday
        ("Thu 30 Nov 2023", "Thu 29 Feb 2024"),  # a leap year
    ],
)
def test_the_first_review_is_due_3_months_after_the_conference(
    conference: str, review_by: str
) -> None:
    case = Partnership()
    case.on_plan(conference)

    assert case.due("hold_review") == day(review_by)


@pytest.mark.requirement("T21")
@pytest.mark.requirement("S3-3")
def test_a_first_review_held_late_moves_the_next_one() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    case.reviewed("Tue 16 Jun 2026")  # two weeks late

    assert case.is_in("later_review_due")
    assert case.due("hold_review") == day("Wed 16 Dec 2026")


@pytest.mark.requirement("T20")
@pytest.mark.requirement("S3-2")
@pytest.mark.parametrize(
    ("born", "review_by"),
    [
        ("Mon 9 Mar 2026", "Wed 8 Apr 2026"),  # 20 working days over Easter: the sooner
        ("Tue 26 May 2026", "Tue 2 Jun 2026"),  # 3 months of the conference: the sooner
    ],
)
def test_the_first_review_of_a_child_unborn_at_the_conference_is_the_sooner_of_two(
    born: str, review_by: str
) -> None:
    case = Partnership("liverpool")
    expected = day("Mon 16 Mar 2026")
    case.on_plan("Mon 2 Mar 2026", date_of_birth=None, sex="U", expected_date_of_birth=expected)
    assert case.due("hold_review") == day("Tue 2 Jun 2026")

    case.happened("record_birth", born, born_on=day(born), sex="F")

    assert case.is_in("born")
    assert case.due("hold_review") == day(review_by)


@pytest.mark.requirement("T20")
def test_a_birth_before_the_conference_gives_the_review_no_second_clock() -> None:
    case = Partnership("liverpool")
    case.on_plan("Mon 2 Mar 2026", date_of_birth=day("Fri 30 Jan 2026"))

    assert case.due("hold_review") == day("Tue 2 Jun 2026")


@pytest.mark.requirement("S3-4")
def test_a_review_may_be_brought_forward() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    by = day("Fri 24 Apr 2026")
    facts: Facts = {"early_review_reason": "-", "early_review_by": by}
    case.happened("request_early_review", "Mon 13 Apr 2026", **facts)

    assert case.due("hold_review") == by


@pytest.mark.requirement("S3-36")
def test_the_review_of_a_looked_after_child_is_held_with_the_looked_after_review() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    review = day("Thu 7 May 2026")
    facts: Facts = {"legal_basis": "section_20", "next_looked_after_review_on": review}
    case.happened("become_looked_after", "Thu 9 Apr 2026", **facts)

    assert case.due("hold_review") == review
    assert case.due("hold_looked_after_review") == day("Fri 8 May 2026")  # 4 May is a holiday
