"""The scan for what was said twice: it finds what is there, and only that."""

from __future__ import annotations

from dataclasses import replace

from days import at, day
from workflow.simulation.duplicates import arrived_twice, told_twice
from workflow.store.stored_message import Message, MessageState, Posting, Said

REMINDER = Message(
    key="one",
    case_id="case-1",
    task="visit#1",
    due=day("Mon 2 Mar 2026"),
    rung="on the day",
    recipient="worker.1",
    notice="due_soon",
    state=MessageState.SENT,
    at=at("Mon 2 Mar 2026 07:00"),
    created_at=at("Mon 2 Mar 2026 07:00"),
)


def posted(*messages: Message) -> list[Posting]:
    return [Posting(id=f"m-{n}", message=each) for n, each in enumerate(messages)]


def test_the_same_reminder_under_another_key_is_told_twice() -> None:
    (times,) = told_twice(posted(REMINDER, replace(REMINDER, key="two"))).values()

    assert times == 2


def test_what_still_waits_would_be_the_second_time_too() -> None:
    waiting = replace(REMINDER, key="two", state=MessageState.WAITING)

    assert told_twice(posted(REMINDER, waiting))


def test_another_recipient_notice_rung_or_moment_is_another_occasion() -> None:
    others = (
        replace(REMINDER, recipient="worker.2"),
        replace(REMINDER, notice="overdue"),
        replace(REMINDER, rung="1 working day after"),
        replace(REMINDER, task="visit#2"),
        replace(REMINDER, case_id="case-2"),
        replace(REMINDER, at=at("Tue 3 Mar 2026 07:00")),
    )

    assert told_twice(posted(REMINDER, *others)) == {}


def test_one_reader_under_two_names_is_told_twice() -> None:
    words = Said(way="email", address="parent@example.org", text="Dear A Parent")
    as_participant = replace(REMINDER, recipient="participant:CP-1/parent", said=words)
    as_address = replace(REMINDER, recipient="address:CP-1/parent_name", said=words)

    assert told_twice(posted(as_participant, as_address))


def test_two_people_who_share_an_address_are_each_told_once() -> None:
    one = Said(way="email", address="home@example.org", text="Dear A Parent")
    other = replace(one, text="Dear Another Parent")
    messages = (
        replace(REMINDER, recipient="participant:CP-1/parent", said=one),
        replace(REMINDER, recipient="participant:CP-1/parent/2", said=other),
    )

    assert told_twice(posted(*messages)) == {}


def test_what_was_withdrawn_for_another_is_not_told() -> None:
    withdrawn = replace(REMINDER, key="two", state=MessageState.WITHDRAWN)

    assert told_twice(posted(REMINDER, withdrawn)) == {}


def test_a_message_id_that_a_server_took_twice_is_found() -> None:
    assert arrived_twice(["<1@a>", "<2@a>", "<1@a>"]) == {"<1@a>": 2}


def test_of_what_nobody_knew_whether_it_arrived_a_second_copy_is_expected() -> None:
    assert arrived_twice(["<1@a>", "<2@a>", "<1@a>"], unsure={"<1@a>"}) == {}
