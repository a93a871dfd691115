"""Killed while it sends, it loses no message; one that must not come twice a person decides on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import Databases
from faults import mail_driver
from faults.killing import killed
from mail_server import MailServer, running
from scheduler.posting import NOON, Post, a_message
from workflow.scheduler.dispatch import Moment
from workflow.store.database import Store

LATER = "Mon 2 Mar 2026 12:30"


@pytest.fixture
def post(databases: Databases) -> Iterator[Post]:
    store = Store(databases.fresh(), "841")
    with running(MailServer()) as server:
        yield Post(store, server)
    store.close()


def killed_at(post: Post, moment: Moment, *, batch: int = 100) -> None:
    """Send in a process that kills itself then."""
    killed(mail_driver.main, post.store.url, post.server.port, NOON, moment.value, batch)


@pytest.mark.parametrize(
    ("moment", "received"), [(Moment.TAKEN_UP, 1), (Moment.HANDED_OVER, 2), (Moment.SETTLED, 1)]
)
def test_a_reminder_goes_and_if_twice_as_one_and_the_same_message(
    post: Post, moment: Moment, received: int
) -> None:
    post.holds(a_message("asha"))
    killed_at(post, moment)
    post.sends(LATER)

    assert post.states() == ["sent"]
    assert len(post.ids_received()) == received
    assert len(set(post.ids_received())) == 1


@pytest.mark.parametrize(
    ("moment", "received", "state"),
    [
        (Moment.TAKEN_UP, 0, "uncertain"),
        (Moment.HANDED_OVER, 1, "uncertain"),
        (Moment.SETTLED, 1, "sent"),
    ],
)
def test_what_must_not_come_twice_does_not(
    post: Post, moment: Moment, received: int, state: str
) -> None:
    post.holds(a_message("asha", only_once=True))
    killed_at(post, moment)
    post.sends(LATER)

    assert post.states() == [state]
    assert len(post.ids_received()) == received


@pytest.mark.parametrize("moment", [Moment.TAKEN_UP, Moment.HANDED_OVER, Moment.SETTLED])
def test_what_was_taken_up_ahead_goes_later_and_no_more_than_a_batch_twice(
    post: Post, moment: Moment
) -> None:
    people = [f"person{number}" for number in range(6)]
    post.holds(*map(a_message, people))
    killed_at(post, moment, batch=2)
    post.sends(LATER)

    assert post.states() == ["sent"] * 6
    assert len(set(post.ids_received())) == 6
    assert len(post.ids_received()) <= 6 + 2
