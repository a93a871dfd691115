"""A correction that changes what a letter said: it is written anew, and says what has changed."""

from __future__ import annotations

from days import at
from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL, LetterDesk
from workflow.engine.amend import Author
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.store.stored_message import MessageState

OPENED, INVITED, CORRECTED = "Mon 2 Mar 2026", "Tue 3 Mar 2026", "Wed 4 Mar 2026"
NOTICE = "to: {participants: parent}"
WORDS = {
    "body.txt": "At {{ venue }}{% for home in looks_at %}, {{ home.decision.label }}{% endfor %}"
}


def invited(desk_of: DeskOf, sent: bool) -> LetterDesk:
    desk = desk_of(NOTICE, WORDS)
    desk.opened(OPENED, {"decision": "help"}, people=[PARENT, SCHOOL])
    desk.does("invite", INVITED, venue="Room 4")
    if sent:
        (posting,) = desk.postings()
        with desk.store.writing() as writing:
            writing.set_state([posting.id], MessageState.SENT)
    return desk


def correct(desk: LetterDesk, ref: str, seq: int, time: str = "12:00", **facts: str) -> None:
    recorded_at = at(f"{CORRECTED} {time}")
    author = Author(actor="asha", role="", recorded_at=recorded_at, reason="mistyped")
    change = Change(facts=facts)
    correct_case(desk.store, desk.catalogue, ref, seq, change, author, dry_run=False)


def test_who_was_sent_the_old_one_is_told_what_has_changed(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=True)

    correct(desk, "M-1", 2, venue="Room 9")

    old, new = desk.messages()
    assert (old.state, new.state) == ("sent", "waiting")
    text = new.said.text
    assert text.startswith("This replaces our letter of 3 March 2026.")
    assert "Venue: Room 9 (it was: Room 4)" in text
    assert "At Room 9" in text
    assert "it was: Room 4" in new.said.html


def test_what_still_waits_is_withdrawn_and_written_anew(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=False)

    correct(desk, "M-1", 2, venue="Room 9")

    old, new = desk.messages()
    assert (old.state, old.why, new.state) == ("withdrawn", "replaced", "waiting")
    assert "replaces" not in new.said.text
    assert "At Room 9" in new.said.text


def test_a_fact_of_a_tied_case_counts_too(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=True)

    correct(desk, "H-1", 1, decision="nothing_more")

    _, new = desk.messages()
    assert "Decision: Nothing more (it was: Help is given)" in new.said.text


def test_a_correction_of_what_no_letter_said_sends_nothing(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=True)

    correct(desk, "H-1", 1, age="12")

    assert len(desk.messages()) == 1


def test_each_correction_follows_the_last_letter(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=False)

    correct(desk, "M-1", 2, venue="Room 9")
    correct(desk, "M-1", 2, time="13:00", venue="Room 7")

    assert [m.why or m.state for m in desk.messages()] == ["replaced", "replaced", "waiting"]
    assert "At Room 7" in desk.to("/parent").said.text


def test_what_a_later_step_changed_is_its_own_to_tell(desk_of: DeskOf) -> None:
    desk = invited(desk_of, sent=True)
    desk.does("finish_home", INVITED, to="H-1", decision="nothing_more")

    correct(desk, "H-1", 1, age="12")

    assert len(desk.messages()) == 1


def test_of_two_parents_each_is_told_again_however_often_it_is_corrected(desk_of: DeskOf) -> None:
    desk = desk_of(NOTICE, WORDS)
    other = {**PARENT, "name": "Sam Invented", "email": "sam@home.example"}
    desk.opened(OPENED, {"decision": "help"}, people=[PARENT, other])
    desk.does("invite", INVITED, venue="Room 4")

    for time, venue in (("12:00", "Room 9"), ("13:00", "Room 7"), ("14:00", "Room 5")):
        correct(desk, "M-1", 2, time=time, venue=venue)

    waiting = [each for each in desk.messages() if each.state == MessageState.WAITING]
    assert {each.said.address for each in waiting} == {PARENT["email"], "sam@home.example"}
    assert all("Room 5" in each.said.text for each in waiting)
