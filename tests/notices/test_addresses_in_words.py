"""An address that somebody typed into a plan or a reason does not go to another home by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from notices.letter_stories import LetterDesk, held, likely_harm, plan, planned
from workflow.engine.addresses_in_words import ADDRESS_IN_WORDS
from workflow.store.stored_message import Message, MessageState

BEGAN, HELD = "Mon 2 Mar 2026", "Mon 23 Mar 2026"
MOTHER, FATHER = "CONF-1/parent", "CONF-1/parent/2"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LetterDesk]:
    """CONF-1 is about CP-1: the mother and the father, who live apart, are asked."""
    with ExitStack() as stack:
        made = likely_harm(tmp_path, stack, BEGAN)
        planned(made, "CONF-1", HELD, "CP-1")
        yield made


def decided(desk: LetterDesk, outline: str) -> dict[str, tuple[str, str]]:
    """What becomes of the decision letters to the two, once the chair has typed that outline."""
    row = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026", outline_plan=outline)
    held(desk, "CONF-1", HELD, CP_1=row)
    letters = {m.recipient.removeprefix("participant:"): m for m in desk.messages() if _is(m)}
    return {to: (letters[to].state, letters[to].why) for to in (MOTHER, FATHER)}


def _is(message: Message) -> bool:
    return message.notice == "decision_letter"


@pytest.mark.parametrize(
    "outline",
    [
        "Robin stays at 7 Mill Lane at weekends.",
        "Robin stays with the father (7  Mill\nlane).",
        "Robin is fetched from nw9 3cc each Friday.",
    ],
)
def test_the_address_of_one_parent_is_looked_at_before_the_other_reads_it(
    desk: LetterDesk, outline: str
) -> None:
    letters = decided(desk, outline)

    assert letters[MOTHER] == (MessageState.HELD, ADDRESS_IN_WORDS)
    assert letters[FATHER] == (MessageState.WAITING, "")


def test_a_place_that_nobody_here_knows_is_looked_at_for_both(desk: LetterDesk) -> None:
    letters = decided(desk, "The mother stays in a safe house, 3 Elm Walk, NE4 5AB, until May.")

    assert {why for _, why in letters.values()} == {ADDRESS_IN_WORDS}


def test_the_e_mail_of_one_is_looked_at_before_the_other_reads_it(desk: LetterDesk) -> None:
    letters = decided(desk, "Write to Ann@Example.org about visits.")

    assert letters == {
        MOTHER: (MessageState.WAITING, ""),
        FATHER: (MessageState.HELD, ADDRESS_IN_WORDS),
    }


def test_words_without_an_address_go(desk: LetterDesk) -> None:
    letters = decided(
        desk, "Breakfast club from Monday 13 April: the school sees to it, form B2 1."
    )

    assert {state for state, _ in letters.values()} == {MessageState.WAITING}


def test_where_the_meeting_is_may_be_read_by_everybody(desk: LetterDesk) -> None:
    moved = {"venue": "Civic Centre, 1 High Street, NW9 1AA"}
    desk.does("CONF-1", "change_venue", "Tue 3 Mar 2026", **moved)
    told = [m for m in desk.messages() if "NW9 1AA" in m.said.text and m.said.family]

    assert told
    assert ADDRESS_IN_WORDS not in {message.why for message in told}


def test_whoever_records_it_is_told(desk: LetterDesk) -> None:
    row = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026", outline_plan="At 7 Mill Lane.")
    held(desk, "CONF-1", HELD, CP_1=row)
    again = desk.does("CONF-1", "send_decision", HELD)

    assert "An address stands in the words" in " ".join(each.say for each in again.warnings)
