"""Lives of cases that bring about every letter to professionals, family by family."""

from __future__ import annotations

from notices.agency_desk import A_PLAN, THE_END, AgencyDesk, invited
from notices.agency_lives import (
    CHAIR,
    SW,
    TM,
    UNIT,
    booked,
    child,
    decided,
    enquiry,
    planned,
    review,
)  # fmt: skip


def tell_all(desk: AgencyDesk) -> None:
    """All of it, family by family."""
    plan_and_end(desk)
    put_off_and_cancelled(desk)
    stood_down(desk)
    absent_agencies(desk)
    protected_twice(desk)
    moved_and_missing(desk)
    moved_here(desk)
    moved_on(desk)
    handed_over(desk)
    unborn(desk)
    complained(desk)
    died(desk)
    left_the_country(desk)


def plan_and_end(desk: AgencyDesk) -> None:
    """From the first conference to closure, with core groups and a correction."""
    child(desk, "C-1")
    enquiry(desk, "C-1")
    conference = booked(desk, "C-1")
    desk.does(
        conference, "receive_report", "Mon 16 Mar 2026", UNIT,
        reported_by="police", report_restricted=True, restricted_from=["parent", "housing"],
    )  # fmt: skip
    desk.does(conference, "change_chair", "Mon 16 Mar 2026", UNIT, chair="reviewing_officer")
    desk.does(conference, "change_chair", "Tue 17 Mar 2026", UNIT, chair=CHAIR)
    desk.does(
        conference, "hold_conference", "Thu 19 Mar 2026", CHAIR,
        held_on="2026-03-19",
        attended=["parent", "social_worker", "school", "police", "health_visitor"],
    )  # fmt: skip
    for who in ("school", "police"):
        desk.does(
            conference, "record_view", "Thu 19 Mar 2026", CHAIR,
            view_of=who, view_on="C-1", view="for_plan", view_category="neglect",
            view_reason=f"What {who} saw",
        )  # fmt: skip
    desk.does(
        conference, "record_family_view", "Thu 19 Mar 2026", CHAIR,
        view_of="parent", family_view="We want help with mornings.",
    )  # fmt: skip
    desk.does(
        conference, "record_conference_outcome", "Thu 19 Mar 2026", CHAIR, outcomes={"C-1": A_PLAN}
    )
    desk.does(conference, "send_decision", "Fri 20 Mar 2026", UNIT)
    desk.does(conference, "approve_record", "Fri 27 Mar 2026", CHAIR)
    desk.does(conference, "circulate_record", "Mon 30 Mar 2026", UNIT)
    desk.does(
        conference, "request_correction", "Wed 1 Apr 2026", UNIT,
        correction_asked_by="school", correction="It was 30 days.",
    )  # fmt: skip
    desk.does(conference, "answer_correction", "Thu 2 Apr 2026", CHAIR, correction_answer="Agreed.")
    core_groups(desk)
    desk.does(
        "C-1", "record_plan_contribution", "Fri 27 Mar 2026", SW,
        plan_contributor="school", plan_contribution="Breakfast", contributor_agrees=True,
    )  # fmt: skip
    desk.does("C-1", "agree_plan", "Mon 30 Mar 2026", SW)
    desk.does("C-1", "change_lead_social_worker", "Tue 7 Apr 2026", TM, lead_social_worker=SW)
    desk.does(
        "C-1", "request_early_review", "Wed 8 Apr 2026", CHAIR,
        early_review_reason="The child was left alone.", early_review_by="2026-06-05",
    )  # fmt: skip
    review(desk, "C-1", THE_END)
    desk.does("C-1", "notify_end_of_plan", "Wed 3 Jun 2026", UNIT)
    closed(desk)


def core_groups(desk: AgencyDesk) -> None:
    desk.does(
        "G-1", "open_case", "Fri 20 Mar 2026", SW, workflow="core_group",
        considers_children=["C-1"], planned_for="2026-03-26T10:00:00+00:00", venue="School",
    )  # fmt: skip
    desk.does(
        "G-1", "invite", "Fri 20 Mar 2026", SW,
        participants=invited("parent", "social_worker", "school", "health_visitor"),
    )  # fmt: skip
    desk.does(
        "G-1", "hold", "Thu 26 Mar 2026", SW,
        held_on="2026-03-26", attended=["parent", "social_worker", "school"], meeting_chair=SW,
    )  # fmt: skip
    desk.does(
        "G-1", "update_plan_action", "Thu 26 Mar 2026", SW, plan_action="Breakfast club",
        action_owner="the school", action_due_on="2026-04-20",
        action_checked_by="the health visitor",
    )  # fmt: skip
    desk.does(
        "G-1", "rate_progress", "Thu 26 Mar 2026", SW,
        plan_action="Breakfast club", progress_rating="better",
    )  # fmt: skip
    desk.does("G-1", "circulate_record", "Fri 27 Mar 2026", SW, record_sent_to=["school"])
    desk.does(
        "G-2", "open_case", "Fri 10 Apr 2026", SW, workflow="core_group",
        considers_children=["C-1"], planned_for="2026-04-30T10:00:00+01:00",
        participants=invited("school", "health_visitor"),
    )  # fmt: skip
    desk.does("G-2", "cancel", "Wed 29 Apr 2026", SW, cancel_reason="The room is closed.")


