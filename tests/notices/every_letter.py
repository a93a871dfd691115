"""What happens to invented families until every letter to a family is written at least once."""

from __future__ import annotations

from typing import Any

from days import at, day
from notices.letter_stories import (
    AGENCIES,
    PARENT,
    LetterDesk,
    a_child,
    enquired,
    held,
    on_plan,
    plan,
    planned,
    referred,
)
from process.building import ENDS
from workflow.definition.model import OPEN_CASE

HELP = "A family support worker comes every Tuesday until the summer."
MONDAY = "Mon 4 May 2026"


def a_conference_and_its_record(desk: LetterDesk) -> None:
    """Two children; the day, the chair and the place change; the father is excluded from part."""
    for ref in ("CP-1", "CP-2"):
        referred(desk, ref, "Mon 2 Mar 2026")
        enquired(desk, ref, "Mon 2 Mar 2026", "likely_significant_harm")
        desk.does(ref, "agree_interim_safety_plan", "Tue 3 Mar 2026", interim_safety_plan=PLAN_NOW)
    planned(desk, "CONF-1", "Wed 18 Mar 2026", "CP-1", "CP-2")
    put_off = {"put_off_reason": "The report is not ready.", "planned_for": _ten("Mon 23 Mar 2026")}
    desk.does("CONF-1", "postpone_conference", "Mon 9 Mar 2026", **put_off)
    desk.does("CONF-1", "change_chair", "Mon 9 Mar 2026", chair="sam")
    desk.does("CONF-1", "change_venue", "Tue 10 Mar 2026", venue="The library, Room 2")
    desk.does(
        "CONF-1",
        "exclude_family_member",
        "Tue 10 Mar 2026",
        excluded_person="parent/2",
        exclusion_extent="part",
        exclusion_reason="what must not be told",
        exclusion_reason_told="There is a court order that says that you two may not meet.",
        other_contribution="The chair rings you the day before and reads out what you say.",
    )
    desk.does(
        "CONF-1",
        "exclude_family_member",
        "Wed 11 Mar 2026",
        excluded_person="child",
        exclusion_extent="part",
        exclusion_reason="what must not be told",
        exclusion_reason_told="Some of what is said that day would frighten you.",
        other_contribution="Your social worker comes to see you the day before.",
    )
    decided = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026")
    other = {
        "decision": "child_in_need",
        "reasons": "Alex lives with an aunt, who looks after him well.",
        "recommended_support": "A place in the after-school club.",
        "family_consents": True,
        "lead_practitioner": "jo",
        "child_in_need_meeting_by": day("Mon 6 Apr 2026"),
    }
    held(desk, "CONF-1", "Mon 23 Mar 2026", CP_1=decided, CP_2=other)
    desk.does("CONF-1", "approve_record", "Mon 30 Mar 2026")
    desk.does("CONF-1", "circulate_record", "Tue 31 Mar 2026")
    wrong = {"correction_asked_by": "parent/1", "correction": "It was 13 days and not 31."}
    desk.does("CONF-1", "request_correction", "Wed 1 Apr 2026", **wrong)
    answer = "You are right. The record now says 13 days."
    desk.does("CONF-1", "answer_correction", "Thu 2 Apr 2026", correction_answer=answer)
    mine = {"correction_asked_by": "child", "correction": "I did not say that."}
    desk.does("CONF-1", "request_correction", "Fri 3 Apr 2026", **mine)
    desk.does("CONF-1", "answer_correction", "Tue 7 Apr 2026", correction_answer="It is out.")


def core_groups(desk: LetterDesk) -> None:
    """One is held, one is called off."""
    for ref in ("CG-1", "CG-2"):
        given = {"considers_children": ["CP-1", "CP-2"], "planned_for": _ten("Wed 1 Apr 2026")}
        desk.does(ref, OPEN_CASE, "Tue 24 Mar 2026", **given, venue="Hill School")
        people = [PARENT, a_child("CP-1"), a_child("CP-2"), *AGENCIES]

        desk.does(ref, "invite", "Tue 24 Mar 2026", participants=people)
    desk.does("CG-2", "cancel", "Mon 30 Mar 2026", cancel_reason="The school is closed.")
    met = {"held_on": day("Wed 1 Apr 2026"), "attended": ["parent"], "meeting_chair": "jo"}
    desk.does("CG-1", "hold", "Wed 1 Apr 2026", **met)
    desk.does("CG-1", "circulate_record", "Tue 7 Apr 2026", record_sent_to=["parent"])


