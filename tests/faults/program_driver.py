"""Tells programs, once, and kills itself as a power cut would when it comes to a named moment.

Run in a process of its own: the address of the database, the moment in London, the moment of the
dispatch.
"""

from __future__ import annotations

import os
import signal

from days import at
from notifications.channels.webhook import Receiver, WebhookChannel
from workflow.engine.webhooks import receiver_of
from workflow.scheduler.dispatch import Dispatcher, Moment
from workflow.scheduler.routes import all_over
from workflow.store.database import Store

KEY = "k" * 32


def main(url: str, moment: str, last: str) -> None:
    """Tell until that moment of the dispatch has come."""

    def reached(now_at: Moment) -> None:
        if now_at == last:
            os.kill(os.getpid(), signal.SIGKILL)

    now, store = at(moment), Store(url, "841")

    def found(webhook_id: str) -> Receiver | None:
        with store.reading() as reading:
            return receiver_of(reading, webhook_id, secret_key=KEY, now=now)

    channel = WebhookChannel(found, clock=lambda: now, inside=True)
    Dispatcher(store=store, routes=all_over(channel), reached=reached).dispatch(now)
