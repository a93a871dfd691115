"""The statutory clocks on the packaged process, day by day.

Each test names the clock (T1 to T38) or the requirement that it shows.
"""

from __future__ import annotations

from datetime import date

import pytest

from days import at, day
from process.building import ALONE, Facts, Partnership, an_outcome

# -- the initial conference ------------------------------------------------------------------------


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


# -- core groups and visits ------------------------------------------------------------------------


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


# -- reviews ---------------------------------------------------------------------------------------


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


# -- the end of a plan -----------------------------------------------------------------------------


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
    case.happened("propose_closure", "Mon 1 Jun 2026")
    view: Facts = {"agency": "School", "closure_agreed": False, "closure_view_reason": "-"}
    case.happened("record_closure_view", "Tue 2 Jun 2026", **view)
    assert case.due("collect_closure_views") == day("Mon 15 Jun 2026")

    closing: Facts = {"closure_reason": "RC7", "every_agency_agrees": True}
    refused = case.refused("confirm_closure", "Wed 3 Jun 2026", **closing)

    assert refused.code == "blocked"
    assert "objects" in str(refused)


# -- other clocks ----------------------------------------------------------------------------------


@pytest.mark.requirement("T1")
@pytest.mark.requirement("T5")
def test_a_referral_is_answered_the_next_working_day_and_assessed_in_45() -> None:
    case = Partnership()
    case.referred("Thu 2 Apr 2026")  # the day before Good Friday

    assert case.due("decide_on_referral") == day("Tue 7 Apr 2026")
    assert case.due("complete_assessment") == day("Wed 10 Jun 2026")


@pytest.mark.requirement("T3")
@pytest.mark.parametrize(
    ("power", "ends"),
    [
        ("police_protection", at("Tue 31 Mar 2026 22:30")),  # 72 hours; the clocks went forward
        ("emergency_protection_order", day("Sun 5 Apr 2026")),  # 8 days: at the end of the last
    ],
)
def test_an_emergency_power_ends_after_its_time(power: str, ends: date) -> None:
    case = Partnership()
    case.referred("Fri 27 Mar 2026")
    facts: Facts = {"immediate_protection": power, "started_at": at("Sat 28 Mar 2026 21:30")}
    on, typed = "Sat 28 Mar 2026", "Sun 29 Mar 2026"
    case.happened("record_immediate_protection", on, recorded=typed, **facts)

    assert case.due("end_or_replace_immediate_protection") == ends


@pytest.mark.requirement("T36")
@pytest.mark.requirement("S3-25")
def test_the_18th_birthday_is_planned_three_months_before() -> None:
    case = Partnership()
    case.on_plan("Mon 2 Mar 2026", date_of_birth=day("Tue 28 Oct 2008"))
    assert case.due("plan_for_eighteenth_birthday") == day("Tue 28 Jul 2026")

    case.time_passes("Wed 28 Oct 2026")
    assert case.due("record_eighteenth_birthday") == day("Wed 28 Oct 2026")
    assert case.is_in("protection_plan")


@pytest.mark.requirement("T14")
@pytest.mark.requirement("T15")
@pytest.mark.requirement("T16")
def test_the_decision_the_record_and_the_time_for_corrections() -> None:
    case = Partnership()
    case.on_plan("Thu 2 Apr 2026")
    assert case.due("send_decision", "CONF-1") == day("Tue 7 Apr 2026")
    assert case.due("approve_record", "CONF-1") == day("Mon 20 Apr 2026")
    assert case.due("circulate_record", "CONF-1") == day("Mon 27 Apr 2026")

    case.happened("approve_record", "Wed 15 Apr 2026", ref="CONF-1")
    case.happened("circulate_record", "Thu 16 Apr 2026", ref="CONF-1")
    case.time_passes("Thu 30 Apr 2026")
    assert case.is_in("recorded", "CONF-1")
    case.time_passes("Fri 1 May 2026")
    assert case.is_in("closed", "CONF-1")


def visit(case: Partnership, on: str, recorded: str = "") -> None:
    """A visit that saw the child."""
    facts: Facts = {"child_seen": True, "seen_alone": True, "bedroom_seen": True}
    case.happened("record_visit", on, recorded=recorded, visited_on=day(on), **facts)


ENDS: Facts = {
    "decision": "end",
    "plan_end_reason": "no_longer_at_risk",
    "support_after": "-",
    "continuing_support_plan": "-",
    "lead_practitioner": "worker.1",
}
