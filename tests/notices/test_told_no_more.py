"""Letters that still wait when somebody is not to be told any more, lives elsewhere, or when what
they are about is off; and lists of an earlier meeting, from which letters of the case are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from days import at
from notices.letter_stories import (
    AGENCIES,
    AUNT,
    FATHER,
    GRAN,
    LAWYER,
    PARENT,
    LetterDesk,
    a_child,
    enquired,
    held,
    likely_harm,
    plan,
    planned,
    referred,
)
from process.building import EVERYBODY
from workflow.case.record import plain
from workflow.engine.amend import Author
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.engine.rewording import resend
from workflow.errors import WrongUse
from workflow.store.stored_message import Message, MessageState

BEGAN, HELD = "Mon 2 Mar 2026", "Mon 23 Mar 2026"
WAITING, HELD_BACK, WITHDRAWN = MessageState.WAITING, MessageState.HELD, MessageState.WITHDRAWN


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LetterDesk]:
    """CP-1 is referred, and its enquiry found likely harm."""
    with ExitStack() as stack:
        yield likely_harm(tmp_path, stack, BEGAN)


@pytest.fixture
def on_plan(desk: LetterDesk) -> LetterDesk:
    """A conference, to which the father was asked and did not come, decided on a plan."""
    planned(desk, "CONF-1", HELD, "CP-1")
    held(desk, "CONF-1", HELD, CP_1=plan("Wed 1 Apr 2026", "Mon 15 Jun 2026"))
    return desk


def of(desk: LetterDesk, notice: str, to: str) -> list[Message]:
    """The letters of that notice to whom the outbox so calls."""
    return [m for m in desk.messages() if m.notice == notice and m.recipient.endswith(to)]


def anew(desk: LetterDesk, notice: str, to: str) -> tuple[Message, Message]:
    """The one that was withdrawn, and the one that waits in its place."""
    found = {message.state: message for message in of(desk, notice, to)}
    return found[WITHDRAWN], found[WAITING]


def states(desk: LetterDesk, notice: str, to: str) -> list[str]:
    return [message.state for message in of(desk, notice, to)]


def corrects(desk: LetterDesk, ref: str, event: str, on: str, **facts: Any) -> None:
    chaired = event == "hold_conference"
    author = Author(
        actor="sam" if chaired else "asha",
        role="conference_chair" if chaired else "conference_unit",
        recorded_at=at(f"{on} 17:00"),
        reason="mistyped",
    )
    change = Change(facts={name: plain(value) for name, value in facts.items()})
    seq = desk.row(event, ref)
    correct_case(desk.store, desk.sending, ref, seq, change, author, dry_run=False)


def people(*family: dict[str, Any]) -> list[dict[str, Any]]:
    return [*family, AUNT, GRAN, LAWYER, a_child("CP-1"), *AGENCIES]


# -- who must not be told --------------------------------------------------------------------------


def test_what_waits_for_somebody_told_in_facts_of_the_case_is_withdrawn(desk: LetterDesk) -> None:
    desk.does("CP-1", "agree_interim_safety_plan", BEGAN, interim_safety_plan="Invented.")
    assert states(desk, "safety_plan", "other_parent_name") == [WAITING]

    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["ben  EXAMPLE"])

    assert states(desk, "safety_plan", "other_parent_name") == [WITHDRAWN]
    assert states(desk, "safety_plan", "/parent_name") == [WAITING]


def test_another_name_never_lifts_an_earlier_one(desk: LetterDesk) -> None:
    for name in ("Ben Example", "Ida Example"):
        desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=[name])
    planned(desk, "CONF-1", HELD, "CP-1")

    assert states(desk, "conference_invitation", "/parent/2") == [WITHDRAWN]
    assert states(desk, "conference_invitation", "/supporter") == [WITHDRAWN]


def test_it_is_not_sent_after_all_while_the_list_names_them(desk: LetterDesk) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["Ben Example"])
    planned(desk, "CONF-1", HELD, "CP-1")
    with desk.store.reading() as reading:
        (letter,) = [
            posting.id
            for posting in reading.postings()
            if posting.message.notice == "conference_invitation"
            and posting.message.recipient.endswith("/parent/2")
        ]

    with desk.store.writing() as writing, pytest.raises(WrongUse, match="whom nothing is told"):
        resend(writing, desk.sending, letter, at("Tue 3 Mar 2026 09:00"))


def test_a_name_that_fits_nobody_who_is_asked_is_warned_of(desk: LetterDesk) -> None:
    """It says which, and no name: who takes the step may not see that case."""
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["Ben Example", "the father"])
    planned(desk, "CONF-1", HELD, "CP-1")
    again = desk.does("CONF-1", "invite", "Tue 3 Mar 2026", participants=people(PARENT, FATHER))

    said = [warned.say for warned in again.warnings if "fits nobody" in warned.say]
    assert said == [
        "“People who must not be told”, name 2 on CP-1, fits nobody here: look who is meant"
    ]


@pytest.mark.parametrize("typed", ["Mr Ben Example", "Example, Ben"])
def test_a_name_is_compared_as_people_read_it(desk: LetterDesk, typed: str) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=[typed])
    planned(desk, "CONF-1", HELD, "CP-1")

    assert states(desk, "conference_invitation", "/parent/2") == [WITHDRAWN]


@pytest.mark.parametrize("typed", ["Ben", "Ben James Example"])
def test_who_may_be_meant_is_written_to_once_somebody_has_looked(
    desk: LetterDesk, typed: str
) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=[typed])
    planned(desk, "CONF-1", HELD, "CP-1")
    again = desk.does("CONF-1", "invite", "Tue 3 Mar 2026", participants=people(PARENT, FATHER))

    assert states(desk, "conference_invitation", "/parent/2") == [HELD_BACK]
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]
    said = " ".join(warned.say for warned in again.warnings)
    assert "name 1 on CP-1, may be somebody here, whose letter waits: look who is meant" in said


def test_what_waits_for_who_may_be_meant_is_held(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["Ben"])

    assert states(desk, "conference_invitation", "/parent/2") == [HELD_BACK]
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]


def test_whoever_types_a_name_that_nobody_here_has_is_told_at_once(desk: LetterDesk) -> None:
    typed = ["Ben Example", "the father", "Ben Exampel"]
    done = desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=typed)

    said = [warned.say for warned in done.warnings if "nobody known" in warned.say]
    assert said == [
        "“People who must not be told”, name 2, is nobody known here: write it as it stands among"
        " those who are invited or written to"
    ]


def test_who_is_known_and_not_invited_is_no_doubt(desk: LetterDesk) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["Ben Example"])
    planned(desk, "CONF-1", HELD, "CP-1")
    again = desk.does("CONF-1", "invite", "Tue 3 Mar 2026", participants=people(PARENT))

    assert not any("look who is meant" in warned.say for warned in again.warnings)


def test_the_record_names_everybody_who_came(on_plan: LetterDesk) -> None:
    """Whoever is not to be told of the case since, too: the others saw them there."""
    came = [*EVERYBODY[1:], "parent/1", "parent/2"]
    corrects(on_plan, "CONF-1", "hold_conference", "Tue 24 Mar 2026", attended=came)
    on_plan.does(
        "CP-1", "update_child_details", "Wed 25 Mar 2026", must_not_be_told=["Ben Example"]
    )
    on_plan.does("CONF-1", "approve_record", "Mon 30 Mar 2026")
    on_plan.does("CONF-1", "circulate_record", "Tue 31 Mar 2026")

    (to_school,) = of(on_plan, "conference_record", "/school")
    assert "Ben Example" in to_school.said.text
    assert states(on_plan, "conference_record", "/parent/2") == [WITHDRAWN]


def test_nobody_reads_in_their_letter_that_they_were_asked(desk: LetterDesk) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, must_not_be_told=["Una Example"])
    planned(desk, "CONF-1", HELD, "CP-1")

    (to_school,) = of(desk, "conference_invitation", "/school")
    assert "Parent" in to_school.said.text
    assert "Wider family" not in to_school.said.text


# -- how parents are written to before there is a list of people -----------------------------------


def test_a_parent_without_a_list_is_written_to_as_the_case_says(desk: LetterDesk) -> None:
    desk.does("CP-1", "update_child_details", BEGAN,
              parent_preferred="post", other_parent_never="post")  # fmt: skip
    desk.does("CP-1", "agree_interim_safety_plan", BEGAN, interim_safety_plan="Invented.")

    (to_mother,) = of(desk, "safety_plan", "/parent_name")
    (to_father,) = of(desk, "safety_plan", "/other_parent_name")
    assert to_mother.said.way == "post"  # though she has an e-mail address
    assert (to_father.state, to_father.why) == (MessageState.NO_ADDRESS, "no_safe_way")


def test_large_print_is_kept_when_letters_are_drawn_from_a_list(on_plan: LetterDesk) -> None:
    on_plan.does("CP-1", "update_child_details", "Tue 24 Mar 2026", other_parent_large_print=True)
    on_plan.does("CP-1", "change_lead_social_worker", "Wed 25 Mar 2026", lead_social_worker="jo")

    (letter,) = of(on_plan, "new_lead_social_worker", "CONF-1/parent/2")
    assert '<body class="large">' in letter.said.letter


def test_a_list_that_lacks_an_address_has_that_of_the_case(desk: LetterDesk) -> None:
    """The record goes by post alone: who was invited by e-mail has an address all the same."""
    planned(desk, "CONF-1", HELD, "CP-1")
    by_mail = {"kind": "parent", "name": "Ms Ann Example", "email": "ann@example.org"}
    desk.does("CONF-1", "invite", "Tue 3 Mar 2026", participants=people(by_mail))
    held(desk, "CONF-1", HELD, CP_1=plan("Wed 1 Apr 2026", "Mon 15 Jun 2026"))
    desk.does("CONF-1", "approve_record", "Mon 30 Mar 2026")
    desk.does("CONF-1", "circulate_record", "Tue 31 Mar 2026")

    (record,) = of(desk, "conference_record", "CONF-1/parent")
    assert "2 Canal Street" in record.said.address
    assert record.state == HELD_BACK  # the list does not have it: somebody looks first


def test_ways_that_are_never_used_hold_for_a_list_that_says_nothing_of_them(
    desk: LetterDesk,
) -> None:
    desk.does("CP-1", "update_child_details", BEGAN, other_parent_never="post")
    planned(desk, "CONF-1", HELD, "CP-1")

    (invitation,) = of(desk, "conference_invitation", "/parent/2")
    assert (invitation.state, invitation.why) == (MessageState.NO_ADDRESS, "no_safe_way")


# -- corrected -------------------------------------------------------------------------------------


def test_who_is_corrected_out_of_the_list_gets_nothing_that_still_waits(
    on_plan: LetterDesk,
) -> None:
    corrects(on_plan, "CONF-1", "invite", "Tue 24 Mar 2026", participants=people(PARENT))

    assert states(on_plan, "decision_letter", "/parent/2") == [WITHDRAWN]
    assert states(on_plan, "conference_invitation", "/parent/2") == [WITHDRAWN]
    assert states(on_plan, "decision_letter", "CONF-1/parent") == [WAITING]


def test_a_corrected_address_is_where_the_letter_goes(on_plan: LetterDesk) -> None:
    moved = {**FATHER, "address": "70 Mill Lane, Northwick, NW9 3CC"}
    corrects(on_plan, "CONF-1", "invite", "Tue 24 Mar 2026", participants=people(PARENT, moved))

    old, new = anew(on_plan, "decision_letter", "/parent/2")
    assert "7 Mill Lane" in old.said.address
    assert "70 Mill Lane" in new.said.address


def test_who_came_after_all_gets_the_letter_of_those_who_came(on_plan: LetterDesk) -> None:
    came = [*EVERYBODY[1:], "parent/1", "parent/2"]
    corrects(on_plan, "CONF-1", "hold_conference", "Tue 24 Mar 2026", attended=came)

    old, new = anew(on_plan, "decision_letter", "/parent/2")
    assert old.content["wording"] == "decision_letter/absent_parents"
    assert new.content["wording"] == "decision_letter/parents"


def test_who_is_told_only_since_a_correction_is_told_once_somebody_has_looked(
    desk: LetterDesk,
) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    begun = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026")
    held(desk, "CONF-1", HELD, CP_1={**begun, "core_group_members": ["school"]})
    assert states(desk, "core_group_member_appointed", "/police") == []

    more = {"CP-1": {**begun, "core_group_members": ["school", "police"]}}
    author = Author(
        actor="sam",
        role="conference_chair",
        recorded_at=at("Tue 24 Mar 2026 17:00"),
        reason="mistyped",
    )
    seq = desk.row("record_conference_outcome", "CONF-1")
    change = Change(facts={"outcomes": more})
    correct_case(desk.store, desk.sending, "CONF-1", seq, change, author, dry_run=False)

    assert states(desk, "core_group_member_appointed", "/police") == [HELD_BACK]


# -- a meeting that is off, or on another day ------------------------------------------------------


def test_who_is_excluded_gets_no_invitation_that_still_waits(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does(
        "CONF-1", "exclude_family_member", BEGAN, excluded_person="parent/2",
        exclusion_extent="whole", exclusion_reason="v", exclusion_reason_told="u",
        other_contribution="w",
    )  # fmt: skip

    assert states(desk, "conference_invitation", "/parent/2") == [WITHDRAWN]
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]


def test_an_adjourned_conference_is_told_and_its_invitations_go_no_more(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does("CONF-1", "adjourn_conference", "Thu 12 Mar 2026", put_off_reason="Invented.")

    assert states(desk, "conference_invitation", "/parent/2") == [WITHDRAWN]
    assert states(desk, "report_requested", "/police") == [WITHDRAWN]
    assert states(desk, "conference_cancelled", "/parent/2") == [WAITING]


def test_on_another_day_the_invitation_that_waits_is_to_that_day(desk: LetterDesk) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does(
        "CONF-1", "postpone_conference", "Thu 12 Mar 2026",
        planned_for=at("Thu 26 Mar 2026 10:00"), put_off_reason="Invented.",
    )  # fmt: skip

    _, new = anew(desk, "conference_invitation", "CONF-1/parent")
    assert "Thursday 26 March 2026" in new.said.text


def test_a_conference_that_falls_away_with_its_child_is_told_to_all_but_the_family(
    desk: LetterDesk,
) -> None:
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does("CP-1", "record_death", "Tue 3 Mar 2026", died_on="2026-03-03")

    assert states(desk, "conference_cancelled", "/police") == [WAITING]
    assert states(desk, "conference_invitation", "/police") == [WITHDRAWN]
    assert states(desk, "conference_cancelled", "CONF-1/parent") == [WITHDRAWN]


def test_after_the_death_of_one_child_somebody_looks_at_letters_about_the_other(
    desk: LetterDesk,
) -> None:
    """What the family is owed about the brother is neither lost nor sent by itself."""
    referred(desk, "CP-2", BEGAN)
    enquired(desk, "CP-2", BEGAN, "likely_significant_harm")
    planned(desk, "CONF-1", HELD, "CP-1", "CP-2")
    desk.does("CP-1", "record_death", "Tue 3 Mar 2026", died_on="2026-03-03")
    assert states(desk, "conference_invitation", "CONF-1/parent") == [HELD_BACK]
    assert states(desk, "conference_invitation", "/police") == [WAITING]

    held(desk, "CONF-1", HELD, CP_2=plan("Wed 1 Apr 2026", "Mon 15 Jun 2026"))

    assert states(desk, "decision_letter", "CONF-1/parent") == [HELD_BACK]


def test_letters_about_a_brother_whom_nobody_tied_are_looked_at_too(desk: LetterDesk) -> None:
    """The family's reference says that the two are one family."""
    planned(desk, "CONF-1", HELD, "CP-1")
    referred(desk, "CP-2", BEGAN)
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]
    desk.does("CP-2", "record_death", "Tue 3 Mar 2026", died_on="2026-03-03")
    assert states(desk, "conference_invitation", "CONF-1/parent") == [HELD_BACK]
    assert states(desk, "conference_invitation", "/police") == [WAITING]

    held(desk, "CONF-1", HELD, CP_1=plan("Wed 1 Apr 2026", "Mon 15 Jun 2026"))

    assert states(desk, "decision_letter", "CONF-1/parent") == [HELD_BACK]


