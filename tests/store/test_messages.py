"""Messages are kept once for each key, and it is told how many were new."""

from __future__ import annotations

from dataclasses import replace

from days import at
from workflow.store.clockwork import WAITING
from workflow.store.database import Store
from workflow.store.stored_message import Message, MessageState

NOW = at("Mon 16 Mar 2026 18:00")


def a_message(key: str) -> Message:
    return Message(key=key, recipient="asha", notice="soon", state=WAITING, at=NOW, created_at=NOW)


def added(store: Store, *keys: str) -> int:
    with store.writing() as writing:
        return writing.add_messages([a_message(key) for key in keys])


def test_messages_that_are_new_are_counted_and_those_there_already_are_not(store: Store) -> None:
    assert added(store, "CP-1/soon", "CP-2/soon") == 2
    assert added(store, "CP-2/soon", "CP-3/soon") == 1
    assert added(store, "CP-3/soon") == 0

    with store.reading() as reading:
        assert len(reading.messages(WAITING)) == 3


def test_a_message_is_decided_on_once_however_many_press_at_once(store: Store) -> None:
    failed = replace(a_message("CP-1/soon"), state=MessageState.FAILED)
    with store.writing() as writing:
        writing.add_messages([failed])
        [posting] = writing.postings()

    with store.writing() as writing:
        was = (MessageState.FAILED,)
        sent = [writing.send_again(posting.id, "a@example.org", was=was) for _ in range(2)]
        assert sent == [True, False]
        assert not writing.decide(posting.id, MessageState.WITHDRAWN, was=was)
        assert writing.decide(posting.id, MessageState.WITHDRAWN, was=(MessageState.WAITING,))
