"""Messages that steps of a case send: put down together, withdrawn, shown before they go, and
decided on by a person.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Update, bindparam, func, select, update

from workflow.store.clock_tables import MESSAGE
from workflow.store.document_writing import DocumentWriting
from workflow.store.draft_writing import DraftWriting
from workflow.store.plain_rows import add_rows
from workflow.store.postings import posting_of
from workflow.store.stored_message import UNSENT, Message, MessageState, Posting


class Letterbox(DocumentWriting, DraftWriting):
    """Reading, the clock, the outbox, who comes in, what they have typed and put aside, and what
    steps send.
    """

    def put_letters(self, letters: Sequence[Message]) -> None:
        """Keep messages of rows that this transaction writes: nobody else can have their keys."""
        add_rows(self._connection, MESSAGE, self._new(letters))

    def had(self, case_id: str, notice: str) -> list[tuple[str, str, int]]:
        """To whom and where a notice of a case went or is to go, and which row sent it."""
        asked = {"authority": self._authority, "case_id": case_id, "notice": notice}
        rows = self._connection.execute(_HAD, asked)
        return [(to, address, json.loads(content).get("row", 0)) for to, address, content in rows]

    def unsent_letters(self, case_ids: Sequence[str]) -> list[Posting]:
        """Messages of these cases' steps that would still go, in the order of their instants."""
        return self._letters(_UNSENT, case_ids=case_ids)

    def entry_numbers(self, case_id: str) -> dict[str, int]:
        """The number of the last calendar entry that each recipient of a case had."""
        asked = {"authority": self._authority, "case_id": case_id}
        rows = self._connection.execute(_NUMBERS, asked)
        return {row.recipient: row.last for row in rows}

    def last_entry(self, case_id: str, recipient: str) -> str:
        """The last calendar entry that one of them had; empty: there was none."""
        asked = {"authority": self._authority, "case_id": case_id, "recipient": recipient}
        return self._connection.execute(_LAST_ENTRY, asked).scalar() or ""

    def withdraw(self, message_ids: Sequence[str], why: str) -> int:
        """Withdraw those that have not been sent. Returns how many."""
        given = {"_state": MessageState.WITHDRAWN.value, "_why": why}
        return self._change(_CHANGE, message_ids, UNSENT, given)

    def let_go(self, message_ids: Sequence[str]) -> int:
        """Let those go that were held. Returns how many."""
        given = {"_state": MessageState.WAITING.value, "_why": ""}
        return self._change(_CHANGE, message_ids, (MessageState.HELD.value,), given)

    def send_again(self, message_id: str, address: str, *, was: Collection[str]) -> bool:
        """Let a message go, to that address, with its patience as long as that of a new one.

        False when it is in none of these states any more: a second click must not send it twice.
        """
        return bool(self._change(_SEND_AGAIN, [message_id], was, {"_address": address}))

    def decide(self, message_id: str, state: str, *, was: Collection[str]) -> bool:
        """A person says what became of a message; False when it is in none of these any more."""
        return bool(self._change(_DECIDE, [message_id], was, {"_state": state}))

    def _change(
        self,
        how: Update,
        message_ids: Sequence[str],
        states: Collection[str],
        given: dict[str, Any],
    ) -> int:
        """Change those that are still in one of these states. Returns how many they were."""
        if not message_ids:
            return 0
        asked = {"_authority": self._authority, "_ids": list(message_ids), "_of": list(states)}
        return self._run(how, {**asked, **given})

    def _letters(self, query: Any, **given: object) -> list[Posting]:
        asked = {"authority": self._authority, **given}
        return [posting_of(row) for row in self._connection.execute(query, asked).mappings()]


_OF_STEPS = (
    select(MESSAGE)
    .where(MESSAGE.c.authority == bindparam("authority"), MESSAGE.c.task.is_(None))
    .order_by(MESSAGE.c.at, MESSAGE.c.message_id)
)
_HAS_ENTRY = (
    MESSAGE.c.authority == bindparam("authority"),
    MESSAGE.c.case_id == bindparam("case_id"),
    MESSAGE.c.entry >= 0,
)
# Of the index alone: the rows are long, and a meeting may have told a thousand people before.
_NUMBERS = (
    select(MESSAGE.c.recipient, func.max(MESSAGE.c.entry).label("last"))
    .where(*_HAS_ENTRY)
    .group_by(MESSAGE.c.recipient)
)
_LAST_ENTRY = (
    select(MESSAGE.c.calendar)
    .where(*_HAS_ENTRY, MESSAGE.c.recipient == bindparam("recipient"))
    .order_by(MESSAGE.c.entry.desc())
    .limit(1)
)
_HAD = select(MESSAGE.c.recipient, MESSAGE.c.address, MESSAGE.c.content).where(
    MESSAGE.c.authority == bindparam("authority"),
    MESSAGE.c.case_id == bindparam("case_id"),
    MESSAGE.c.notice == bindparam("notice"),
    MESSAGE.c.task.is_(None),
    MESSAGE.c.state.in_((*UNSENT, MessageState.SENDING.value, MessageState.SENT.value)),
)
_UNSENT = _OF_STEPS.where(
    MESSAGE.c.case_id.in_(bindparam("case_ids", expanding=True)), MESSAGE.c.state.in_(UNSENT)
)
_AS_THEY_WERE = update(MESSAGE).where(
    MESSAGE.c.authority == bindparam("_authority"),
    MESSAGE.c.message_id.in_(bindparam("_ids", expanding=True)),
    MESSAGE.c.state.in_(bindparam("_of", expanding=True)),
)
_CHANGE = _AS_THEY_WERE.values(state=bindparam("_state"), why=bindparam("_why"))
_DECIDE = _AS_THEY_WERE.values(state=bindparam("_state"))
_SEND_AGAIN = _AS_THEY_WERE.values(
    state=MessageState.WAITING.value,
    address=bindparam("_address"),
    why="",
    first_tried_at=None,
    next_attempt=None,
)