def a_plan_and_its_end(desk: LetterDesk) -> None:
    """A new worker, a concern, a court order, a move, and the review that ends the plan of CP-1."""
    one = "CP-1"
    desk.does(one, "change_lead_social_worker", "Mon 13 Apr 2026", lead_social_worker="jo")
    enquired(desk, one, "Tue 14 Apr 2026", "no_continuing_risk")
    desk.does(one, "request_early_review", "Wed 15 Apr 2026", early_review_reason=CONCERN)
    desk.does(
        one,
        "send_notice_before_action",
        "Thu 16 Apr 2026",
        proceedings_concerns="Robin was left alone for three nights in March.",
        proceedings_changes="Somebody whom we know is with Robin every night from now on.",
        proceedings_help="A night nursery, and a worker who rings every evening.",
        proceedings_meeting_at=at("Thu 30 Apr 2026 14:00"),
        proceedings_meeting_place="Civic Centre, Room 1",
    )
    desk.does(one, "become_looked_after", "Fri 17 Apr 2026", legal_basis="section_20")
    desk.does(one, "make_order", "Mon 20 Apr 2026", legal_basis="interim_care_order")
    why = "The court has asked for both until June."
    desk.does(one, "keep_plan_beside_order", "Tue 21 Apr 2026", dual_status_reason=why)
    desk.does(one, "cease_to_be_looked_after", "Wed 22 Apr 2026")
    desk.does(one, "notify_move", "Thu 23 Apr 2026", move_kind="temporary")
    desk.does(one, "tell_receiving_authority", "Thu 23 Apr 2026", receiving_authority="Eastwick")
    ended: dict[str, Any] = {**ENDS, "support_after": HELP, "lead_practitioner": "jo"}
    planned(desk, "CONF-2", "Mon 15 Jun 2026", one, kind="review")
    held(desk, "CONF-2", "Mon 15 Jun 2026", CP_1={**ended, "reasons": "Robin is safe at home."})
    desk.does(one, "notify_end_of_plan", "Tue 16 Jun 2026")
    said = {"consent_withdrawn_next": "closure", "consent_withdrawn_reasons": "You manage well."}
    desk.does(one, "record_consent_withdrawn", "Mon 29 Jun 2026", **said)
    closed(desk, one, "Mon 13 Jul 2026")


def closed(desk: LetterDesk, ref: str, on: str) -> None:
    desk.does(ref, "list_agencies_involved", on, agencies_involved=["School"])
    desk.does(ref, "record_closure_view", on, agency="School", closure_agreed=True)
    desk.does(ref, "confirm_closure", on, closure_reason="RC7")


def plans_of_younger_children(desk: LetterDesk) -> None:
    """CP-2 leaves Child in Need, comes back, and a conference is stood down; then it is closed."""
    two, worker = "CP-2", {"lead_social_worker": "jo"}
    desk.does(two, "change_lead_social_worker", MONDAY, **worker)
    enquired(desk, two, MONDAY, "likely_significant_harm")
    desk.does(
        two,
        "stand_down_conference",
        "Tue 5 May 2026",
        stand_down_reason="A doctor has found that the mark was there from birth.",
        stand_down_next="closure_proposed",
        agreed_by_manager="asha",
        agreed_by_chair="sam",
        agencies_told_on=day("Tue 5 May 2026"),
        support_offered=HELP,
    )
    closed(desk, two, "Wed 6 May 2026")


