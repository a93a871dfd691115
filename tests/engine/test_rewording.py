"""A letter without words goes once these are mended, in a release that came after its step."""

from __future__ import annotations

from pathlib import Path

import pytest

from days import at
from engine.letter_desks import DeskOf
from engine.sending import PARENT, LetterDesk, catalogue_in
from workflow.engine.letterhead import Letterhead
from workflow.engine.rewording import resend
from workflow.errors import WrongUse

NOTICE = "to: {participants: parent}"
BROKEN = {"body.txt": "Come to {{ venue }}"}
NOW = at("Thu 5 Mar 2026 09:00")


def failed(desk_of: DeskOf) -> LetterDesk:
    """A desk whose invitation to a parent had no venue to name."""
    desk = desk_of(NOTICE, BROKEN)
    desk.opened("Mon 2 Mar 2026", people=[PARENT])
    desk.does("invite", "Tue 3 Mar 2026")
    assert desk.told()[0][1].startswith("invitation/body.txt, line 1")
    return desk


def resent(desk: LetterDesk) -> None:
    (posting,) = desk.postings()
    with desk.store.writing() as writing:
        resend(writing, desk.catalogue, posting.id, NOW)


def test_after_a_new_release_it_goes_in_the_new_words(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = failed(desk_of)
    mended = {"body.txt": "Come to {{ venue or 'the place that we will tell you' }}"}
    catalogue_in(tmp_path, NOTICE, mended, Letterhead())
    with desk.store.writing() as writing:
        desk.catalogue.publish(writing, NOW, "process owner")

    resent(desk)

    old, new = desk.messages()
    assert (old.state, new.state) == ("withdrawn", "waiting")
    assert old.why.startswith("invitation/body.txt, line 1")
    assert "Come to the place that we will tell you" in new.said.text
    assert new.key == f"{old.key}/again-1"


def test_it_goes_in_the_same_words_once_the_case_says_what_was_missing(desk_of: DeskOf) -> None:
    desk = failed(desk_of)
    desk.does("find_venue", "Wed 4 Mar 2026", venue="Town Hall")

    resent(desk)

    assert "Come to Town Hall" in desk.to("/parent").said.text


def test_while_nothing_is_mended_it_stays_as_it_is(desk_of: DeskOf) -> None:
    desk = failed(desk_of)

    with pytest.raises(WrongUse, match="into words still: invitation"):
        resent(desk)

    assert [message.state for message in desk.messages()] == ["cannot_render"]


def test_a_letter_without_an_address_goes_the_way_that_the_case_then_has(desk_of: DeskOf) -> None:
    desk = desk_of(NOTICE)
    desk.opened("Mon 2 Mar 2026", people=[{**PARENT, "email": "", "address": ""}])
    desk.does("invite", "Tue 3 Mar 2026")
    with pytest.raises(WrongUse, match="record one on the case"):
        resent(desk)
    assert [message.state for message in desk.messages()] == ["no_address"]

    desk.does("list_people", "Wed 4 Mar 2026", people=[{**PARENT, "email": "", "address": "1 Way"}])
    resent(desk)

    old, new = desk.messages()
    assert (old.state, new.state) == ("withdrawn", "waiting")
    assert (new.said.way, new.said.address) == ("post", "Robin Invented\n1 Way")
