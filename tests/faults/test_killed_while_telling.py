"""Killed while it tells a program, it tells it again, by the same id."""

from __future__ import annotations

import pytest

from databases import Databases
from days import at
from faults import program_driver
from faults.killing import killed
from faults.program_driver import KEY
from scheduler.posting import NOON, a_message
from scheduler.processes import ended
from webhook_receiver import receiving
from workflow.engine.webhooks import subscribe
from workflow.scheduler.dispatch import Moment
from workflow.store.database import Store
from workflow.store.stored_message import Said


@pytest.mark.parametrize(
    ("moment", "heard"), [(Moment.TAKEN_UP, 1), (Moment.HANDED_OVER, 2), (Moment.SETTLED, 1)]
)
def test_a_program_is_told_again_by_the_same_id(
    databases: Databases, moment: Moment, heard: int
) -> None:
    store = Store(databases.fresh(), "841")
    with receiving() as receiver:
        with store.writing() as writing:
            webhook, _ = subscribe(
                writing, receiver.address, ["*"],
                known=(), secret_key=KEY, inside=True, by="dana", now=at(NOON),
            )  # fmt: skip
            said = Said(way="webhook", address=webhook.webhook_id, subject="a", text="{}")
            writing.add_messages([a_message(said=said)])

        killed(program_driver.main, store.url, NOON, moment)
        assert ended(program_driver.main, store.url, "Mon 2 Mar 2026 12:30", "never") == 0

        assert len(receiver.heard) == heard
        assert len({*receiver.ids}) == 1
    with store.reading() as reading:
        assert [each.message.state for each in reading.postings()] == ["sent"]
    store.close()