def without_a_conference(desk: LetterDesk) -> None:
    """A neighbour is worried about CP-3; nothing is found. CP-4 has a conference stood down."""
    referred(desk, "CP-3", "Mon 2 Mar 2026", referral_source="1B")
    desk.does(
        "CP-3", "record_referrer_told", "Tue 3 Mar 2026", referrer_told_on=day("Tue 3 Mar 2026")
    )
    enquired(desk, "CP-3", "Tue 3 Mar 2026", "not_substantiated", next_step="no_further_action")
    closed(desk, "CP-3", "Mon 16 Mar 2026")
    referred(desk, "CP-4", "Mon 2 Mar 2026")
    enquired(desk, "CP-4", "Mon 2 Mar 2026", "likely_significant_harm")
    stood_down = {
        "stand_down_reason": "The family has moved in with the grandmother.",
        "stand_down_next": "child_in_need",
        "agreed_by_manager": "asha",
        "agreed_by_chair": "sam",
        "agencies_told_on": day("Thu 5 Mar 2026"),
        "support_offered": HELP,
    }
    desk.does("CP-4", "stand_down_conference", "Thu 5 Mar 2026", **stood_down)
    said = {"consent_withdrawn_next": "continue", "consent_withdrawn_reasons": "The father only."}
    desk.does("CP-4", "record_consent_withdrawn", "Thu 12 Mar 2026", **said)


def a_conference_called_off(desk: LetterDesk) -> None:
    """A conference about CP-5 and a sister of six, CP-10, is cancelled."""
    referred(desk, "CP-5", "Mon 2 Mar 2026")
    referred(desk, "CP-10", "Mon 2 Mar 2026", date_of_birth=day("Wed 6 Feb 2019"))
    for ref in ("CP-5", "CP-10"):
        enquired(desk, ref, "Mon 2 Mar 2026", "likely_significant_harm")
    planned(desk, "CONF-5", "Wed 18 Mar 2026", "CP-5", "CP-10")
    desk.does("CONF-5", "cancel_conference", "Mon 16 Mar 2026", put_off_reason="It is not needed.")


def two_plans_at_once(desk: LetterDesk) -> None:
    """CP-6 on a plan and looked after: removal refused, and then agreed to."""
    six = "CP-6"
    on_plan(desk, six, "CONF-6", child_name="Robin Example")
    group = {"core_group_held_on": day("Wed 1 Apr 2026"), "core_group_members": ["school"]}
    desk.does(six, "hold_core_group", "Wed 1 Apr 2026", **group)
    desk.does(six, "become_looked_after", "Thu 2 Apr 2026", legal_basis="section_20")
    for on, decision in (("Tue 7 Apr 2026", "refused"), ("Tue 14 Apr 2026", "agreed")):
        desk.does(six, "tell_core_group_of_change", on)
        agrees = {"core_group_member": "school", "core_group_member_agrees": True}
        desk.does(six, "record_core_group_agreement", on, **agrees)
        desk.does(six, "request_plan_removal", on)
        more = {"plan_end_reason": "double_protection"} if decision == "agreed" else {}
        why = "The care plan says all that the other plan said."
        desk.does(six, "decide_plan_removal", on, removal_decision=decision, reasons=why, **more)


def a_baby(desk: LetterDesk) -> None:
    """CP-7 is born while there is a plan."""
    due = {"date_of_birth": None, "expected_date_of_birth": day("Mon 30 Mar 2026"), "sex": "U"}
    on_plan(desk, "CP-7", "CONF-7", **due)
    desk.does("CP-7", "record_birth", "Tue 31 Mar 2026", born_on=day("Tue 31 Mar 2026"), sex="F")


def a_birthday(desk: LetterDesk) -> None:
    """CP-8 reaches 18 on a plan."""
    on_plan(desk, "CP-8", "CONF-8", date_of_birth=day("Sun 13 Apr 2008"))
    desk.time_passes("CP-8", "Tue 14 Apr 2026")
    desk.does("CP-8", "record_eighteenth_birthday", "Tue 14 Apr 2026", support_after=HELP)
    desk.does("CP-8", "notify_end_of_plan", "Tue 14 Apr 2026")


def a_young_child_whose_plan_ends(desk: LetterDesk) -> None:
    """CP-9, six years old, on a plan that a review ends."""
    on_plan(desk, "CP-9", "CONF-9", date_of_birth=day("Wed 6 Feb 2019"))
    planned(desk, "CONF-10", "Mon 15 Jun 2026", "CP-9", kind="review")
    held(desk, "CONF-10", "Mon 15 Jun 2026", CP_9={**ENDS, "reasons": "Things are better."})
    desk.does("CP-9", "notify_end_of_plan", "Tue 16 Jun 2026")


