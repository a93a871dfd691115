"""What is written of programs that are told."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import insert

from workflow.store.letterbox import Letterbox
from workflow.store.stored_webhook import Webhook
from workflow.store.webhook_tables import WEBHOOK


class WebhookWriting(Letterbox):
    """All that is read and written but cases and people, and the programs that are told."""

    _webhooks_read: list[Webhook] | None = None

    def webhooks(self) -> list[Webhook]:
        """The same, read once: a batch of timers asks for them at each of its steps."""
        if self._webhooks_read is None:
            self._webhooks_read = super().webhooks()
        return list(self._webhooks_read)

    def put_webhook(self, webhook: Webhook) -> None:
        """Make this what is known of a program, new or not."""
        self.drop_webhook(webhook.webhook_id)
        columns = asdict(webhook) | {"events": json.dumps(webhook.events)}
        row = {"authority": self._authority, **columns}
        self._connection.execute(insert(WEBHOOK), row)

    def drop_webhook(self, webhook_id: str) -> None:
        """That program is told no more."""
        self._webhooks_read = None
        self._delete(WEBHOOK, WEBHOOK.c.webhook_id == webhook_id)
