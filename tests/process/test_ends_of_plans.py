"""How a plan ends on the packaged process, who is told by when, and what it does not end.

Each test names the clock (T1 to T38) or the requirement that it shows.
"""

from __future__ import annotations

import pytest

from days import day
from process.building import ENDS, Facts, Partnership


@pytest.mark.requirement("T30")
@pytest.mark.requirement("S4-21")
@pytest.mark.requirement("S3-31")
def test_a_plan_that_ends_goes_on_as_support_with_a_meeting_in_10_working_days() -> None:
    case = Partnership("darlington")
    case.on_plan("Mon 2 Mar 2026")
    case.reviewed("Thu 21 May 2026", **ENDS)

    assert case.is_in("child_in_need")
    assert case.due("hold_child_in_need_meeting") == day("Fri 5 Jun 2026")  # 25 May is a holiday
    assert not case.tasks() & {"hold_review", "hold_core_group", "visit_child"}


@pytest.mark.requirement("S3-30")
def test_the_conference_may_set_the_day_of_that_meeting() -> None:
    case = Partnership("liverpool")
    case.on_plan("Mon 2 Mar 2026")
    by = day("Fri 29 May 2026")
    case.reviewed("Thu 21 May 2026", **ENDS, child_in_need_meeting_by=by)

    assert case.due("hold_child_in_need_meeting") == by


@pytest.mark.requirement("T29")
@pytest.mark.requirement("S3-27")
def test_everyone_is_told_of_the_end_of_a_plan_and_the_task_outlives_the_plan() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    case.reviewed("Thu 21 May 2026", **ENDS)
    assert case.due("notify_end_of_plan") == day("Fri 22 May 2026")

    case.happened("propose_closure", "Fri 22 May 2026")
    assert case.due("notify_end_of_plan") == day("Fri 22 May 2026")

    case.happened("notify_end_of_plan", "Fri 22 May 2026")
    assert "notify_end_of_plan" not in case.tasks()


@pytest.mark.requirement("S3-28")
@pytest.mark.requirement("S4-19")
def test_a_plan_does_not_end_without_saying_what_help_goes_on() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    case.booked("Thu 14 May 2026", "Thu 21 May 2026", meeting="REV-1", conference_kind="review")
    case.met("Thu 21 May 2026", "REV-1")
    row = {"decision": "end", "plan_end_reason": "no_longer_at_risk"}

    refused = case.refused(
        "record_conference_outcome", "Thu 21 May 2026", ref="REV-1", outcomes={"CP-1": row}
    )

    assert refused.code == "missing_fact"
    assert "`support_after`" in str(refused)


@pytest.mark.requirement("T28")
@pytest.mark.requirement("S4-18")
def test_absent_agencies_are_asked_before_a_plan_ends() -> None:
    case = Partnership("darlington")
    case.on_plan("Mon 2 Mar 2026")
    case.reviewed("Thu 21 May 2026", decision="end_views_needed")
    assert case.is_in("protection_plan")
    assert case.due("seek_absent_views") == day("Fri 5 Jun 2026")

    case.happened("seek_absent_views", "Thu 28 May 2026")
    assert case.due("collect_absent_views") == day("Thu 11 Jun 2026")

    ends = {**ENDS, "absent_views_decision": "end"}
    del ends["decision"]
    case.happened("decide_after_views", "Wed 10 Jun 2026", **ends)
    assert case.is_in("child_in_need")
    assert case.due("hold_child_in_need_meeting") == day("Wed 24 Jun 2026")


@pytest.mark.requirement("S3-20")
@pytest.mark.parametrize(
    ("policy", "decides"), [("liverpool", "service_manager"), ("darlington", "conference_chair")]
)
def test_a_care_order_does_not_end_a_plan_by_itself(policy: str, decides: str) -> None:
    case = Partnership(policy)
    case.on_plan("Mon 2 Mar 2026")
    case.happened("become_looked_after", "Mon 13 Apr 2026", legal_basis="interim_care_order")

    assert case.is_in("protection_plan")
    assert case.due("decide_on_dual_status") == day("Mon 20 Apr 2026")
    assert [t.role for t in case.case().tasks if t.name == "decide_on_dual_status"] == [decides]

    case.happened("end_plan_on_order", "Thu 16 Apr 2026")
    assert case.is_in("in_care")
    assert case.due("notify_end_of_plan") == day("Fri 17 Apr 2026")


@pytest.mark.requirement("S4-39")
def test_in_pre_proceedings_nobody_asks_the_chair_to_remove_a_plan() -> None:
    case = Partnership("darlington")
    case.on_plan("Mon 2 Mar 2026")
    case.happened("become_looked_after", "Mon 13 Apr 2026", legal_basis="section_20")
    case.happened("tell_core_group_of_change", "Tue 14 Apr 2026")
    case.happened("enter_pre_proceedings", "Wed 15 Apr 2026")

    refused = case.refused("request_plan_removal", "Thu 16 Apr 2026")

    assert refused.code == "blocked"
    assert "review conference" in str(refused)


