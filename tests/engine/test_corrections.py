"""Corrections of rows: here, in linked cases, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from days import at, day
from engine.building import Desk, a_case_of_two, discussed, visited
from workflow.case.model import Refused
from workflow.engine.audit import Verdict

CONTINUES = {"decision": "continue", "category_of_abuse": "neglect", "reasons": "-"}
ENDS = {
    "decision": "end",
    "plan_end_reason": "no_longer_at_risk",
    "support_after": "-",
    "continuing_support_plan": "-",
    "lead_practitioner": "ben",
}


def test_a_wrong_date_of_the_discussion_moves_the_conference(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Mon 2 Mar 2026"
    desk.does("CP-1", "hold_strategy_discussion", on, recorded="Tue 3 Mar 2026", **discussed(on))

    amendment = desk.corrects(
        "CP-1", 2, "Wed 4 Mar 2026", strategy_discussion_held_on=day("Tue 3 Mar 2026")
    )

    moved = {task: (was, now) for task, was, now in amendment.moved()}
    assert moved["hold_initial_conference#1"] == (day("Mon 23 Mar 2026"), day("Tue 24 Mar 2026"))
    assert desk.due("hold_initial_conference") == day("Tue 24 Mar 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_a_correction_that_is_not_kept_has_changed_nothing(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    before = desk.everything()

    amendment = desk.would_correct(
        "CONF-1", desk.row("hold_conference", "CONF-1"), "Thu 26 Mar 2026",
        held_on=day("Fri 20 Mar 2026"),
    )  # fmt: skip

    assert amendment.linked
    assert desk.everything() == before


def test_the_day_of_an_initial_conference_moves_the_dates_of_every_plan(desk: Desk) -> None:
    a_case_of_two(desk, "Mon 23 Mar 2026", CP_1="protection_plan", CP_2="protection_plan")

    amendment = desk.corrects(
        "CONF-1", desk.row("hold_conference", "CONF-1"), "Thu 26 Mar 2026",
        held_on=day("Fri 20 Mar 2026"),
    )  # fmt: skip

    assert [linked.after.ref for linked in amendment.linked] == ["CP-1", "CP-2"]
    for ref in ("CP-1", "CP-2"):
        assert desk.due("hold_core_group", ref) == day("Tue 7 Apr 2026")
        assert desk.due("hold_review", ref) == day("Sat 20 Jun 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_nobody_becomes_the_chair_of_their_own_case_by_a_correction(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")  # the lead social worker is worker.1
    before = desk.everything()

    with pytest.raises(Refused) as refused:
        desk.corrects(
            "CONF-1", desk.row("book_conference", "CONF-1"), "Thu 26 Mar 2026", chair="worker.1"
        )

    assert refused.value.code == "conflicting_roles"
    assert "Conference chair on CONF-1 while being Lead social worker on CP-1" in str(refused.value)
    assert desk.everything() == before


def test_the_day_of_a_review_moves_the_next_one(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.met("Mon 15 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    desk.decided("Mon 15 Jun 2026", "CONF-2", CP_1=CONTINUES)
    assert desk.due("hold_review") == day("Tue 15 Dec 2026")

    desk.corrects(
        "CONF-2", desk.row("hold_conference", "CONF-2"), "Wed 17 Jun 2026",
        held_on=day("Fri 12 Jun 2026"),
    )  # fmt: skip

    assert desk.due("hold_review") == day("Sat 12 Dec 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_a_wrong_outcome_of_a_review_puts_the_child_back_on_the_plan(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.met("Mon 15 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    desk.decided("Mon 15 Jun 2026", "CONF-2", CP_1=ENDS)
    assert desk.case().state == ("child_in_need",)

    row = desk.row("record_conference_outcome", "CONF-2")
    desk.corrects("CONF-2", row, "Wed 17 Jun 2026", outcomes={"CP-1": CONTINUES})

    assert "later_review_due" in desk.case().state
    assert desk.due("hold_review") == day("Tue 15 Dec 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_a_wrong_outcome_for_one_sibling_leaves_the_other_as_it_was(desk: Desk) -> None:
    on = "Mon 23 Mar 2026"
    a_case_of_two(desk, on, CP_1="protection_plan", CP_2="protection_plan")
    before = desk.case("CP-1")
    row = desk.history("CONF-1")[desk.row("record_conference_outcome", "CONF-1") - 1]

    outcomes = row.facts["outcomes"] | {"CP-2": {"decision": "child_in_need", "reasons": "-"}}
    desk.corrects("CONF-1", row.seq, "Thu 26 Mar 2026", outcomes=outcomes)

    assert desk.case("CP-1") == before
    assert desk.case("CP-2").state == ("child_in_need",)
    assert desk.verdicts() == {Verdict.FINE}


def test_a_conference_that_was_not_held_after_all_takes_the_plan_away(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    desk.corrects(
        "CONF-1", desk.row("record_conference_outcome", "CONF-1"), "Tue 24 Mar 2026", retract=True
    )

    assert desk.case().state == ("conference_pending",)
    assert desk.due("hold_initial_conference") == day("Mon 23 Mar 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_a_correction_is_refused_when_a_later_row_could_not_have_happened(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "record_visit", "Mon 30 Mar 2026", **visited("Mon 30 Mar 2026"))
    before = desk.everything()

    with pytest.raises(Refused) as refused:
        desk.corrects(
            "CONF-1", desk.row("record_conference_outcome", "CONF-1"), "Tue 31 Mar 2026",
            retract=True,
        )  # fmt: skip

    assert (refused.value.case, refused.value.row) == ("CP-1", desk.row("record_visit"))
    assert "`record_visit`" in str(refused.value)
    assert desk.everything() == before


def test_what_was_told_is_corrected_where_it_was_told_from(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    with pytest.raises(Refused) as refused:
        desk.corrects("CP-1", desk.row("record_initial_outcome"), "Tue 24 Mar 2026", decision="end")

    assert refused.value.code == "told_row"
    assert "CONF-1" in str(refused.value)


def test_a_case_cannot_be_unopened(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")

    with pytest.raises(Refused) as refused:
        desk.corrects("CP-1", 1, "Tue 3 Mar 2026", retract=True)

    assert refused.value.code == "opening_row"


def test_a_row_that_does_not_count_any_more_cannot_be_corrected(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    desk.does("CP-1", "report_missing", "Mon 2 Mar 2026")
    desk.corrects("CP-1", 2, "Tue 3 Mar 2026", retract=True)

    with pytest.raises(Refused) as refused:
        desk.corrects("CP-1", 2, "Tue 3 Mar 2026", retract=True)

    assert (refused.value.code, refused.value.row) == ("unknown_row", 2)


def test_a_row_may_be_corrected_again_and_back(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Tue 3 Mar 2026"
    desk.does("CP-1", "hold_strategy_discussion", on, recorded="Thu 5 Mar 2026", **discussed(on))
    was = desk.case().tasks

    for to in ("Mon 2 Mar 2026", "Wed 4 Mar 2026", "Tue 3 Mar 2026"):
        desk.corrects("CP-1", 2, "Thu 5 Mar 2026", strategy_discussion_held_on=day(to))

    assert desk.case().tasks == was
    assert desk.case().revision == 5
    assert desk.verdicts() == {Verdict.FINE}


def test_a_correction_tells_what_was_done_on_the_wrong_date(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    on = "Mon 2 Mar 2026"
    desk.does("CP-1", "hold_strategy_discussion", on, recorded="Tue 3 Mar 2026", **discussed(on))
    desk.time_passes("CP-1", "Tue 24 Mar 2026")

    amendment = desk.corrects(
        "CP-1", 2, "Wed 25 Mar 2026", strategy_discussion_held_on=day("Tue 3 Mar 2026")
    )

    late = {(deed.facts["task"], deed.facts["notice"]) for deed in amendment.deeds}
    assert ("hold_initial_conference#1", "conference_overdue") in late
    assert desk.verdicts() == {Verdict.FINE}


def test_a_timed_event_that_would_not_have_been_due_counts_no_longer(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CONF-1", "approve_record", "Tue 24 Mar 2026")
    on = "Wed 25 Mar 2026"
    desk.does("CONF-1", "circulate_record", on, recorded="Fri 27 Mar 2026")
    desk.time_passes("CONF-1", "Mon 13 Apr 2026")
    assert desk.case("CONF-1").state == ("closed",)

    amendment = desk.corrects(
        "CONF-1", desk.row("circulate_record", "CONF-1"), "Tue 14 Apr 2026", to="Fri 27 Mar 2026"
    )

    assert [row.name for row in amendment.dropped] == ["close_record"]
    assert desk.case("CONF-1").state == ("recorded",)
    assert not desk.case("CONF-1").closed
    assert desk.case("CP-1").links["considered_by"] == {"CONF-1": True}
    assert desk.verdicts() == {Verdict.FINE}


def test_a_timed_event_that_a_correction_took_back_can_fire_again(desk: Desk) -> None:
    """Corrected there and back, the same timer is armed for the same day a second time."""
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CONF-1", "approve_record", "Tue 24 Mar 2026")
    on = "Wed 25 Mar 2026"
    desk.does("CONF-1", "circulate_record", on, recorded="Fri 27 Mar 2026")
    desk.time_passes("CONF-1", "Mon 13 Apr 2026")
    for day_of_it in ("Fri 27 Mar 2026", on):
        row = desk.row("circulate_record", "CONF-1")
        desk.corrects("CONF-1", row, "Mon 13 Apr 2026", to=day_of_it)

    desk.time_passes("CONF-1", "Tue 14 Apr 2026")

    assert desk.case("CONF-1").state == ("closed",)
    assert len([row for row in desk.history("CONF-1") if row.name == "close_record"]) == 2
    assert desk.verdicts() == {Verdict.FINE}


@pytest.mark.parametrize("change", [{"retract": True}, {"to": "Thu 9 Apr 2026"}])
def test_what_the_clock_recorded_follows_its_date_and_no_person(
    desk: Desk, change: dict[str, Any]
) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CONF-1", "approve_record", "Tue 24 Mar 2026")
    desk.does("CONF-1", "circulate_record", "Wed 25 Mar 2026")
    desk.time_passes("CONF-1", "Mon 13 Apr 2026")

    with pytest.raises(Refused) as refused:
        desk.corrects("CONF-1", desk.row("close_record", "CONF-1"), "Tue 14 Apr 2026", **change)

    assert refused.value.code == "clock_row"


def test_a_fact_that_a_row_unset_stays_unset_when_another_is_corrected(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    desk.does("CP-1", "update_child_details", "Tue 3 Mar 2026", upn="A1", nationality="British")
    desk.does("CP-1", "update_child_details", "Wed 4 Mar 2026", upn=None, nationality="Irsh")

    desk.corrects("CP-1", 3, "Thu 5 Mar 2026", nationality="Irish")

    assert "upn" not in desk.case().facts
    assert desk.case().facts["nationality"] == "Irish"


def test_a_fact_that_was_given_by_mistake_can_be_taken_out(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    desk.does("CP-1", "update_child_details", "Tue 3 Mar 2026", upn="A1")
    desk.does("CP-1", "update_child_details", "Wed 4 Mar 2026", upn="A2", nationality="Irish")

    desk.corrects("CP-1", 3, "Thu 5 Mar 2026", upn="")

    assert desk.case().facts["upn"] == "A1"


def test_a_conference_that_closed_later_after_all_is_told_so_again(desk: Desk) -> None:
    """What the clock told a linked case is told anew where a row before it is on another day."""
    desk.on_plan("Mon 23 Mar 2026")
    desk.booked_only("Mon 30 Mar 2026", "CP-1", ref="CONF-2", kind="review")
    desk.does("CONF-2", "cancel_conference", "Wed 1 Apr 2026", put_off_reason="-")

    desk.corrects(
        "CONF-2", desk.row("cancel_conference", "CONF-2"), "Fri 10 Apr 2026", to="Tue 31 Mar 2026"
    )

    told = [row for row in desk.counting() if row.name == "linked_closed"]
    assert [row.occurred_on for row in told] == [day("Tue 31 Mar 2026")]
    assert desk.verdicts() == {Verdict.FINE}


def test_an_instant_is_corrected_like_a_day(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.booked_only("Mon 30 Mar 2026", "CP-1", ref="CONF-2", kind="review")

    desk.corrects(
        "CONF-2", desk.row("book_conference", "CONF-2"), "Tue 31 Mar 2026",
        planned_for=at("Thu 11 Jun 2026 14:00"),
    )  # fmt: skip

    assert desk.case().facts["conference_planned_for"] == at("Thu 11 Jun 2026 14:00")
    assert desk.verdicts() == {Verdict.FINE}


def test_what_happened_after_it_was_typed_is_corrected_to_its_day(desk: Desk) -> None:
    desk.on_plan("Mon 2 Mar 2026")
    desk.does("CP-1", "record_visit", "Mon 9 Mar 2026", **visited("Mon 9 Mar 2026"))

    desk.corrects(
        "CP-1", desk.row("record_visit"), "Thu 12 Mar 2026", visited_on=day("Tue 10 Mar 2026")
    )

    assert desk.due("visit_child") == day("Tue 24 Mar 2026")
    assert desk.verdicts() == {Verdict.FINE}


def test_a_row_cannot_be_corrected_to_a_day_that_is_still_to_come(desk: Desk) -> None:
    desk.on_plan("Mon 2 Mar 2026")
    desk.does("CP-1", "record_visit", "Mon 9 Mar 2026", **visited("Mon 9 Mar 2026"))

    with pytest.raises(Refused, match="in the future"):
        desk.corrects(
            "CP-1", desk.row("record_visit"), "Thu 12 Mar 2026", visited_on=day("Fri 13 Mar 2026")
        )


def test_a_row_that_opened_a_conference_is_not_retracted(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    desk.does("CP-1", "hold_strategy_discussion", "Tue 3 Mar 2026", **discussed("Tue 3 Mar 2026"))
    desk.does(
        "CP-1", "record_enquiry_outcome", "Mon 9 Mar 2026",
        enquiry_outcome="likely_significant_harm", enquiry_ended_on=day("Mon 9 Mar 2026"),
        outcome_reasons="-",
    )  # fmt: skip
    desk.does("CP-1", "request_conference", "Tue 10 Mar 2026")

    with pytest.raises(Refused) as refused:
        desk.corrects("CP-1", desk.row("request_conference"), "Wed 11 Mar 2026", retract=True)

    assert (refused.value.code, refused.value.row) == (
        "starts_a_case",
        desk.row("request_conference"),
    )
