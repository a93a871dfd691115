"""Letters to professionals: each is sent at a real step, to the right people, and reads well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from notices.agency_desk import AgencyDesk, an_agency_desk
from notices.agency_stories import tell_all
from real_process import release
from workflow.store.stored_message import Message

RECORD = "conference_record/agency"

PROFESSIONALS = {"agency", "member", "authority", "staff", "others"}

NEVER_PRINTED = re.compile(r"\{[{%#]|[%#]\}|\b(None|True|False)\b|\s[.,;:](\s|$)|\.\.|,,|\(\)")


def _wordings() -> list[str]:
    flows = release().process.workflows.values()
    found = {
        notice.folder(line)
        for flow in flows
        for notice in flow.sent
        for line in notice.to
        if line.wording in PROFESSIONALS
    }
    return sorted(found)


@pytest.fixture(scope="module")
def told() -> Iterator[AgencyDesk]:
    """A desk at which everything has happened that brings a letter about."""
    with TemporaryDirectory() as folder, an_agency_desk(Path(folder)) as desk:
        tell_all(desk)
        yield desk


@pytest.fixture(scope="module")
def by_wording(told: AgencyDesk) -> dict[str, list[Message]]:
    """Every message that was put into words, by its wording."""
    found: dict[str, list[Message]] = {}
    for message in told.messages():
        if message.said.subject:
            found.setdefault(str(message.content.get("wording")), []).append(message)
    return found


def _words(message: Message) -> str:
    """The body as it reads, without its line breaks and without who writes."""
    return " ".join(message.said.text.partition("\n-- \n")[0].split())


@pytest.mark.parametrize("wording", _wordings())
def test_every_wording_is_sent_by_some_step_and_reads_well(
    by_wording: dict[str, list[Message]], wording: str
) -> None:
    assert wording in by_wording

    for message in by_wording[wording]:
        said = message.said
        assert not NEVER_PRINTED.search(f"{said.subject}\n{said.text.partition('-- ')[0]}")
        assert "  " not in re.sub(r"^ +", "", said.text, flags=re.MULTILINE)
        assert not re.search(r"^- *$|^(Why|Reasons):? *$", said.text, re.MULTILINE)
        assert len(said.subject) <= 110


def test_no_subject_names_anybody(by_wording: dict[str, list[Message]]) -> None:
    subjects = [m.said.subject for messages in by_wording.values() for m in messages]

    assert [each for each in subjects if "Alex" in each or "Robin" in each] == []


def test_nobody_gets_the_same_letter_of_a_step_twice(told: AgencyDesk) -> None:
    sent = [m for m in told.messages() if "row" in m.content and m.state != "withdrawn"]
    twice = Counter((m.content["case"], m.content["row"], m.notice, m.recipient) for m in sent)

    assert max(twice.values()) == 1


def test_a_solicitor_or_an_interpreter_gets_no_letter_that_is_for_agencies(
    told: AgencyDesk,
) -> None:
    to_solicitor = [m for m in told.messages() if m.recipient.endswith("/solicitor")]

    assert {str(m.content["wording"]).rpartition("/")[2] for m in to_solicitor} <= {
        "others",
        "solicitor",
    }


@pytest.mark.requirement("S1-5")
def test_who_may_not_see_what_was_restricted_has_a_record_without_it(told: AgencyDesk) -> None:
    copies = {m.recipient.rpartition("/")[2]: _words(m) for m in told.in_words(RECORD)}

    assert "Police: For a plan, neglect. Reason not in your copy" in copies["housing"]
    assert "Police: For a plan, neglect. Reason: What police saw" in copies["school"]
    assert [kind for kind, copy in copies.items() if "Canal Street" in copy] == []


@pytest.mark.requirement("T29")
@pytest.mark.requirement("S3-27")
@pytest.mark.requirement("S4-17")
def test_the_list_of_those_told_of_the_end_of_a_plan_is_shown_first(told: AgencyDesk) -> None:
    assert {m.state for m in told.in_words("end_of_plan/agency")} == {"held"}


def test_after_a_death_agencies_are_told_and_asked_to_stop_what_goes_to_the_family(
    told: AgencyDesk,
) -> None:
    (letter, *_) = [m for m in told.in_words("end_of_plan/agency") if m.content["case"] == "C-11"]

    assert "do not write to the family" in _words(letter)


def test_only_members_who_have_not_signed_are_asked_to_sign(told: AgencyDesk) -> None:
    asked = {m.recipient.rpartition("/")[2] for m in told.in_words("plan_to_sign/member")}

    assert asked == {"health_visitor", "midwife", "social_worker"}


def test_absent_agencies_are_asked_and_only_who_has_not_answered_is_reminded(
    told: AgencyDesk,
) -> None:
    def who(wording: str) -> set[str]:
        return {m.recipient.rpartition("/")[2] for m in told.in_words(wording)}

    assert who("views_sought/agency") == {"gp", "health_visitor"}
    assert who("views_chaser/agency") == {"health_visitor"}


def test_the_receiving_authority_learns_by_when_it_holds_its_conference_and_no_address(
    told: AgencyDesk,
) -> None:
    letters = told.in_words("move_notification/authority")
    (letter,) = [m for m in letters if m.content["case"] == "C-7"]

    assert "within 15 working days of this notice" in _words(letter)
    assert "by: Wednesday 22 April 2026" in _words(letter)
    assert letter.said.address == "children@southwick.example"


def test_the_next_authority_is_never_written_to_at_the_address_of_the_one_before(
    told: AgencyDesk,
) -> None:
    letters = told.in_words("move_notification/authority")
    moved_on = [m for m in letters if m.content["case"] == "C-12"]

    told_in_turn = sorted(moved_on, key=lambda m: m.content["row"])
    assert [(m.said.way, m.said.address, m.why) for m in told_in_turn] == [
        ("email", "children@southwick.example", ""),
        ("email", "", "no_safe_way"),  # a task for the unit
        ("post", "Westwick Council\nTown Hall\nWestwick", ""),
    ]
