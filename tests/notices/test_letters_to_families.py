"""Every letter to a family is written by real steps, and says what a letter has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest

from notices.every_letter import STORIES
from notices.letter_stories import LetterDesk, a_desk
from real_process import release
from workflow.store.stored_message import Message, MessageState

FAMILY = (
    "parents",
    "absent_parents",
    "young_person",
    "child",
    "wider_family",
    "supporter",
    "complainant",
)
FOR_FAMILY = (*FAMILY, "referrer", "solicitor")


def wordings() -> list[str]:
    """The folder of every wording that goes to a family, to who complains or to who referred."""
    flows = release().process.workflows.values()
    folders = {notice.folder(line) for flow in flows for notice in flow.sent for line in notice.to}
    return sorted(folder for folder in folders if folder.rpartition("/")[2] in FOR_FAMILY)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, list[Message]]]:
    """What all the stories have sent, by the folder of its words."""
    with ExitStack() as stack:
        desk: LetterDesk = a_desk(tmp_path_factory.mktemp("letters"), stack)
        for story in STORIES:
            story(desk)
        yield desk.letters()


def body(message: Message) -> str:
    """What the letter says, in one line, without what stands below every letter."""
    return " ".join(message.said.text.partition("\n-- \n")[0].split())


@pytest.mark.parametrize("wording", wordings())
def test_every_letter_is_written_by_real_steps(
    wording: str, letters: Mapping[str, list[Message]]
) -> None:
    found = letters[wording]

    assert found
    assert {m.why for m in found if m.state == MessageState.CANNOT_RENDER} == set()


@pytest.mark.parametrize("wording", wordings())
def test_a_letter_reads_as_somebody_would_write_it(
    wording: str, letters: Mapping[str, list[Message]]
) -> None:
    for message in letters[wording]:
        text = message.said.text.partition("\n-- \n")[0]
        lines = [line.strip() for line in text.splitlines()]

        assert not re.search(r"\bNone\b(?! of)|True|False|\{[{%#]|[%#]\}", text)
        assert not any("  " in line for line in lines)
        assert not re.search(r"\s[.,;:?]|\.\.|,,|:\s*$", body(message))
        assert not re.search(r"(^|\n)-\s*\n", text)
        assert text.startswith("Dear ")
        assert len(message.said.subject) <= 80


@pytest.mark.parametrize("wording", wordings())
def test_whoever_gets_a_letter_knows_whom_to_ring(
    wording: str, letters: Mapping[str, list[Message]]
) -> None:
    for message in letters[wording]:
        assert re.search(r"01632 960100|01632 960123|0800 1111", body(message))


@pytest.mark.parametrize("wording", [each for each in wordings() if each.endswith("/child")])
def test_a_child_gets_short_sentences(wording: str, letters: Mapping[str, list[Message]]) -> None:
    for message in letters[wording]:
        written = message.said.text.partition("\n-- \n")[0].partition(",\n\n")[2]
        sentences = re.split(r"[.?!:]\s|\n\n|\n- ", written)

        assert max(len(sentence.split()) for sentence in sentences) <= 16


DECIDED = (
    "decision_letter enquiry_outcome_letter exclusion_letter end_of_plan case_closed"
    " conference_stood_down plan_kept_beside_order plan_removed plan_removal_refused"
    " child_in_need_support consent_withdrawn_answer correction_answer early_review_requested"
).split()


@pytest.mark.parametrize("notice", DECIDED)
def test_parents_are_told_how_to_say_that_a_decision_is_wrong(
    notice: str, letters: Mapping[str, list[Message]]
) -> None:
    for message in letters[f"{notice}/parents"]:
        assert "If you do not agree" in message.said.text
        assert "complain" in body(message)
        assert "Ombudsman on 0300 061 0614" in body(message)


@pytest.mark.requirement("S2-15")
@pytest.mark.requirement("S2-16")
def test_the_letter_before_proceedings_says_all_that_it_must(
    letters: Mapping[str, list[Message]],
) -> None:
    (told, *_) = letters["notice_before_action/parents"]

    for words in ("left alone", "every night", "ask the court", "solicitor free", "30 April 2026"):
        assert words in body(told)


@pytest.mark.requirement("T14")
@pytest.mark.requirement("S4-14")
def test_a_decision_gives_reasons_dates_and_the_help_that_needs_consent(
    letters: Mapping[str, list[Message]],
) -> None:
    both = next(each for each in letters["decision_letter/parents"] if "Alex" in each.said.text)

    for words in ("neglect", "31 days", "1 April 2026", "15 June 2026", "after-school club"):
        assert words in body(both)
    assert "Your family has said yes to this help." in body(both)


def test_a_child_reads_of_no_other_child(letters: Mapping[str, list[Message]]) -> None:
    for message in letters["decision_letter/young_person"]:
        assert "Alex" not in message.said.text


def test_what_was_written_for_colleagues_alone_is_not_in_the_letter(
    letters: Mapping[str, list[Message]],
) -> None:
    (told,) = letters["exclusion_letter/parents"]

    assert "what must not be told" not in told.said.text
    assert "court order" in told.said.text


def test_who_wants_the_help_to_go_on_does_not_read_that_they_refused_it(
    letters: Mapping[str, list[Message]],
) -> None:
    told = [m for m in letters["consent_withdrawn_answer/parents"] if "go on with those" in body(m)]

    assert told
    for message in told:
        assert "You told us" not in message.said.subject + message.said.text
        assert "The father only" not in message.said.text


def test_a_closing_letter_promises_no_help_of_an_earlier_time(
    letters: Mapping[str, list[Message]],
) -> None:
    for wording in ("parents", "young_person", "child"):
        for message in letters[f"case_closed/{wording}"]:
            assert "help that goes on" not in message.said.text


def test_only_a_parent_reads_of_the_rights_of_a_parent(
    letters: Mapping[str, list[Message]],
) -> None:
    for message in letters["exclusion_letter/parents"]:
        is_parent = "/parent" in message.recipient
        assert ("your rights as a parent" in body(message)) == is_parent


def test_nobody_reads_why_somebody_else_was_excluded(
    letters: Mapping[str, list[Message]],
) -> None:
    (child,) = letters["exclusion_letter/young_person"]

    assert "would frighten you" in child.said.text
    assert "court order" not in child.said.text


def test_no_family_learns_from_us_where_anybody_went(
    letters: Mapping[str, list[Message]],
) -> None:
    for message in letters["move_notification/parents"]:
        assert "Eastwick" not in message.said.text


PARENTS_ARE_TOLD = (
    "Wednesday 18 March 2026",
    "10am",
    "Civic Centre",
    "by Monday 16 March 2026",  # the report
    "at 9:30am",  # the chair
    "School (Hill School)",
    "bring a friend",
    "solicitor",
    "legal aid",
    "interpreter",
    "reading hard",
    "frightens you",
    "is not right",
    "complain",
)


@pytest.mark.requirement("S2-4")
@pytest.mark.requirement("S2-7")
@pytest.mark.parametrize("words", PARENTS_ARE_TOLD)
def test_parents_are_told_what_they_need_to_take_part(
    words: str, letters: Mapping[str, list[Message]]
) -> None:
    invited = [each for each in letters["conference_invitation/parents"] if "CONF-1/" in each.key]
    told = [each for each in invited if "/again-" not in each.key]

    assert told
    assert all(words in body(each) for each in told)


def test_parents_are_told_of_a_review_in_other_words(
    letters: Mapping[str, list[Message]],
) -> None:
    (review, *_) = [e for e in letters["conference_invitation/parents"] if "CONF-2/" in e.key]

    assert "review child protection conference about your child." in body(review)


def test_a_solicitor_knows_that_they_observe(letters: Mapping[str, list[Message]]) -> None:
    (told, *_) = letters["conference_invitation/solicitor"]

    assert "as an observer" in body(told)
    assert "you do not take part in the decision" in body(told)


def test_nobody_is_told_twice_as_a_participant_and_at_the_address_of_the_case(
    letters: Mapping[str, list[Message]],
) -> None:
    told = [each.key for each in letters["case_closed/parents"] if each.key.startswith("CP-2/")]

    assert told
    assert not any("/address:" in key for key in told)


def test_no_family_learns_from_us_which_council_has_the_case_now(
    letters: Mapping[str, list[Message]],
) -> None:
    for wording in ("parents", "young_person", "child"):
        for message in letters[f"case_handed_over/{wording}"]:
            assert "Eastwick" not in message.said.text
