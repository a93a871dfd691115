"""What the engine gives to a notice: one flat set of names for each kind, with sample values.

A template may read these names and no others. Values are of no real person.
"""

from __future__ import annotations

from datetime import time

from days import at, day

STAFF: dict[str, object] = {
    "case_reference": "CP-2026-0017",
    "task_title": "Hold the initial child protection conference",
    "state_title": "Waiting for the conference",
    "role_title": "Team manager",
    "due_day": day("Mon 23 Mar 2026"),
    "due_time": None,
    "due_because": "15 working days after the strategy discussion of Monday 2 March 2026",
    "days_left": 0,
    "days_late": 1,
    "link": "https://caseward.example/cases/CP-2026-0017",
    "planned_for": at("Thu 26 Mar 2026 10:00"),
    "note": "",
}

LINES: list[dict[str, object]] = [
    {
        "case_reference": "CP-2026-0017",
        "task_title": "Hold the initial child protection conference",
        "role_title": "Team manager",
        "person": "Priya Example",
        "due_day": day("Mon 23 Mar 2026"),
        "days_late": 1,
        "opened_on": day("Mon 2 Mar 2026"),
    },
    {
        "case_reference": "CP-2026-0021",
        "task_title": "Visit the child",
        "role_title": "Lead social worker",
        "person": "",
        "due_day": day("Wed 25 Mar 2026"),
        "days_late": 0,
        "opened_on": day("Wed 11 Mar 2026"),
    },
]
DIGEST: dict[str, object] = {"link": "https://caseward.example/teams/north", "tasks": LINES}

MEETING: dict[str, object] = {
    "case_reference": "CF-2026-0009",
    "is_review": False,
    "children_count": 2,
    "is_unborn": False,
    "starts_at": at("Wed 1 Apr 2026 10:00"),
    "ends_at": at("Wed 1 Apr 2026 12:00"),
    "venue": "Civic Centre, Room 4, Market Square, Northwick NW9 1AA",
    "remote_link": "",
    "chair_name": "Sam Example",
    "social_worker_name": "Jo Example",
    "social_worker_phone": "01632 960123",
    "people": [
        {"title": "Jo Example, social worker", "reason": "works with the family"},
        {"title": "A police officer", "reason": "the police were called in February"},
        {"title": "The head of the school", "reason": "sees the children every day"},
    ],
    "report_by": day("Mon 30 Mar 2026"),
    "agency_report_by": day("Mon 30 Mar 2026"),
    "reply_by": day("Fri 27 Mar 2026"),
    "meet_chair_at": at("Wed 1 Apr 2026 09:30"),
    "interpreter_language": "",
    "access_needs": "",
    "link": "https://caseward.example/conferences/CF-2026-0009",
}

DECISION: dict[str, object] = {
    "case_reference": "CF-2026-0009",
    "is_review": False,
    "held_on": day("Wed 1 Apr 2026"),
    "chair_name": "Sam Example",
    "children": [
        {
            "child_name": "Robin",
            "has_plan": True,
            "category_title": "Neglect",
            "decision_title": "",
            "reasons": "Robin missed 31 days of school and has often been hungry.",
        },
        {
            "child_name": "Alex",
            "has_plan": False,
            "category_title": "",
            "decision_title": "Child in need plan",
            "reasons": "Alex lives with an aunt, who looks after him well.",
        },
    ],
    "lead_social_worker_name": "Jo Example",
    "lead_social_worker_phone": "01632 960123",
    "first_core_group_on": day("Fri 10 Apr 2026"),
    "next_review_on": day("Wed 1 Jul 2026"),
    "outline_plan": ["Breakfast club every school day, from Monday 13 April: the school"],
    "contingency_plan": "If Robin misses two more days without a reason, we meet in that week.",
    "support_offered": "",
    "record_by": day("Thu 23 Apr 2026"),
    "complain_by": day("Wed 29 Apr 2026"),
}

FAMILY_AND_AGENCIES = "parents young_person child supporter agency solicitor".split()

TO_STAFF = (
    "due_soon overdue enquiry_unfinished conference_not_booked_in_time conference_overdue"
    " review_not_booked_in_time review_overdue report_not_shared agency_report_due"
    " emergency_power_ends_soon child_not_seen missing_family closure_views_missing"
).split()

OFFERED: dict[str, dict[str, object]] = (
    dict.fromkeys(TO_STAFF, STAFF)
    | {f"conference_invitation/{audience}": MEETING for audience in FAMILY_AND_AGENCIES}
    | {"digest": DIGEST, "decision_letter": DECISION}
)

AT_TIME = STAFF | {"due_time": time(16), "days_late": 0}
