"""Messages that wait reach a mail server, once, in order, in spite of what servers do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from databases import Databases
from days import at
from mail_server import MailServer, running
from scheduler.posting import NOON, Post, a_message
from workflow.scheduler.dispatch import LEASE, Moment
from workflow.store.database import Store

LATER = "Mon 2 Mar 2026 12:30"


@pytest.fixture
def post(databases: Databases) -> Iterator[Post]:
    store = Store(databases.fresh(), "841")
    with running(MailServer()) as server:
        yield Post(store, server)
    store.close()


def test_what_waits_is_sent_once_and_its_reference_is_kept(post: Post) -> None:
    post.holds(a_message("asha"), a_message("ben"))

    assert [post.sends(), post.sends()] == [2, 0]
    assert post.states() == ["sent", "sent"]
    assert [posting.reference for posting in post.postings()] == post.ids_received()
    assert post.server.recipients == ["asha@example.org", "ben@example.org"]


def test_one_that_the_server_refuses_for_good_has_failed_and_says_why(post: Post) -> None:
    post.server.answers["asha@example.org"] = "550 No such user here"
    post.holds(a_message("asha"), a_message("ben"))

    assert post.sends() == 1
    assert post.states() == ["failed", "sent"]
    assert post.postings()[0].message.why == "bad_address"
    assert "No such user" not in repr(post.postings())


def test_one_that_is_put_off_goes_later_as_the_same_message(post: Post) -> None:
    post.server.answers["asha@example.org"] = "451 Come back in five minutes"
    post.holds(a_message("asha"))
    assert post.sends() == 0
    post.server.answers.clear()

    assert post.sends("Mon 2 Mar 2026 12:05") == 0
    assert post.sends("Mon 2 Mar 2026 12:07") == 1
    assert [posting.attempts for posting in post.postings()] == [2]


def test_after_two_days_of_passing_faults_it_has_failed(post: Post) -> None:
    post.server.answers["asha@example.org"] = "451 Not now"
    post.holds(a_message("asha"))
    for day in ("Mon 2", "Tue 3", "Wed 4"):
        post.sends(f"{day} Mar 2026 12:0{day[-1]}")

    assert post.states() == ["failed"]
    assert post.postings()[0].message.why == "gave_up"


def test_a_server_that_goes_down_amid_a_batch_loses_nothing_and_doubles_nothing(
    post: Post,
) -> None:
    people = [f"person{number}" for number in range(5)]
    post.holds(*map(a_message, people))
    post.server.leaves_at = ("MAIL", 2)

    assert post.sends() == 2
    assert post.states() == ["sent", "sent", "waiting", "waiting", "waiting"]
    assert [posting.attempts for posting in post.postings()] == [1, 1, 1, 0, 0]
    post.server.leaves_at = None
    assert post.sends(LATER) == 3
    assert sorted(post.server.recipients) == [f"{name}@example.org" for name in people]


def test_a_server_that_does_not_answer_at_the_end_leaves_a_letter_uncertain(post: Post) -> None:
    post.holds(a_message("asha"), a_message("ben", only_once=True))
    post.server.hangs_at = ("DATA", 0)
    post.sends(patience=0.2)

    assert post.states() == ["waiting", "uncertain"]
    post.server.hangs_at = None
    post.server.release()
    assert post.sends(LATER) == 1
    assert post.states() == ["sent", "uncertain"]


def test_a_wrong_password_stops_the_round_is_told_once_and_harms_no_message(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.holds(a_message("asha"), a_message("ben"))
    dispatcher = post.dispatcher(user="unit", password="opensesame")  # the server knows nobody
    with caplog.at_level(logging.ERROR):
        for minute in ("00", "00", "01", "05"):
            assert dispatcher.dispatch(at(f"Mon 2 Mar 2026 12:{minute}")) == 0

    assert post.server.connections == 3
    assert post.states() == ["waiting", "waiting"]
    assert [record.message for record in caplog.records if "opensesame" in record.message] == []
    assert len(caplog.records) == 1
    assert post.sends(LATER) == 2


def test_whoever_waits_for_a_message_gets_no_later_one_before_it(post: Post) -> None:
    earlier, later = a_message("asha"), a_message("asha", at=at(LATER))
    post.holds(later, earlier)
    post.server.answers["asha@example.org"] = "451 Not now"
    post.sends(LATER)
    post.server.answers.clear()
    assert post.sends(LATER) == 0

    assert post.sends("Mon 2 Mar 2026 13:00") == 2
    subjects = [mail["Subject"] for mail in post.server.mails]
    assert subjects == [earlier.said.subject, later.said.subject]


def test_two_that_send_at_once_send_each_message_once(post: Post) -> None:
    people = [f"person{number}" for number in range(40)]
    post.holds(*map(a_message, people))
    with ThreadPoolExecutor(2) as both:
        rounds = [both.submit(replace(post.dispatcher(), batch=5).dispatch, at(NOON)) for _ in "ab"]

    assert sum(each.result() for each in rounds) == 40
    assert sorted(post.server.recipients) == sorted(f"{name}@example.org" for name in people)


def test_whoever_waits_for_several_gets_them_in_order_though_the_next_are_taken_up_ahead(
    post: Post,
) -> None:
    to_asha = [a_message("asha") for _ in range(3)]
    post.holds(*to_asha, *map(a_message, ["ben", "mina", "cal"]))

    assert replace(post.dispatcher(), batch=2).dispatch(at(NOON)) == 6
    subjects = [mail["Subject"] for mail in post.server.mails if "asha" in mail["To"]]
    assert subjects == [message.said.subject for message in to_asha]


def test_told_to_stop_it_gives_back_what_was_taken_up_ahead(post: Post) -> None:
    post.holds(*(a_message(f"person{number}") for number in range(7)))

    def stopping() -> bool:
        return len(post.server.recipients) >= 3

    assert replace(post.dispatcher(), batch=2).dispatch(at(NOON), stopping) == 3
    assert post.states() == [*["sent"] * 3, *["waiting"] * 4]
    assert [posting.attempts for posting in post.postings()] == [1, 1, 1, 0, 0, 0, 0]


def test_broken_off_it_puts_down_what_went_and_gives_back_what_was_taken_up_ahead(
    post: Post,
) -> None:
    post.holds(*(a_message(f"person{number}") for number in range(7)))
    moments: list[Moment] = []

    def reached(moment: Moment) -> None:
        moments.append(moment)
        if moments.count(Moment.HANDED_OVER) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(post.dispatcher(), batch=2, reached=reached).dispatch(at(NOON))
    assert post.states() == [*["sent"] * 3, *["waiting"] * 4]
    assert post.sends() == 4


def test_told_to_stop_it_ends_the_message_that_it_is_sending_and_leaves_the_rest(
    post: Post,
) -> None:
    post.holds(a_message("asha"), a_message("ben"), a_message("mina"))
    stopped = iter([False, False, *[True] * 9])

    assert post.dispatcher().dispatch(at(NOON), lambda: next(stopped)) == 2
    assert post.states() == ["sent", "sent", "waiting"]
    assert post.sends() == 1


def test_what_another_is_sending_is_left_to_it_until_it_must_have_died(post: Post) -> None:
    post.holds(a_message("asha"), a_message("ben", only_once=True))
    with post.store.writing() as writing:
        for only_once in (False, True):
            writing.lease(
                at(NOON), until=at(NOON) + LEASE, limit=5, ways=["email"], only_once=only_once
            )

    assert post.sends("Mon 2 Mar 2026 12:14") == 0
    assert post.states() == ["sending", "sending"]
    assert post.sends("Mon 2 Mar 2026 12:15") == 1
    assert post.states() == ["sent", "uncertain"]


def test_a_message_that_cannot_be_built_does_not_hold_up_the_others(post: Post) -> None:
    wrong = a_message("asha")
    wrong = replace(wrong, said=replace(wrong.said, subject="Two\nlines"))
    post.holds(wrong, a_message("ben"))
    post.sends()
    post.sends(LATER)

    assert post.server.recipients == ["ben@example.org"]
    assert post.postings()[0].message.why == "ValueError"


def test_what_no_way_was_chosen_for_waits_for_a_person_not_for_ever(post: Post) -> None:
    letter = a_message("asha")
    letter = replace(letter, said=replace(letter.said, way="post", letter="<p>Dear</p>"))
    post.holds(letter, a_message("ben"))
    post.sends()

    assert post.states() == ["no_address", "sent"]
    assert post.postings()[0].message.why == "no_channel"


def test_the_lease_outlasts_the_longest_batch() -> None:
    assert timedelta(minutes=10) < LEASE