def test_whom_a_brothers_case_lists_that_nobody_tied_is_written_to_once_somebody_has_looked(
    desk: LetterDesk,
) -> None:
    referred(desk, "CP-2", BEGAN)
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does("CP-2", "update_child_details", BEGAN, must_not_be_told=["Mr Ben Example"])
    assert states(desk, "conference_invitation", "/parent/2") == [HELD_BACK]
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]

    again = desk.does("CONF-1", "invite", "Tue 3 Mar 2026", participants=people(PARENT, FATHER))

    assert states(desk, "conference_invitation", "/parent/2")[-1] == HELD_BACK
    said = " ".join(warned.say for warned in again.warnings)
    assert "name 1 on CP-2, may be somebody here, whose letter waits: look who is meant" in said


def test_another_familys_death_holds_no_letter(desk: LetterDesk) -> None:
    referred(desk, "CP-2", BEGAN, family_reference="FAM-2")
    planned(desk, "CONF-1", HELD, "CP-1")
    desk.does("CP-2", "record_death", "Tue 3 Mar 2026", died_on="2026-03-03")
    assert states(desk, "conference_invitation", "CONF-1/parent") == [WAITING]


# -- drawn from the list of an earlier meeting -----------------------------------------------------


def test_whom_the_last_list_leaves_out_is_written_to_no_more(on_plan: LetterDesk) -> None:
    planned(on_plan, "CONF-2", "Mon 8 Jun 2026", "CP-1", kind="review")
    left = people(PARENT)
    corrects(on_plan, "CONF-2", "invite", "Tue 5 May 2026", participants=left)

    on_plan.does("CP-1", "change_lead_social_worker", "Wed 6 May 2026", lead_social_worker="jo")

    assert states(on_plan, "new_lead_social_worker", "/parent/2") == []
    assert states(on_plan, "new_lead_social_worker", "CONF-2/parent") == [HELD_BACK]


