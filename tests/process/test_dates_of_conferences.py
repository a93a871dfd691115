"""The clocks of initial conferences on the packaged process, day by day.

Each test names the clock (T1 to T38) or the requirement that it shows.
"""

from __future__ import annotations

import pytest

from days import day
from process.building import ALONE, Facts, Partnership, an_outcome


@pytest.mark.requirement("T7")
@pytest.mark.requirement("S1-8")
@pytest.mark.parametrize(
    ("discussion", "conference_by"),
    [
        ("Mon 2 Mar 2026", "Mon 23 Mar 2026"),  # plain weeks
        ("Sat 7 Mar 2026", "Fri 27 Mar 2026"),  # held at the weekend
        ("Thu 26 Mar 2026", "Mon 20 Apr 2026"),  # over both Easter holidays
        ("Thu 10 Dec 2026", "Tue 5 Jan 2027"),  # over Christmas, Boxing Day (observed), New Year
    ],
)
def test_the_conference_is_due_15_working_days_after_the_discussion(
    discussion: str, conference_by: str
) -> None:
    case = Partnership()
    case.referred(discussion)
    case.discussed(discussion)

    assert case.due("hold_initial_conference") == day(conference_by)


@pytest.mark.requirement("T7")
@pytest.mark.parametrize("typed_first", ["Mon 2 Mar 2026", "Fri 6 Mar 2026"])
def test_of_two_discussions_the_first_counts_whichever_was_typed_first(typed_first: str) -> None:
    both = {"Mon 2 Mar 2026", "Fri 6 Mar 2026"}
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    for on in (typed_first, *(both - {typed_first})):
        case.discussed(on, recorded="Mon 9 Mar 2026")

    assert case.due("hold_initial_conference") == day("Mon 23 Mar 2026")


@pytest.mark.requirement("T7")
def test_the_clock_goes_on_while_the_enquiry_ends_and_the_conference_is_awaited() -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.found("Thu 12 Mar 2026")

    assert case.due("hold_initial_conference") == day("Mon 23 Mar 2026")
    assert case.due("request_conference") == day("Fri 13 Mar 2026")
    assert "finish_enquiry" not in case.tasks()


@pytest.mark.requirement("T7")
def test_a_new_enquiry_has_dates_of_its_own() -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.found("Thu 12 Mar 2026", outcome="no_continuing_risk", next_step="child_in_need")
    case.discussed("Mon 1 Jun 2026")

    assert case.due("hold_initial_conference") == day("Mon 22 Jun 2026")


@pytest.mark.requirement("T25")
@pytest.mark.requirement("S3-23")
def test_a_plan_from_elsewhere_has_its_conference_15_working_days_after_we_were_told() -> None:
    case = Partnership()
    moved = day("Fri 28 Aug 2026")
    case.referred("Tue 1 Sep 2026", route="transfer_in", transfer_notified_on=moved)

    assert case.is_in("transfer_in_pending")
    assert case.due("hold_initial_conference") == day("Mon 21 Sep 2026")  # 31 Aug is a holiday
    assert "complete_assessment" not in case.tasks()


@pytest.mark.requirement("T25")
def test_an_enquiry_about_a_child_who_moved_here_does_not_stop_the_transfer_clock() -> None:
    case = Partnership()
    told = day("Mon 2 Mar 2026")
    case.referred("Mon 2 Mar 2026", route="transfer_in", transfer_notified_on=told)
    case.discussed("Mon 9 Mar 2026")

    assert case.due("hold_initial_conference") == day("Mon 23 Mar 2026")


@pytest.mark.requirement("S4-27")
def test_a_conference_before_a_return_home_is_due_15_days_after_the_decision() -> None:
    case = Partnership("darlington")
    case.referred("Mon 2 Mar 2026", route="return_home")
    reasons: Facts = {"conference_needed": True, "conference_decision_reasons": "-"}
    case.happened("decide_on_conference", "Fri 6 Mar 2026", **reasons)

    assert case.is_in("conference_pending")
    assert case.due("hold_initial_conference") == day("Sat 21 Mar 2026")


@pytest.mark.requirement("T24")
@pytest.mark.requirement("S3-5")
def test_a_meeting_without_a_quorum_is_no_conference_and_restarts_no_clock() -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.found("Wed 11 Mar 2026")
    case.booked("Thu 12 Mar 2026", "Thu 19 Mar 2026")
    case.met("Thu 19 Mar 2026", attended=ALONE)

    assert case.is_in("inquorate", "CONF-1")
    assert case.due("reconvene_conference", "CONF-1") == day("Thu 2 Apr 2026")
    assert case.due("hold_initial_conference") == day("Mon 23 Mar 2026")
    assert case.due("agree_interim_safety_plan") == day("Wed 11 Mar 2026")
    assert "conference_planned_for" not in case.case().facts


@pytest.mark.requirement("T24")
def test_a_meeting_without_a_quorum_may_go_on_for_a_reason() -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.found("Wed 11 Mar 2026")
    case.booked("Thu 12 Mar 2026", "Thu 19 Mar 2026")
    met: Facts = {"held_on": day("Thu 19 Mar 2026"), "attended": ALONE}
    reason: Facts = {"quorum_exception_reason": "delay_harmful"}
    case.happened("hold_conference", "Thu 19 Mar 2026", ref="CONF-1", **met, **reason)

    assert case.is_in("held", "CONF-1")


@pytest.mark.requirement("S1-2")
@pytest.mark.requirement("S0-6")
def test_no_conference_decides_before_the_enquiry_has_found_harm() -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.booked("Tue 3 Mar 2026", "Thu 19 Mar 2026")
    case.met("Thu 19 Mar 2026")

    refused = case.refused(
        "record_conference_outcome", "Thu 19 Mar 2026", ref="CONF-1",
        outcomes={"CP-1": an_outcome("Thu 19 Mar 2026")},
    )  # fmt: skip

    assert (refused.code, refused.case) == ("linked_case_refuses", "CP-1")


@pytest.mark.requirement("S1-9")
@pytest.mark.requirement("S4-13")
def test_siblings_have_an_outcome_each_from_one_conference() -> None:
    case = Partnership()
    for ref in ("CP-1", "CP-2", "CP-3"):
        case.referred("Mon 2 Mar 2026", ref)
        case.discussed("Mon 2 Mar 2026", ref)
        case.found("Wed 11 Mar 2026", ref)
    case.booked("Thu 12 Mar 2026", "Thu 19 Mar 2026", "CP-1", "CP-2", "CP-3")
    case.met("Thu 19 Mar 2026")
    case.decided(
        "Thu 19 Mar 2026", CP_1="protection_plan", CP_2="child_in_need", CP_3="no_further_action"
    )

    assert case.is_in("protection_plan", "CP-1")
    assert case.is_in("child_in_need", "CP-2")
    assert case.is_in("closure_proposed", "CP-3")
    assert case.due("hold_core_group", "CP-1") == day("Thu 2 Apr 2026")
    assert case.due("hold_child_in_need_meeting", "CP-2") == day("Thu 2 Apr 2026")
    assert not case.tasks("CP-2") & {"hold_core_group", "hold_review", "visit_child"}