@pytest.mark.requirement("S4-35")
@pytest.mark.requirement("S4-36")
@pytest.mark.requirement("S4-38")
@pytest.mark.requirement("T34")
def test_the_chair_may_remove_the_plan_of_a_child_who_is_accommodated() -> None:
    case = Partnership("darlington")
    case.on_plan("Mon 2 Mar 2026")
    case.happened("become_looked_after", "Mon 13 Apr 2026", legal_basis="section_20")
    case.happened("tell_core_group_of_change", "Tue 14 Apr 2026")
    core_group_agrees(case, "Wed 15 Apr 2026")
    case.happened("request_plan_removal", "Thu 16 Apr 2026")
    assert case.due("decide_plan_removal") == day("Thu 23 Apr 2026")

    agreed: Facts = {"removal_decision": "agreed", "plan_end_reason": "double_protection"}
    case.happened("decide_plan_removal", "Mon 20 Apr 2026", **agreed)

    assert case.is_in("looked_after_meetings")
    assert case.due("hold_multi_professional_meeting") == day("Mon 1 Jun 2026")


@pytest.mark.requirement("S4-37")
def test_a_removal_that_the_chair_refuses_leaves_every_date_as_it_was() -> None:
    case = Partnership("darlington")
    case.on_plan("Mon 2 Mar 2026")
    case.happened("become_looked_after", "Mon 13 Apr 2026", legal_basis="section_20")
    case.happened("tell_core_group_of_change", "Tue 14 Apr 2026")
    core_group_agrees(case, "Wed 15 Apr 2026")
    before = case.case().tasks

    case.happened("request_plan_removal", "Thu 16 Apr 2026")
    case.happened("decide_plan_removal", "Mon 20 Apr 2026", removal_decision="refused")

    assert case.case().tasks == before


@pytest.mark.requirement("S3-22")
@pytest.mark.requirement("S3-24")
@pytest.mark.requirement("S4-16")
def test_a_plan_stays_ours_until_the_other_authority_has_held_its_conference() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    facts: Facts = {"move_kind": "permanent", "receiving_authority": "-"}
    case.happened("notify_move", "Sat 18 Apr 2026", **facts)
    assert case.due("tell_receiving_authority") == day("Mon 20 Apr 2026")
    assert case.due("chase_receiving_conference") == day("Mon 11 May 2026")  # 4 May is a holiday
    assert {"hold_review", "visit_child", "hold_core_group"} <= case.tasks()
    assert case.refused("end_plan_after_transfer", "Tue 21 Apr 2026").code == "event_not_open"

    on = "Fri 8 May 2026"
    case.happened("record_receiving_conference", on, receiving_conference_held_on=day(on))
    case.happened("end_plan_after_transfer", "Mon 11 May 2026")
    assert case.is_in("closed")


@pytest.mark.requirement("S3-26")
@pytest.mark.requirement("S4-15")
def test_a_death_closes_the_case_and_only_what_must_outlive_it_stays_open() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    case.booked("Thu 14 May 2026", "Thu 21 May 2026", meeting="REV-1", conference_kind="review")
    on = "Fri 15 May 2026"
    case.happened("record_death", on, died_on=day(on))

    assert case.is_in("closed")
    assert case.case().closed_on == day(on)
    assert case.tasks() == {
        "notify_end_of_plan", "update_cp_is", "consider_serious_incident_notification",
    }  # fmt: skip
    assert case.due("consider_serious_incident_notification") == day("Fri 22 May 2026")
    assert case.case("REV-1").links["considers"] == {"CP-1": False}


@pytest.mark.requirement("S3-32")
@pytest.mark.requirement("S3-33")
def test_a_case_stays_open_while_an_agency_objects() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026")
    case.reviewed("Thu 21 May 2026", **ENDS)
    case.happened("notify_end_of_plan", "Fri 22 May 2026")
    case.happened("propose_closure", "Mon 1 Jun 2026", agencies_involved=["School"])
    view: Facts = {"agency": "School", "closure_agreed": False, "closure_view_reason": "-"}
    case.happened("record_closure_view", "Tue 2 Jun 2026", **view)
    assert case.due("collect_closure_views") == day("Mon 15 Jun 2026")

    refused = case.refused("confirm_closure", "Wed 3 Jun 2026", closure_reason="RC7")

    assert refused.code == "blocked"
    assert "disagreement between agencies is open" in str(refused)


def core_group_agrees(case: Partnership, on: str) -> None:
    """A core group of the school alone meets, and the school agrees to removal."""
    case.happened("hold_core_group", on, core_group_held_on=day(on), core_group_members=["school"])
    agrees: Facts = {"core_group_member": "school", "core_group_member_agrees": True}
    case.happened("record_core_group_agreement", on, **agrees)