def test_an_adult_without_parental_responsibility_is_taken_off_an_old_list_and_it_says_so(
    on_plan: LetterDesk,
) -> None:
    on_plan.does("CP-1", "update_child_details", "Tue 5 May 2026",
                 parental_responsibility=["Ms Ann Example"])  # fmt: skip
    done = on_plan.does(
        "CP-1", "change_lead_social_worker", "Wed 6 May 2026", lead_social_worker="jo"
    )

    (to_father,) = of(on_plan, "new_lead_social_worker", "/parent/2")
    assert (to_father.state, to_father.why) == (WITHDRAWN, "not_kept_to")
    assert states(on_plan, "new_lead_social_worker", "CONF-1/parent") == [HELD_BACK]
    assert (
        "1 taken off (A new lead social worker), not named in “Who holds parental responsibility”:"
        " look whether that is right; such a letter can be sent after all"
    ) in [warned.say for warned in done.warnings]


def test_who_was_taken_off_can_be_written_to_after_all(on_plan: LetterDesk) -> None:
    on_plan.does("CP-1", "update_child_details", "Tue 5 May 2026",
                 parental_responsibility=["Ann Example"])  # fmt: skip
    on_plan.does("CP-1", "change_lead_social_worker", "Wed 6 May 2026", lead_social_worker="jo")
    with on_plan.store.reading() as reading:
        (letter,) = [
            posting.id for posting in reading.postings() if posting.message.why == "not_kept_to"
        ]

    with on_plan.store.writing() as writing:
        resend(writing, on_plan.sending, letter, at("Thu 7 May 2026 09:00"))

    (to_father,) = of(on_plan, "new_lead_social_worker", "/parent/2")
    assert to_father.state == WAITING
    assert "Ben Example" in to_father.said.text


