"""Links by which people answer: ours only, for one message, for a while, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from days import at
from engine.letter_desks import DeskOf
from engine.sending import PARENT
from workflow.engine.letterhead import Letterhead
from workflow.engine.reply_links import LASTS, ReplyLinkWrong, read, reply_to, signed
from workflow.engine.replying import reply_of

KEY, OTHER_KEY = "k" * 32, "j" * 32
NOW = at("Mon 2 Mar 2026 12:00")
REPLY = reply_to(case_id="0190-case", key="CF-1/3/invitation/participant:CF-1/parent", now=NOW)


def test_what_was_signed_is_read_again_and_the_link_names_nobody() -> None:
    token = signed(KEY, REPLY)

    assert read(KEY, token, now=NOW) == REPLY
    assert "parent" not in token
    assert "CF-1" not in token


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (OTHER_KEY, ""),
        (KEY, "x"),
        ("", ""),
    ],
)
def test_what_others_made_or_somebody_changed_is_refused(key: str, change: str) -> None:
    with pytest.raises(ReplyLinkWrong) as wrong:
        read(key, change + signed(KEY, REPLY), now=NOW)

    assert wrong.value.code == "reply_link_wrong"


@pytest.mark.parametrize("token", ["", ".", "a.b", "%%.%%", "ü.ü"])
def test_what_is_no_token_at_all_is_refused(token: str) -> None:
    with pytest.raises(ReplyLinkWrong):
        read(KEY, token, now=NOW)


def test_a_link_is_over_after_its_days() -> None:
    token = signed(KEY, REPLY)

    assert read(KEY, token, now=NOW + LASTS - timedelta(seconds=1)) == REPLY
    with pytest.raises(ReplyLinkWrong) as wrong:
        read(KEY, token, now=NOW + LASTS)
    assert wrong.value.code == "reply_link_over"


def test_the_link_in_a_letter_leads_to_who_answers_and_is_used_once(desk_of: DeskOf) -> None:
    letterhead = Letterhead(base_url="https://caseward.example", secret=KEY)
    notice = "reply: record_reply\nto: {participants: parent}"
    desk = desk_of(notice, {"body.txt": "Answer at {{ reply_link }}"}, letterhead)
    desk.opened("Mon 2 Mar 2026", people=[PARENT])
    desk.does("invite", "Tue 3 Mar 2026")
    words = desk.to("/parent").said.text.split()
    token = next(w for w in words if "/reply/" in w).rpartition("/")[2]
    soon = at("Wed 4 Mar 2026 12:00")

    with desk.store.writing() as writing:
        reply = reply_of(writing, desk.catalogue, token, soon)

    assert (reply.case, reply.event, reply.participant) == ("M-1", "record_reply", "parent")
    desk.does("record_reply", "Wed 4 Mar 2026", command_id=reply.command_id, reply="Yes")
    with desk.store.writing() as writing, pytest.raises(ReplyLinkWrong) as wrong:
        reply_of(writing, desk.catalogue, token, soon)
    assert wrong.value.code == "reply_given"


def test_the_link_of_a_letter_is_over_once_they_were_written_to_again(desk_of: DeskOf) -> None:
    letterhead = Letterhead(base_url="https://caseward.example", secret=KEY)
    notice = "reply: record_reply\nto: {participants: parent}"
    desk = desk_of(notice, {"body.txt": "Answer at {{ reply_link }}"}, letterhead)
    desk.opened("Mon 2 Mar 2026", people=[PARENT])
    desk.does("invite", "Tue 3 Mar 2026")
    desk.does("invite", "Wed 4 Mar 2026")
    first, second = (m.said.text.rpartition("/reply/")[2].split()[0] for m in desk.messages())

    with desk.store.writing() as writing:
        assert reply_of(writing, desk.catalogue, second, at("Thu 5 Mar 2026 12:00")).participant
        with pytest.raises(ReplyLinkWrong) as wrong:
            reply_of(writing, desk.catalogue, first, at("Thu 5 Mar 2026 12:00"))

    assert wrong.value.code == "reply_link_replaced"


def test_without_a_key_or_pages_there_is_no_link(desk_of: DeskOf) -> None:
    words = {"body.txt": "{% if reply_link %}Answer{% else %}Ring us{% endif %}"}
    desk = desk_of("reply: record_reply\nto: {participants: parent}", words)
    desk.opened("Mon 2 Mar 2026", people=[PARENT])

    desk.does("invite", "Tue 3 Mar 2026")

    assert "Ring us" in desk.to("/parent").said.text
