"""Events that are learned late: offered where they were open on their day, and placed there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from days import day
from engine.building import Desk, visited
from workflow.engine.audit import Verdict


@pytest.fixture
def ended(desk: Desk) -> Desk:
    """A plan of Mon 23 Mar 2026 that a review on Mon 15 Jun 2026 ended."""
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "record_visit", "Mon 30 Mar 2026", **visited("Mon 30 Mar 2026"))
    desk.met("Mon 15 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    desk.decided(
        "Mon 15 Jun 2026",
        "CONF-2",
        CP_1={
            "decision": "end",
            "plan_end_reason": "no_longer_at_risk",
            "support_after": "-",
            "continuing_support_plan": "-",
            "lead_practitioner": "ben",
        },
    )
    return desk


def a_visit(on: str, *, late: bool = False) -> dict[str, Any]:
    return {"recorded": "Wed 17 Jun 2026", "late": late, **visited(on)}


def test_an_event_that_was_open_on_its_day_is_offered_as_late(ended: Desk) -> None:
    on = "Fri 12 Jun 2026"

    refused = ended.refused(ended.command("CP-1", "record_visit", on, **a_visit(on)))

    assert refused.code == "event_closed_since"
    assert "--late" in str(refused)


def test_an_event_that_was_not_open_on_its_day_is_not_offered(ended: Desk) -> None:
    on = "Tue 16 Jun 2026"

    refused = ended.refused(ended.command("CP-1", "record_visit", on, **a_visit(on)))
    insisted = ended.refused(ended.command("CP-1", "record_visit", on, **a_visit(on, late=True)))

    assert (refused.code, insisted.code) == ("event_not_open", "event_not_open")


@pytest.mark.parametrize("late", [False, True])
def test_a_day_that_is_none_is_refused_where_the_event_is_not_open_any_more(
    ended: Desk, late: bool
) -> None:
    on = "Fri 12 Jun 2026"
    command = ended.command("CP-1", "record_visit", on, **a_visit(on, late=late))
    wrong = replace(
        command, occurred_on=None, facts={**command.facts, "visited_on": "31 June, or so"}
    )

    assert ended.refused(wrong).code == "wrong_fact"


def test_a_late_event_counts_where_it_belongs_and_the_case_stays_where_it_is(ended: Desk) -> None:
    on = "Fri 12 Jun 2026"
    state, last_before = ended.case().state, ended.row("record_conference_date")

    outcome = ended.does("CP-1", "record_visit", on, **a_visit(on, late=True))

    assert outcome.event.placed_after == last_before
    assert ended.case().state == state
    assert ended.case().facts["visited_on"] == day(on)
    assert ended.verdicts() == {Verdict.FINE}


@pytest.mark.parametrize(
    "learned",
    [
        ("Thu 2 Apr 2026", "Wed 8 Apr 2026", "Fri 10 Apr 2026"),
        ("Fri 10 Apr 2026", "Wed 8 Apr 2026", "Thu 2 Apr 2026"),
        ("Wed 8 Apr 2026", "Fri 10 Apr 2026", "Thu 2 Apr 2026"),
    ],
)
def test_late_events_count_in_the_order_of_their_days(desk: Desk, learned: tuple[str, ...]) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "record_visit", "Mon 30 Mar 2026", **visited("Mon 30 Mar 2026"))
    desk.does("CP-1", "record_visit", "Mon 11 May 2026", **visited("Mon 11 May 2026"))

    for on in learned:
        desk.does("CP-1", "record_visit", on, **a_visit(on, late=True))

    days = [row.occurred_on for row in desk.counting() if row.name == "record_visit"]
    assert days == sorted(days)
    assert desk.due("visit_child") == day("Tue 26 May 2026")  # 25 May is the bank holiday
    assert desk.verdicts() == {Verdict.FINE}


def test_a_row_typed_out_of_order_does_not_hide_the_place_of_a_late_event(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Tue 10 Mar 2026"
    desk.does("CP-1", "decide_on_referral", on, referral_decision="assessment")
    desk.does("CP-1", "record_supervision", "Tue 3 Mar 2026", recorded="Wed 11 Mar 2026")

    told: dict[str, Any] = {
        "recorded": "Thu 12 Mar 2026",
        "referral_decision": "strategy_discussion",
    }
    offered = desk.refused(desk.command("CP-1", "decide_on_referral", "Thu 5 Mar 2026", **told))
    desk.does("CP-1", "decide_on_referral", "Thu 5 Mar 2026", late=True, **told)

    assert offered.code == "event_closed_since"
    assert [row.seq for row in desk.counting()][:3] == [1, 4, 2]
    assert desk.verdicts() == {Verdict.FINE}
