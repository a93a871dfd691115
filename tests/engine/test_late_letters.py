"""Letters of what is recorded late, or decided otherwise: somebody looks at them before they go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from days import at
from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL, LetterDesk
from workflow.engine.amend import Author
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.engine.outbox import release
from workflow.engine.run import Outcome

OPENED, INVITED, CLOSED = "Mon 2 Mar 2026", "Tue 3 Mar 2026", "Thu 5 Mar 2026"
NOW = at("Tue 10 Mar 2026 12:00")
TELLS = "to: [{participants: everybody}, {roles: worker, wording: staff}]"
MEETS = f"meeting: {{starts: planned_for, at: venue}}\n{TELLS}"
WITH_ENTRY = {"calendar.txt": "A meeting", "staff/subject.txt": "S", "staff/body.txt": "S"}


def late(desk: LetterDesk, event: str, on: str, **facts: Any) -> Outcome:
    """An event recorded on Tue 10 Mar 2026, where it was open on its day."""
    return desk.run(replace(desk.command(event, on, **facts), late=True, recorded_at=NOW))


def a_closed_meeting(desk: LetterDesk, **facts: Any) -> None:
    desk.opened(OPENED, people=[PARENT, SCHOOL], **facts)
    desk.does("assign", OPENED, role="worker", person="ben")
    desk.run(replace(desk.command("finish", CLOSED), actor="ben", role="worker"))


def test_what_should_have_gone_is_held_and_whoever_records_it_is_told_so(desk_of: DeskOf) -> None:
    desk = desk_of(TELLS, WITH_ENTRY)
    a_closed_meeting(desk)

    outcome = late(desk, "invite", INVITED)

    assert desk.told() == [
        ("ben", "waiting"),  # colleagues are told all the same
        ("participant:M-1/parent", "recorded_late"),
        ("participant:M-1/school", "recorded_late"),
    ]
    assert {m.state for m in desk.messages()} == {"held", "waiting"}
    assert [warned.say for warned in outcome.warnings] == [
        "Recorded late: 2 letters wait to be looked at before going out (invitation)"
    ]


def test_once_looked_at_they_go(desk_of: DeskOf) -> None:
    desk = desk_of(TELLS, WITH_ENTRY)
    a_closed_meeting(desk)
    late(desk, "invite", INVITED)

    with desk.store.writing() as writing:
        assert release(writing, "M-1") == 2

    assert {told for _, told in desk.told()} == {"waiting"}


def test_no_calendar_gets_an_entry_for_the_past(desk_of: DeskOf) -> None:
    past, ahead = at("Wed 4 Mar 2026 10:00"), at("Wed 1 Apr 2026 10:00")
    desk = desk_of(MEETS, WITH_ENTRY)
    a_closed_meeting(desk, planned_for=past)
    late(desk, "invite", INVITED)
    assert [m.said.calendar for m in desk.messages()] == ["", "", ""]

    late(desk, "invite", INVITED, planned_for=ahead)
    assert sum(bool(m.said.calendar) for m in desk.messages()) == 2


def test_a_row_that_sends_otherwise_once_corrected_holds_what_is_new(desk_of: DeskOf) -> None:
    desk = desk_of(TELLS, WITH_ENTRY)
    desk.opened(OPENED, people=[PARENT])
    desk.does("decide_on_letter", INVITED, kind="first")
    assert desk.told() == []

    corrected(desk, kind="review")
    assert desk.told() == [
        ("asha", "waiting"),
        ("ben", "waiting"),
        ("participant:M-1/parent", "recorded_late"),
    ]

    corrected(desk, kind="first")
    assert desk.told() == [
        ("asha", "row_gone"),
        ("ben", "row_gone"),
        ("participant:M-1/parent", "row_gone"),
    ]

    corrected(desk, kind="review")
    assert len(desk.messages()) == 6


def corrected(desk: LetterDesk, **facts: object) -> None:
    author = Author(actor="asha", role="planner", recorded_at=NOW, reason="typed wrongly")
    correct_case(desk.store, desk.catalogue, "M-1", 2, Change(facts=facts), author, dry_run=False)
