"""What happens to many families alike, in few words: a referral, a conference, a plan, a review."""

from __future__ import annotations

from typing import Any

from notices.agency_desk import A_PLAN, AgencyDesk, invited

AGENCIES = ("social_worker", "school", "gp", "police", "health_visitor", "midwife", "housing")
SW, TM, DM, UNIT, CHAIR = (
    "social_worker", "team_manager", "duty_manager", "conference_unit", "conference_chair",
)  # fmt: skip


def child(desk: AgencyDesk, ref: str, on: str = "Mon 2 Mar 2026", **facts: Any) -> None:
    """A referral that became an enquiry."""
    given = {
        "child_name": "Alex Invented",
        "sex": "F",
        "date_of_birth": "2019-02-06",
        "referral_received_on": "2026-03-02",
        "referral_source": "2A",
        "family_reference": f"F-{ref}",
        "route": "referral",
        "child_reference": ref,
        **facts,
    }
    known = {name: value for name, value in given.items() if value is not None}
    desk.does(ref, "open_case", on, DM, workflow="child_protection", **known)


def enquiry(desk: AgencyDesk, ref: str) -> None:
    desk.does(
        ref, "hold_strategy_discussion", "Mon 2 Mar 2026", TM,
        strategy_discussion_held_on="2026-03-02", strategy_discussion_outcome="section_47",
        agencies_present=["social_care", "police", "health"],
    )  # fmt: skip
    desk.does(
        ref, "record_enquiry_outcome", "Mon 9 Mar 2026", TM,
        enquiry_outcome="likely_significant_harm", enquiry_ended_on="2026-03-09",
        outcome_reasons="The enquiry found neglect.",
    )  # fmt: skip


def booked(desk: AgencyDesk, ref: str, kinds: tuple[str, ...] = AGENCIES) -> str:
    """A conference that is asked for, booked, and to which everybody is invited."""
    changed = desk.does(ref, "request_conference", "Mon 9 Mar 2026", TM)
    (conference,) = (each for each in changed if each.startswith("CONFERENCE"))
    book(desk, conference, "Tue 10 Mar 2026", "2026-03-19T10:00:00+00:00")
    invite(desk, conference, "Tue 10 Mar 2026", kinds)
    return conference


def book(desk: AgencyDesk, conference: str, on: str, planned_for: str) -> None:
    desk.does(
        conference, "book_conference", on, UNIT,
        planned_for=planned_for, venue="Civic Centre, Room 4", chair=CHAIR,
    )  # fmt: skip


def invite(desk: AgencyDesk, conference: str, on: str, kinds: tuple[str, ...]) -> None:
    desk.does(conference, "invite", on, UNIT, participants=invited("parent", "solicitor", *kinds))


def decided(
    desk: AgencyDesk, conference: str, ref: str, on: str, day: str, outcome: Any,
    attended: tuple[str, ...] = ("parent", "social_worker", "school", "police", "health_visitor"),
) -> None:  # fmt: skip
    desk.does(conference, "hold_conference", on, CHAIR, held_on=day, attended=list(attended))
    desk.does(conference, "record_conference_outcome", on, CHAIR, outcomes={ref: outcome})


def planned(desk: AgencyDesk, ref: str, **facts: Any) -> str:
    """A child on a plan since Thu 19 Mar 2026."""
    child(desk, ref, **facts)
    enquiry(desk, ref)
    conference = booked(desk, ref)
    decided(desk, conference, ref, "Thu 19 Mar 2026", "2026-03-19", A_PLAN)
    return conference


def review(desk: AgencyDesk, ref: str, outcome: Any, **more: Any) -> str:
    """A review on Tue 2 Jun 2026."""
    conference = f"R-{ref}"
    desk.does(
        conference, "open_case", "Tue 12 May 2026", UNIT,
        workflow="conference", conference_kind="review", considers=[ref],
    )  # fmt: skip
    book(desk, conference, "Tue 12 May 2026", "2026-06-02T10:00:00+01:00")
    invite(desk, conference, "Wed 13 May 2026", AGENCIES)
    decided(desk, conference, ref, "Tue 2 Jun 2026", "2026-06-02", outcome, **more)
    return conference
