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

TO_STAFF = (
    "due_soon overdue enquiry_unfinished conference_not_booked_in_time conference_overdue"
    " review_not_booked_in_time review_overdue report_not_shared agency_report_due"
    " emergency_power_ends_soon child_not_seen missing_family closure_views_missing handed_over"
).split()

OFFERED: dict[str, dict[str, object]] = dict.fromkeys(TO_STAFF, STAFF) | {"digest": DIGEST}

AT_TIME = STAFF | {"due_time": time(16), "days_late": 0}