def test_a_letter_that_waits_to_be_looked_at_is_withdrawn_once_they_do_not_hold_it(
    on_plan: LetterDesk,
) -> None:
    on_plan.does("CP-1", "change_lead_social_worker", "Wed 6 May 2026", lead_social_worker="jo")
    assert states(on_plan, "new_lead_social_worker", "/parent/2") == [HELD_BACK]

    on_plan.does("CP-1", "update_child_details", "Thu 7 May 2026",
                 parental_responsibility=["Ann Example"])  # fmt: skip

    assert states(on_plan, "new_lead_social_worker", "/parent/2") == [WITHDRAWN]
    assert states(on_plan, "new_lead_social_worker", "CONF-1/parent") == [HELD_BACK]


def test_a_list_that_names_nobody_who_is_written_to_takes_nobody_off(on_plan: LetterDesk) -> None:
    """“The mother” is no name: for that the letters of both are not lost."""
    on_plan.does("CP-1", "update_child_details", "Tue 5 May 2026",
                 parental_responsibility=["the mother"])  # fmt: skip
    on_plan.does("CP-1", "change_lead_social_worker", "Wed 6 May 2026", lead_social_worker="jo")

    assert states(on_plan, "new_lead_social_worker", "/parent/2") == [HELD_BACK]
    assert states(on_plan, "new_lead_social_worker", "CONF-1/parent") == [HELD_BACK]


