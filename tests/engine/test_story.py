"""The story of a case as its page tells it."""

from __future__ import annotations

from days import at, day
from engine.building import Desk, visited
from real_process import catalogue
from workflow.engine.case_history import case_history
from workflow.engine.story import ROWS, Story, StoryLine, Told, story


def of(desk: Desk, choice: str = "") -> Story:
    with desk.store.reading() as reading:
        return story(case_history(reading, catalogue(), "CP-1"), choice)


def line(desk: Desk, event: str, choice: str = "") -> StoryLine:
    return next(each for each in of(desk, choice).lines if each.row.event == event)


def test_a_correction_stands_beside_its_row_with_what_that_said_before(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "record_visit", "Thu 26 Mar 2026", **visited("Thu 26 Mar 2026"))
    new = {"to": "Wed 25 Mar 2026", **visited("Wed 25 Mar 2026")}
    desk.corrects("CP-1", desk.row("record_visit"), "Fri 27 Mar 2026", **new)

    (correction,) = line(desk, "record_visit").corrections
    assert [(fact.value, fact.was) for fact in correction.facts] == [
        ("Wed 25 Mar 2026", "Thu 26 Mar 2026")
    ]
    assert "mistyped" in correction.told
    assert of(desk).lines[0].row.event == "record_visit"  # the correction is no line of its own
    assert [each.row.kind for each in of(desk, "corrections").lines] == ["correction"]


def test_what_a_meeting_decided_of_each_case_is_in_the_words_of_that_case(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    with desk.store.reading() as reading:
        told = [
            fact.value
            for row in case_history(reading, catalogue(), "CONF-1")
            for fact in row.facts
            if fact.name == "outcomes"
        ]

    assert told[0].startswith("CP-1: Decision: Child protection plan; ")
    assert "protection_plan" not in told[0]


def test_what_was_recorded_days_later_says_so(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    late = {**visited("Tue 24 Mar 2026"), "recorded": "Tue 31 Mar 2026"}
    desk.does("CP-1", "record_visit", "Tue 24 Mar 2026", **late)

    assert line(desk, "record_visit").days_late == 7
    assert line(desk, "hold_strategy_discussion").days_late == 0


def test_what_we_did_ourselves_is_told_when_it_is_asked_for(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.time_passes("CP-1", "Fri 24 Apr 2026")

    assert "deed" not in {each.row.kind for each in of(desk).lines}
    deeds = of(desk, "deeds")
    assert {each.row.kind for each in deeds.lines} == {"deed"}
    assert deeds.counts[Told.DEEDS] == len(deeds.lines)
    assert of(desk, "no such choice").told is Told.LATELY


def test_of_a_long_story_the_last_rows_are_told_unasked(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    for number in range(ROWS):
        desk.does(
            "CP-1",
            "update_child_details",
            "Tue 24 Mar 2026",
            upn=f"A{number:012}",
            command_id=str(number),
        )

    assert len(of(desk).lines) == ROWS
    assert len(of(desk, "events").lines) > ROWS
    assert len(of(desk, "all").lines) == len(desk.history())


def test_a_step_has_the_title_that_it_had_where_the_case_was(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    again = {
        "strategy_discussion_held_on": day("Tue 3 Mar 2026"),
        "strategy_discussion_outcome": "section_47",
        "agencies_present": ["social_care", "police", "health"],
    }
    desk.does("CP-1", "hold_strategy_discussion", "Tue 3 Mar 2026", **again)

    told = [each.row.told for each in of(desk).lines if "discussion" in each.row.told]
    assert told == ["Hold a further strategy discussion", "Hold the strategy discussion"]


def test_a_tie_is_told_by_its_label(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    assert "Tied to CONF-1 (Conferences)" in [each.row.told for each in of(desk).lines]
    assert at("Mon 23 Mar 2026 16:00") in [each.row.recorded_at for each in of(desk).lines]
