"""What is read of programs that are told: who they are, and how telling them goes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, literal_column, select

from workflow.store.clock_reading import ClockReading
from workflow.store.clock_tables import MESSAGE
from workflow.store.stored_message import MessageState
from workflow.store.stored_webhook import Deliveries, Webhook
from workflow.store.webhook_tables import WEBHOOK

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_UNTOLD = (MessageState.WAITING, MessageState.SENDING, MessageState.FAILED)


class WebhookReading(ClockReading):
    """Programs that are told, of one authority, as they are in this transaction."""

    def webhooks(self) -> list[Webhook]:
        """Every program that asked to be told, the first first."""
        rows = self._ask(_WEBHOOKS).mappings()
        return [Webhook(**{**row, "events": tuple(json.loads(row["events"]))}) for row in rows]

    def webhook(self, webhook_id: str) -> Webhook | None:
        """The program of that id, if it still asks to be told."""
        return next((each for each in self.webhooks() if each.webhook_id == webhook_id), None)

    def deliveries(self, webhook: Webhook) -> Deliveries:
        """How telling that program goes since it was last let go on."""
        to = webhook.webhook_id
        last = self._ask(_LAST_TAKEN, address=to).scalar()
        since = max(filter(None, (last, webhook.enabled_at, _EVER)))
        asked = {"authority": self._authority, "address": to, "since": since}
        failing, gone = self._connection.execute(_FAILING, asked).one()
        return Deliveries(last_taken=last, failing_since=failing, gone=bool(gone))

    def not_told(self, states: Collection[str]) -> dict[str, int]:
        """By program, how many messages to it are in these states."""
        rows = self._ask(_IN_STATES, states=list(states)).all()
        return {row.address: row.messages for row in rows}

    def untold(self, webhook_id: str) -> list[str]:
        """Ids of messages that wait to be told to that program."""
        return list(self._ask(_WAITING, address=webhook_id).scalars())


_WEBHOOKS = (
    select(*(c for c in WEBHOOK.c if c.name != "authority"))
    .where(WEBHOOK.c.authority == bindparam("authority"))
    .order_by(WEBHOOK.c.created_at, WEBHOOK.c.webhook_id)
)
_TO = (
    MESSAGE.c.authority == bindparam("authority"),
    # As it stands in the index, which covers these messages alone.
    MESSAGE.c.way == literal_column("'webhook'"),
    MESSAGE.c.address == bindparam("address"),
)
_LAST_TAKEN = select(func.max(MESSAGE.c.settled_at)).where(
    *_TO, MESSAGE.c.state == MessageState.SENT.value
)
_FAILING = select(
    func.min(MESSAGE.c.first_tried_at), func.count().filter(MESSAGE.c.why == "gone")
).where(
    *_TO,
    MESSAGE.c.state.in_([state.value for state in _UNTOLD]),
    MESSAGE.c.first_tried_at >= bindparam("since"),
    MESSAGE.c.why != "",
)
_WAITING = select(MESSAGE.c.message_id).where(*_TO, MESSAGE.c.state == MessageState.WAITING.value)
_IN_STATES = (
    select(MESSAGE.c.address, func.count().label("messages"))
    .where(
        MESSAGE.c.authority == bindparam("authority"),
        MESSAGE.c.way == literal_column("'webhook'"),
        MESSAGE.c.state.in_(bindparam("states", expanding=True)),
    )
    .group_by(MESSAGE.c.address)
)
