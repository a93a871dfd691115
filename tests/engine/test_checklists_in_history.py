"""What of a checklist stayed open is read in the history, of that row and for good."""

from __future__ import annotations

import pytest

from engine.building import Desk
from real_process import catalogue
from workflow.engine.case_history import case_history


def told_of_the_meeting(desk: Desk) -> dict[str, str]:
    """Label and value of what the row of the conference's meeting says."""
    with desk.store.reading() as reading:
        lines = case_history(reading, catalogue(), "CONF-1")
    (meeting,) = (line for line in lines if line.event == "hold_conference")
    return {fact.label: fact.value for fact in meeting.facts}


@pytest.mark.requirement("S4-2")
@pytest.mark.requirement("S1-6")
def test_the_history_says_what_the_chair_left_unticked(desk: Desk) -> None:
    desk.booked_only("Thu 19 Mar 2026", ref="CONF-1", kind="initial")
    desk.does(
        "CONF-1",
        "hold_conference",
        "Thu 19 Mar 2026",
        attended=["social_worker", "school", "police"],
        reading_time_given=True,
    )

    told = told_of_the_meeting(desk)
    assert told["There was time to read the reports."] == "yes"
    purpose = "The chair explained what the conference, the core group and the review are for."
    assert told[purpose] == "not ticked"
    joint = "Chair and reviewing officer led the review together, for one plan."
    assert joint not in told
