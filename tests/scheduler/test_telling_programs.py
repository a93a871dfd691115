"""Programs are told through the outbox: again with the same id, in order, and not for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from databases import Databases
from days import at
from engine.building import Desk, a_person, staffed
from notifications.channels.webhook import WebhookChannel
from notifications.notice import Way
from real_process import catalogue
from webhook_receiver import Receiver, is_signed, receiving
from workflow.engine.webhook_upkeep import DISABLED_AFTER, disable_failing
from workflow.engine.webhooks import enable, events_of, receiver_of, subscribe
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.routes import all_over
from workflow.store.database import Store
from workflow.store.stored import Person
from workflow.store.stored_message import Message, MessageState, Posting, Said
from workflow.store.stored_webhook import Webhook

KEY = "k" * 32
TO_PEOPLE = frozenset({Way.EMAIL, Way.POST, Way.TEXT})
BEGUN = at("Mon 2 Mar 2026 16:00")


@dataclass
class Line:
    """A desk, a program that is told what happens there, and the round that tells it."""

    desk: Desk
    receiver: Receiver
    webhook: Webhook
    secret: str

    def rounds(self, now: datetime, **more: Any) -> int:
        """One round at that moment, by a process that was just started."""

        def found(webhook_id: str) -> Any:
            with self.desk.store.reading() as reading:
                return receiver_of(reading, webhook_id, secret_key=KEY, now=now)

        channel = WebhookChannel(found, clock=lambda: now, inside=True, patience=0.3, **more)
        dispatcher = Dispatcher(store=self.desk.store, routes=all_over(channel), waiting=TO_PEOPLE)
        return dispatcher.dispatch(now)

    def postings(self, notice: str = "webhook") -> list[Posting]:
        with self.desk.store.reading() as reading:
            return [each for each in reading.postings() if each.message.notice == notice]

    def states(self) -> list[str]:
        return [posting.message.state for posting in self.postings()]

    def now_is(self) -> Webhook:
        with self.desk.store.reading() as reading:
            found = reading.webhook(self.webhook.webhook_id)
        assert found is not None
        return found


@pytest.fixture
def line(databases: Databases) -> Iterator[Line]:
    store = Store(databases.fresh(staffed), "841")
    with receiving() as receiver:
        with store.writing() as writing:
            dana = a_person("dana", "data_officer")
            people = [*writing.people(), dana]
            writing.replace_people(people)
            webhook, secret = subscribe(
                writing,
                receiver.address,
                ["*"],
                known=events_of(writing, catalogue(), ""),
                secret_key=KEY,
                inside=True,
                by="dana",
                now=at("Mon 2 Mar 2026 08:00"),
            )
        line = Line(Desk(store), receiver, webhook, secret)
        line.desk.referred("Mon 2 Mar 2026", "CP-1")
        yield line
    store.close()


def test_a_program_is_told_once_and_can_prove_by_whom(line: Line) -> None:
    assert line.rounds(BEGUN) == 1
    assert line.rounds(BEGUN + timedelta(minutes=1)) == 0

    (heard,) = line.receiver.heard
    assert heard.document["data"]["case"] == "CP-1"
    assert is_signed(heard, line.secret)
    assert line.states() == ["sent"]


def test_what_was_not_taken_goes_again_later_with_the_same_id(line: Line) -> None:
    line.receiver.answers = [500, 503]

    assert line.rounds(BEGUN) == 0
    assert line.rounds(BEGUN) == 0  # its time has not come
    assert line.rounds(BEGUN + timedelta(minutes=5)) == 0
    assert line.rounds(BEGUN + timedelta(minutes=30)) == 1

    assert len(line.receiver.heard) == 3
    assert len({*line.receiver.ids}) == 1
    assert line.states() == ["sent"]


def test_later_events_of_a_case_wait_for_the_one_that_failed(line: Line) -> None:
    line.desk.does(
        "CP-1", "decide_on_referral", "Mon 2 Mar 2026", referral_decision="no_further_action"
    )
    line.receiver.answers = [500]

    line.rounds(BEGUN)
    assert [each.document["data"]["seq"] for each in line.receiver.heard] == [1]
    for minutes in (5, 6, 7):
        line.rounds(BEGUN + timedelta(minutes=minutes))

    seqs = [each.document["data"]["seq"] for each in line.receiver.heard]
    assert seqs == sorted(seqs)
    assert set(line.states()) == {"sent"}


def test_a_slow_program_is_given_up_for_now_and_people_still_get_their_mail(line: Line) -> None:
    line.receiver.hangs = True

    assert line.rounds(BEGUN) == 0

    (posting,) = line.postings()
    assert (posting.message.state, posting.message.why) == ("waiting", "no_answer")


def test_after_two_days_it_failed_for_good_and_a_person_sees_that(line: Line) -> None:
    line.receiver.answers = [500] * 50
    for hours in range(0, 60, 5):
        line.rounds(BEGUN + timedelta(hours=hours))

    (posting,) = line.postings()
    assert (posting.message.state, posting.message.why) == (MessageState.FAILED, "gave_up")


def test_a_program_that_failed_for_days_is_told_no_more_and_administrators_hear_of_it(
    line: Line,
) -> None:
    store = line.desk.store
    with store.writing() as writing:
        writing.put_person(a_person("dana", "data_officer"))
        writing.put_person(_with_address("dev"))
    line.receiver.answers = [500] * 50
    line.rounds(BEGUN)
    line.desk.referred("Mon 2 Mar 2026", "CP-2")

    just_before = BEGUN + DISABLED_AFTER - timedelta(seconds=1)
    assert disable_failing(store, catalogue(), just_before) == 0
    just_after = BEGUN + DISABLED_AFTER + timedelta(minutes=1)
    assert disable_failing(store, catalogue(), just_after) == 1
    assert disable_failing(store, catalogue(), just_after) == 0

    assert line.now_is().why == "failed"
    assert set(line.states()) == {"withdrawn"}
    (letter,) = line.postings("webhook_disabled")
    assert letter.message.said.address == "dev@example.org"
    line.desk.referred("Tue 3 Mar 2026", "CP-3")
    assert len(line.postings()) == 2

    with store.writing() as writing:
        enable(writing, line.webhook.webhook_id, just_after)
    assert disable_failing(store, catalogue(), BEGUN + DISABLED_AFTER * 2) == 0


def test_a_program_that_takes_something_now_and_then_is_not_given_up(line: Line) -> None:
    line.receiver.answers = [500]
    line.rounds(BEGUN)
    line.rounds(BEGUN + timedelta(minutes=5))

    assert disable_failing(line.desk.store, catalogue(), BEGUN + DISABLED_AFTER * 2) == 0


def test_a_program_that_says_that_it_is_gone_is_told_no_more_at_once(line: Line) -> None:
    line.receiver.answers = [410]
    line.rounds(BEGUN)

    assert disable_failing(line.desk.store, catalogue(), BEGUN) == 1
    assert line.now_is().why == "gone"


def test_while_nobody_chose_how_people_are_written_to_their_mail_waits(line: Line) -> None:
    mail = Message(
        key="mail", recipient="asha", notice="overdue", state=MessageState.WAITING, at=BEGUN,
        created_at=BEGUN, said=Said(way="email", address="asha@example.org", subject="A subject"),
    )  # fmt: skip
    with line.desk.store.writing() as writing:
        writing.add_messages([mail])

    line.rounds(BEGUN)

    assert [each.message.state for each in line.postings("overdue")] == ["waiting"]


def test_nothing_personal_is_told(line: Line) -> None:
    line.rounds(BEGUN)

    assert set(json.loads(line.receiver.heard[0].body)["data"]) == {
        "case", "workflow", "event", "kind", "seq", "revision", "occurred_on", "recorded_at",
    }  # fmt: skip


def _with_address(name: str) -> Person:
    return replace(a_person(name, "data_officer"), email=f"{name}@example.org")