def test_an_address_that_the_case_was_told_since_is_where_letters_go(on_plan: LetterDesk) -> None:
    on_plan.does(
        "CP-1", "update_child_details", "Tue 24 Mar 2026",
        other_parent_name="Ben Example", other_parent_address="99 New Road, Safe Town",
    )  # fmt: skip
    on_plan.does("CP-1", "change_lead_social_worker", "Wed 25 Mar 2026", lead_social_worker="jo")

    (letter,) = of(on_plan, "new_lead_social_worker", "CONF-1/parent/2")
    assert "99 New Road" in letter.said.address
    assert letter.state == HELD_BACK  # drawn from an old list: somebody looks first


def test_a_parent_of_one_of_the_children_reads_what_was_decided_of_that_one(
    desk: LetterDesk,
) -> None:
    referred(desk, "CP-2", BEGAN)
    enquired(desk, "CP-2", BEGAN, "likely_significant_harm")
    planned(desk, "CONF-1", HELD, "CP-1", "CP-2")
    of_two = people(PARENT, {**FATHER, "case": "CP-2"})
    desk.does("CONF-1", "invite", "Wed 4 Mar 2026", participants=of_two)
    begun = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026")
    held(desk, "CONF-1", HELD, CP_1={**begun, "reasons": "About Robin."},
         CP_2={**begun, "reasons": "About Alex."})  # fmt: skip

    (to_father,) = of(desk, "decision_letter", "/parent/2")
    assert "About Alex." in to_father.said.text
    assert "About Robin." not in to_father.said.text
    (to_mother,) = of(desk, "decision_letter", "CONF-1/parent")
    assert "About Alex." in to_mother.said.text
    assert "About Robin." in to_mother.said.text
