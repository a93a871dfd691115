"""A notice that finds nobody is not dropped: it comes back, unless there may rightly be nobody."""

from __future__ import annotations

import pytest

from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL, LetterDesk
from workflow.engine.outbox import send_again
from workflow.errors import WrongUse

OPENED, INVITED = "Mon 2 Mar 2026", "Tue 3 Mar 2026"


def missed(desk: LetterDesk) -> list[str]:
    """Whom the notices looked for and did not find."""
    return [m.content["missed"] for m in desk.messages() if m.why == "nobody_found"]


def test_an_audience_of_nobody_comes_back_and_the_others_are_told(desk_of: DeskOf) -> None:
    desk = desk_of("to: [{participants: parent}, {participants: agencies, wording: agency}]")
    desk.opened(OPENED, people=[PARENT])

    desk.does("invite", INVITED)

    assert desk.told() == [
        ("nobody:agency", "nobody_found"),
        ("participant:M-1/parent", "waiting"),
    ]
    assert missed(desk) == ["Agencies"]
    assert desk.to("nobody:agency").state == "no_address"


def test_lines_in_the_same_words_are_one_audience(desk_of: DeskOf) -> None:
    desk = desk_of(
        """
to:
  - {participants: parent, wording: home}
  - {address: {name: venue, email: venue}, wording: home}
  - {participants: [school, guest]}
"""
    )
    desk.opened(OPENED, people=[PARENT])

    desk.does("invite", INVITED)

    assert missed(desk) == ["School or Guest"]


@pytest.mark.parametrize(
    "line",
    [
        "{participants: agencies, may_be_nobody: yes}",
        "{participants: agencies, when: \"kind == 'review'\"}",
        '{participants: agencies, of: looks_at, when: "age >= 12"}',
        "{participants: parent, not_in: restricted_from}",
        "{participants: agencies, named_in: restricted_from}",
    ],
    ids=["may be nobody", "guard", "guard of a tied case", "all kept out", "found by the list"],
)
def test_nobody_is_missed_where_nobody_is_meant(desk_of: DeskOf, line: str) -> None:
    desk = desk_of(f"to: [{line}]")
    people = [PARENT, SCHOOL] if "named_in" in line else [PARENT]
    listed = ["school"] if "named_in" in line else ["parent"]
    desk.opened(OPENED, {"age": 3}, people=people, kind="first")

    desk.does("invite", INVITED, restricted_from=listed)

    assert missed(desk) == []


def test_a_name_on_a_list_that_nobody_bears_comes_back_though_others_were_told(
    desk_of: DeskOf,
) -> None:
    desk = desk_of("to: [{participants: agencies, named_in: restricted_from, may_be_nobody: yes}]")
    desk.opened(OPENED, people=[PARENT, SCHOOL])

    # A parent is no agency, but known; asha works here.
    desk.does("invite", INVITED, restricted_from=["school", "parent", "asha", "Dr Unknown"])

    assert desk.told() == [
        ("nobody:restricted_from", "nobody_found"),
        ("participant:M-1/school", "waiting"),
    ]
    assert missed(desk) == ["Dr Unknown"]


def test_in_a_silence_the_family_is_not_missed(desk_of: DeskOf) -> None:
    desk = desk_of("to: [{participants: parent}, {participants: agencies, wording: agency}]")
    desk.opened(OPENED, people=[])
    desk.does("record_grief", OPENED, to="H-1", grieves=True)

    desk.does("invite", INVITED)

    assert missed(desk) == ["Agencies"]


def test_what_found_nobody_has_no_words_to_be_sent_again(desk_of: DeskOf) -> None:
    desk = desk_of("to: {participants: guest}")
    desk.opened(OPENED, people=[PARENT])
    desk.does("invite", INVITED)
    [posting] = desk.postings()

    with desk.store.writing() as writing, pytest.raises(WrongUse, match="only one that has words"):
        send_again(writing, posting.id)
