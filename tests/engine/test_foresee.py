"""What a command would do and send, told before it is given; and that it is what then happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL, LetterDesk
from workflow.case.model import Command, Refused
from workflow.engine.foresee import Foreseen, foresee

OPENED, INVITED = "Mon 2 Mar 2026", "Tue 3 Mar 2026"
EVERYBODY = "to: {participants: everybody}"


def ahead(desk: LetterDesk, command: Command) -> Foreseen:
    return foresee(desk.store, desk.catalogue, command)


def everything(desk: LetterDesk) -> object:
    with desk.store.reading() as reading:
        return reading.counts(), [stored.snapshot for stored in reading.cases()]


def lines(seen: Foreseen) -> list[tuple[str, str, str, str]]:
    return [(each.to, each.way, each.state, each.why) for each in seen.letters.written]


def test_letters_are_foretold_and_nothing_is_kept(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    by_post = {**PARENT, "name": "Sam", "preferred": "post"}
    desk.opened(OPENED, people=[PARENT, by_post, SCHOOL])
    before = everything(desk)

    seen = ahead(desk, desk.command("invite", INVITED))

    assert lines(seen) == [
        ("Parent: Robin Invented", "email", "waiting", ""),
        ("Parent: Sam", "post", "waiting", ""),
        ("School: Northwick School", "email", "waiting", ""),
    ]
    assert {(each.case, each.notice) for each in seen.letters.written} == {("M-1", "Invitation")}
    assert everything(desk) == before


def test_what_was_foretold_is_what_is_then_written(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, people=[PARENT, {**SCHOOL, "email": ""}])
    command = desk.command("invite", INVITED)

    seen = ahead(desk, command)
    desk.run(command)

    written = [(m.said.way, m.state, m.why) for m in desk.messages()]
    assert sorted(line[1:] for line in lines(seen)) == sorted(written)


@pytest.mark.parametrize(
    ("notice", "row", "state", "why"),
    [
        (EVERYBODY, {"email": "", "address": ""}, "no_address", "no_safe_way"),
        (EVERYBODY, {"never": "email, post, text"}, "no_address", "no_safe_way"),
        (f"shown_first: yes\n{EVERYBODY}", {}, "held", ""),
        ("to: [{participants: parent, wording: lost}]", {}, "cannot_render", "no_words"),
    ],
)
def test_what_will_not_go_by_itself_says_why(
    desk_of: DeskOf, notice: str, row: dict[str, str], state: str, why: str
) -> None:
    desk = desk_of(notice)
    desk.opened(OPENED, people=[{**PARENT, **row}])

    (letter,) = ahead(desk, desk.command("invite", INVITED)).letters.written

    assert (letter.state, letter.why) == (state, why)


def test_who_is_left_out_is_foretold_as_not_told(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, {"not_to_be_told": ["Robin Invented"]}, people=[PARENT])

    (letter,) = ahead(desk, desk.command("invite", INVITED)).letters.written

    assert (letter.to, letter.state, letter.why) == (
        "Parent: Robin Invented",
        "withdrawn",
        "left_out",
    )


def test_what_waits_and_would_be_withdrawn_is_foretold(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, people=[PARENT])
    desk.does("invite", INVITED)

    seen = ahead(desk, desk.command("record_grief", INVITED, to="H-1", grieves=True))

    assert [each.to for each in seen.letters.withdrawn] == ["Parent: Robin Invented"]
    assert desk.told() == [("participant:M-1/parent", "waiting")]


def test_whoever_does_not_see_a_case_is_told_no_name_from_it(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, people=[PARENT])
    desk.does("invite", INVITED)
    desk.does("assign", INVITED, to="H-1", role="carer", person="cal")
    command = desk.command("record_grief", INVITED, to="H-1", grieves=True)

    seen = ahead(desk, replace(command, actor="cal", role="carer"))

    assert [each.to for each in seen.letters.withdrawn] == ["Parent"]


def test_who_works_here_is_named_with_their_role(desk_of: DeskOf) -> None:
    desk = desk_of("to: [{roles: planner}]")
    desk.opened(OPENED)

    (letter,) = ahead(desk, desk.command("invite", INVITED)).letters.written

    assert letter.to == "Planner: asha (invented)"


def test_a_command_that_was_carried_out_would_change_nothing(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, people=[PARENT])
    command = replace(desk.command("invite", INVITED), command_id="once")
    desk.run(command)

    seen = ahead(desk, command)

    assert (seen.done, seen.changes, lines(seen)) == (True, (), [])


def test_on_another_revision_of_the_case_it_is_refused(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY)
    desk.opened(OPENED, people=[PARENT])

    with pytest.raises(Refused) as refused:
        foresee(desk.store, desk.catalogue, desk.command("invite", INVITED), revision=0)

    assert refused.value.code == "stale_revision"
    assert desk.told() == []
