"""What a notice would say for a case as it is now, to each who would be told; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from days import at
from definitions import FOLDER
from engine.letter_desks import DeskOf
from engine.sending import PARENT, SCHOOL, LetterDesk, catalogue_in
from workflow.case.model import Refused
from workflow.engine.catalogue import Catalogue
from workflow.engine.drafted import Drafted
from workflow.engine.letterhead import Letterhead
from workflow.engine.preview import Preview, previews
from workflow.engine.reply_links import ReplyLinkWrong
from workflow.engine.replying import reply_of
from workflow.errors import WrongUse

OPENED, NOW = "Mon 2 Mar 2026", at("Wed 4 Mar 2026 09:00")
EVERYBODY = "to: [{participants: parent, wording: parents}, {participants: everybody}]"
WORDS = {
    "parents/subject.txt": "You are asked",
    "parents/body.txt": "Dear {{ recipient.name }}, come to {{ venue }}",
    "parents/letter.html": "<p>By post: {{ venue }}</p>",
    "parents/text.txt": "We have written to you.",
}


def seen(desk: LetterDesk, catalogue: Catalogue | None = None) -> tuple[Preview, ...]:
    return previews(desk.store, catalogue or desk.catalogue, "M-1", "invitation", NOW)


def test_each_of_the_audience_is_shown_every_part_and_nothing_is_kept(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY, WORDS)
    desk.opened(OPENED, people=[PARENT, SCHOOL], venue="Town Hall")

    parent, school = seen(desk)

    assert parent.message.recipient == "participant:M-1/parent"
    assert parent.message.said.way == "email"
    assert parent.rendered is not None
    assert "come to Town Hall" in parent.rendered.text
    assert "By post: Town Hall" in parent.rendered.letter
    assert parent.rendered.text_message == "We have written to you."
    assert school.rendered is not None
    assert "Dear Northwick School" in school.rendered.text
    assert desk.messages() == []


def test_what_cannot_be_put_into_words_says_where_and_the_others_are_shown(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY, WORDS)
    desk.opened(OPENED, people=[PARENT, SCHOOL])

    parent, school = seen(desk)

    assert (parent.message.state, parent.rendered) == ("cannot_render", None)
    assert parent.message.why.startswith("invitation/parents/body.txt, line 1: ")
    assert school.rendered is not None


def test_a_part_that_goes_another_way_is_tried_too(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY, {**WORDS, "parents/letter.html": "{{ chair.name }}"})
    desk.opened(OPENED, people=[PARENT], venue="Town Hall")

    (parent,) = seen(desk)

    assert parent.message.why.startswith("invitation/parents/letter.html, line 1: ")


def test_who_is_kept_back_is_shown_as_such(desk_of: DeskOf) -> None:
    desk = desk_of("to: {participants: everybody}")
    desk.opened(OPENED, {"not_to_be_told": ["parent"]}, people=[{**PARENT, "name": "parent"}])

    (parent,) = seen(desk)

    assert (parent.message.state, parent.message.why) == ("withdrawn", "left_out")
    assert parent.rendered is None


def test_a_draft_speaks_for_the_release_of_the_case(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = desk_of(EVERYBODY, WORDS)
    desk.opened(OPENED, people=[PARENT], venue="Town Hall")
    words = {"subject.txt": "Said otherwise", "body.txt": "{{ state_title }}"}
    (folder := tmp_path / "draft").mkdir()
    catalogue_in(folder, "to: {roles: planner}", words, Letterhead())

    (planner,) = seen(desk, Drafted(folder / "process", FOLDER / "calendars", Letterhead()))

    assert planner.message.recipient == "asha"
    assert planner.rendered is not None
    assert planner.rendered.subject == "Said otherwise"


def test_a_link_to_answer_by_leads_nowhere(desk_of: DeskOf) -> None:
    letterhead = Letterhead(base_url="https://caseward.example", secret="k" * 32)
    notice = "reply: record_reply\nto: {participants: parent}"
    desk = desk_of(notice, {"body.txt": "Answer at {{ reply_link }}"}, letterhead)
    desk.opened(OPENED, people=[PARENT])

    (parent,) = seen(desk)

    assert parent.rendered is not None
    token = next(w for w in parent.rendered.text.split() if "/reply/" in w).rpartition("/")[2]
    with desk.store.writing() as writing, pytest.raises(ReplyLinkWrong):
        reply_of(writing, desk.catalogue, token, NOW)


@pytest.mark.parametrize(
    ("notice", "says"),
    [
        ("invitatoin", "did you mean `invitation`"),
        ("overdue", "nobody is told by `overdue`"),
        ("digest", "have no notice `digest`"),
    ],
)
def test_what_cannot_be_shown_says_why(desk_of: DeskOf, notice: str, says: str) -> None:
    desk = desk_of(EVERYBODY, WORDS)
    desk.opened(OPENED, people=[PARENT])

    with pytest.raises(WrongUse, match=says):
        previews(desk.store, desk.catalogue, "M-1", notice, NOW)


def test_there_has_to_be_such_a_case(desk_of: DeskOf) -> None:
    desk = desk_of(EVERYBODY, WORDS)

    with pytest.raises(Refused, match="there is no case M-9"):
        previews(desk.store, desk.catalogue, "M-9", "invitation", NOW)