def closed(desk: AgencyDesk) -> None:
    """An agency objects first, and the practitioners settle it."""
    desk.does(
        "C-1", "propose_closure", "Mon 5 Oct 2026", TM,
        closure_proposal_reasons="The help has worked.", agencies_involved=["School", "housing"],
    )  # fmt: skip
    for agency, agreed in (("School", True), ("housing", False)):
        desk.does(
            "C-1", "record_closure_view", "Tue 6 Oct 2026", TM,
            agency=agency, closure_agreed=agreed, closure_view_reason="The rent is not paid.",
            agency_email="housing@elsewhere.example",
        )  # fmt: skip
    desk.does(
        "DISAGREEMENT-2026-1", "resolve", "Wed 7 Oct 2026", SW,
        disagreement_outcome="resolved_for_closure", resolution_reasons="A plan for the rent.",
    )  # fmt: skip
    desk.does(
        "C-1", "confirm_closure", "Thu 8 Oct 2026", TM,
        closure_reason="RC7", closed_on="2026-10-08",
    )  # fmt: skip


def put_off_and_cancelled(desk: AgencyDesk) -> None:
    child(desk, "C-2")
    enquiry(desk, "C-2")
    conference = booked(desk, "C-2")
    desk.does(
        conference, "postpone_conference", "Tue 17 Mar 2026", UNIT,
        put_off_reason="The chair is ill.", planned_for="2026-03-23T10:00:00+00:00",
    )  # fmt: skip
    desk.does(conference, "cancel_conference", "Wed 18 Mar 2026", UNIT, put_off_reason="The snow.")


def stood_down(desk: AgencyDesk) -> None:
    child(desk, "C-3")
    enquiry(desk, "C-3")
    booked(desk, "C-3")
    desk.does(
        "C-3", "stand_down_conference", "Wed 11 Mar 2026", TM,
        stand_down_reason="An aunt looks after the child.", stand_down_next="child_in_need",
        agreed_by_manager=TM, agreed_by_chair=CHAIR, agencies_told_on="2026-03-11",
        support_offered="a family support worker",
    )  # fmt: skip


def absent_agencies(desk: AgencyDesk) -> None:
    planned(desk, "C-4")
    review(
        desk, "C-4", {**THE_END, "decision": "end_views_needed"},
        attended=("parent", "social_worker", "school", "police"),
    )  # fmt: skip
    desk.does(
        "C-4", "seek_absent_views", "Wed 3 Jun 2026", CHAIR,
        absent_agencies=["gp", "health_visitor"],
    )  # fmt: skip
    desk.does(
        "C-4", "record_agency_view", "Thu 4 Jun 2026", UNIT, agency="gp", agency_view="Agrees."
    )
    desk.does("C-4", "chase_absent_views", "Wed 10 Jun 2026", UNIT)
    desk.does(
        "C-4", "decide_after_views", "Fri 12 Jun 2026", CHAIR,
        absent_views_decision="continue", reasons="The health visitor is worried.",
    )  # fmt: skip


def protected_twice(desk: AgencyDesk) -> None:
    planned(desk, "C-5")
    desk.does("C-5", "become_looked_after", "Mon 30 Mar 2026", SW, legal_basis="section_20")
    for on, decision in (("Wed 1 Apr 2026", "refused"), ("Thu 16 Apr 2026", "agreed")):
        desk.does("C-5", "tell_core_group_of_change", on, SW)
        for member in A_PLAN["core_group_members"]:
            desk.does(
                "C-5", "record_core_group_agreement", on, SW,
                core_group_member=member, core_group_member_agrees=True,
            )  # fmt: skip
        desk.does("C-5", "request_plan_removal", on, SW)
        desk.does(
            "C-5", "decide_plan_removal", on, CHAIR,
            removal_decision=decision, reasons="The care plan is enough.",
            **({"plan_end_reason": "double_protection"} if decision == "agreed" else {}),
        )  # fmt: skip
    planned(desk, "C-6")
    desk.does("C-6", "become_looked_after", "Mon 30 Mar 2026", SW, legal_basis="section_20")
    desk.does("C-6", "make_order", "Tue 31 Mar 2026", SW, legal_basis="interim_care_order")