def complaints(desk: LetterDesk) -> None:
    """A parent and a child complain, each in every way that a complaint can go."""
    for number, who in enumerate(("parent", "child")):
        a, b, c = (f"AP-{number}{letter}" for letter in "abc")
        for ref in (a, b, c):
            given = {"about": ["CONF-1"], "received_on": day("Wed 8 Apr 2026"), "appellant": who}
            person = {**PARENT, "kind": "appellant"}
            more = {"grounds": ["report_not_shared", "decision"], "participants": [person]}
            offered = {"advocate_offered": True} if who == "child" else {}
            desk.does(ref, OPEN_CASE, "Wed 8 Apr 2026", **given, **more, **offered)
        desk.does(a, "acknowledge_appeal", "Thu 9 Apr 2026")
        why = "The meeting with the chair did not settle it."
        desk.does(a, "refer_to_panel", "Wed 15 Apr 2026", referral_reasons=why)
        desk.does(
            a,
            "record_panel_decision",
            "Wed 22 Apr 2026",
            panel_held_on=day("Wed 22 Apr 2026"),
            panel_members=["pat"],
            panel_is_independent=True,
            appeal_outcome="partly_upheld",
            outcome_reasons_given="The report came one day late.",
            recommendation="another_chair",
        )
        desk.does(a, "send_appeal_outcome", "Thu 23 Apr 2026")
        desk.does(b, "send_to_agency", "Thu 9 Apr 2026", agency="Hill School")
        desk.does(b, "send_appeal_outcome", "Fri 10 Apr 2026")
        desk.does(c, "withdraw_appeal", "Thu 9 Apr 2026")


def a_plan_that_goes_on_after_all(desk: LetterDesk) -> None:
    """The review would end it, and asks who was absent first."""
    on_plan(desk, "CP-31", "CONF-31")
    planned(desk, "CONF-32", "Mon 8 Jun 2026", "CP-31", kind="review")
    asked = {"decision": "end_views_needed", "reasons": "The aims are met."}
    held(desk, "CONF-32", "Mon 8 Jun 2026", CP_31=asked)
    desk.does("CP-31", "seek_absent_views", "Tue 9 Jun 2026", absent_agencies=["police"])
    desk.does(
        "CP-31",
        "decide_after_views",
        "Thu 18 Jun 2026",
        absent_views_decision="continue",
        reasons="The police were called again in May.",
    )


def help_and_a_move(desk: LetterDesk) -> None:
    """Two children in need with a lead practitioner, then another, then another council; one on a
    plan, whose proceedings end in a supervision order.
    """
    for ref, born in (("CP-33", "Mon 5 Jan 2009"), ("CP-34", "Wed 6 Feb 2019")):
        referred(desk, ref, "Mon 2 Mar 2026", date_of_birth=day(born))
        desk.does(ref, "decide_on_referral", "Mon 2 Mar 2026", referral_decision="assessment")
        desk.does(ref, "change_lead_practitioner", "Tue 3 Mar 2026", lead_practitioner="jo")
        moved = {"move_kind": "permanent", "receiving_authority": "Eastwick"}
        desk.does(ref, "notify_move", "Mon 9 Mar 2026", **moved)
        accepted = {"accepted_by": "their manager", "accepted_on": day("Wed 11 Mar 2026")}
        desk.does(ref, "hand_over_case", "Wed 11 Mar 2026", **accepted)
    on_plan(desk, "CP-35", "CONF-35")
    desk.does("CP-35", "start_proceedings", "Thu 2 Apr 2026")
    desk.does("CP-35", "end_proceedings", "Fri 3 Jul 2026", proceedings_order="supervision")


STORIES = (
    a_conference_and_its_record,
    core_groups,
    complaints,
    a_plan_and_its_end,
    plans_of_younger_children,
    without_a_conference,
    a_conference_called_off,
    two_plans_at_once,
    a_baby,
    a_birthday,
    a_young_child_whose_plan_ends,
    a_plan_that_goes_on_after_all,
    help_and_a_move,
)

PLAN_NOW = "The children sleep at their aunt's. Their father rings before he comes."
CONCERN = "Robin was not at school for a week."


def _ten(on: str) -> Any:
    return at(f"{on} 10:00")