def moved_and_missing(desk: AgencyDesk) -> None:
    planned(desk, "C-7")
    desk.does(
        "C-7", "notify_move", "Mon 30 Mar 2026", SW, move_kind="permanent", moved_on="2026-03-28",
        receiving_authority="Southwick Council",
    )  # fmt: skip
    desk.does(
        "C-7", "tell_receiving_authority", "Mon 30 Mar 2026", UNIT,
        receiving_authority_email="children@southwick.example",
        interim_arrangements="Our social worker, every week.",
    )  # fmt: skip
    desk.does("C-7", "chase_transfer", "Tue 14 Apr 2026", UNIT)
    desk.does(
        "C-7", "record_receiving_refusal", "Wed 15 Apr 2026", UNIT,
        refusal_reason="They say that the family is only visiting.",
    )  # fmt: skip
    dispute = "DISAGREEMENT-2026-2"
    desk.does(dispute, "move_up", "Fri 17 Apr 2026", SW)
    desk.does(dispute, "withdraw", "Mon 20 Apr 2026", TM, withdrawal_reasons="They accept.")
    desk.does("C-7", "report_missing", "Tue 21 Apr 2026", SW)
    desk.does(
        "C-7", "send_missing_alert", "Tue 21 Apr 2026", UNIT,
        alert_sent_to="The list of authorities", alert_email="alerts@list.example",
    )  # fmt: skip
    desk.does("C-7", "report_found", "Wed 22 Apr 2026", SW, found_at="usual_address")


def moved_on(desk: AgencyDesk) -> None:
    planned(desk, "C-12")
    for authority in ("Southwick Council", "Westwick Council"):
        desk.does(
            "C-12", "notify_move", "Mon 30 Mar 2026", SW, move_kind="permanent",
            moved_on="2026-03-28", receiving_authority=authority,
        )  # fmt: skip
        known = {"receiving_authority_email": "children@southwick.example"}
        desk.does(
            "C-12", "tell_receiving_authority", "Mon 30 Mar 2026", UNIT,
            interim_arrangements="Our social worker.", **(known if "South" in authority else {}),
        )  # fmt: skip
    desk.does(
        "C-12", "tell_receiving_authority", "Tue 31 Mar 2026", UNIT,
        receiving_authority_address="Town Hall, Westwick",
    )  # fmt: skip


def handed_over(desk: AgencyDesk) -> None:
    planned(desk, "C-20")
    desk.does("C-20", "start_proceedings", "Mon 30 Mar 2026", TM)
    desk.does("C-20", "end_proceedings", "Fri 29 May 2026", TM, proceedings_order="supervision")
    review(desk, "C-20", THE_END)
    desk.does("C-20", "change_lead_practitioner", "Wed 17 Jun 2026", TM, lead_practitioner=SW)
    desk.does(
        "C-20", "hand_over_case", "Wed 24 Jun 2026", TM,
        accepted_by="Their manager", accepted_on="2026-06-24",
    )  # fmt: skip


def moved_here(desk: AgencyDesk) -> None:
    moved = {
        "route": "transfer_in",
        "transfer_notified_on": "2026-03-02",
        "originating_authority": "Eastwick Council",
        "originating_authority_email": "moves@eastwick.example",
    }
    for ref in ("C-8", "C-9"):
        child(desk, ref, **moved)
    conference = booked(desk, "C-8")
    decided(desk, conference, "C-8", "Thu 19 Mar 2026", "2026-03-19", A_PLAN)
    desk.does(
        "C-9", "decline_transfer", "Tue 3 Mar 2026", TM,
        decline_reason="went_back", other_authority_told_on="2026-03-03",
    )  # fmt: skip


def unborn(desk: AgencyDesk) -> None:
    planned(desk, "C-10", sex="U", date_of_birth=None, expected_date_of_birth="2026-05-01")
    desk.does("C-10", "record_birth", "Wed 29 Apr 2026", SW, born_on="2026-04-29", sex="M")


def complained(desk: AgencyDesk) -> None:
    for ref in ("A-1", "A-2"):
        desk.does(
            ref, "open_case", "Mon 15 Jun 2026", UNIT, workflow="appeal",
            about=["R-C-4"], received_on="2026-06-15", appellant="parent",
            grounds=["report_not_shared", "chair_not_met"],
            complaint="Nobody showed us the report.",
        )  # fmt: skip
    desk.does("A-1", "acknowledge_appeal", "Tue 16 Jun 2026", UNIT)
    desk.does("A-1", "refer_to_panel", "Wed 17 Jun 2026", CHAIR, referral_reasons="Not settled.")
    desk.does(
        "A-2", "send_to_agency", "Tue 16 Jun 2026", UNIT,
        agency="Northwick Police", agency_email="complaints@police.example",
    )  # fmt: skip


def died(desk: AgencyDesk) -> None:
    planned(desk, "C-11")
    desk.does(
        "C-11", "record_serious_incident", "Fri 27 Mar 2026", TM, incident_known_on="2026-03-27"
    )
    desk.does("C-11", "record_death", "Sat 28 Mar 2026", TM, died_on="2026-03-28")
    desk.does("C-11", "notify_end_of_plan", "Mon 30 Mar 2026", UNIT)
    desk.does(
        "C-11", "decide_on_incident_notification", "Tue 31 Mar 2026", "service_manager",
        incident_notified=True, incident_decision_reasons="A child has died.",
    )  # fmt: skip


def left_the_country(desk: AgencyDesk) -> None:
    """Before the conference that was booked about the child."""
    child(desk, "C-21")
    enquiry(desk, "C-21")
    booked(desk, "C-21")
    desk.does(
        "C-21", "record_left_uk", "Wed 11 Mar 2026", TM,
        left_uk_evidence="tickets", left_uk_approved_by=TM,
    )  # fmt: skip
