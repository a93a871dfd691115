"""Programs that cannot be told any more: told nothing further, and that said to administrators."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from workflow.deadlines.naming import moment_name
from workflow.engine.administrators import administrators
from workflow.engine.catalogue import Catalogue
from workflow.store.database import Store
from workflow.store.stored import Person
from workflow.store.stored_message import Message, MessageState, Said
from workflow.store.stored_webhook import Deliveries, Webhook
from workflow.store.writing import Writing

DISABLED_AFTER = timedelta(days=5)
"""How long a program may fail at everything: over a long weekend nobody mends it."""

GONE, FAILED = "gone", "failed"
"""Why a program is told no more: it said so, or it failed for too long."""

WEBHOOK_DISABLED = "webhook_disabled"
_LOG = logging.getLogger(__name__)


def disable_failing(store: Store, catalogue: Catalogue, now: datetime) -> int:
    """Tell those nothing more that failed for too long or are gone; return how many these are."""
    with store.reading() as reading:
        found = [each for each in reading.webhooks() if each.disabled_at is None]
        ill = [each for each in found if _why(reading.deliveries(each), now)]
    if not ill:
        return 0
    return store.transact(lambda writing: _disabled(writing, catalogue, now))


def _disabled(writing: Writing, catalogue: Catalogue, now: datetime) -> int:
    count = 0
    for webhook in writing.webhooks():
        why = _why(writing.deliveries(webhook), now) if webhook.disabled_at is None else ""
        if not why:
            continue
        writing.put_webhook(replace(webhook, disabled_at=now, why=why))
        writing.withdraw(writing.untold(webhook.webhook_id), "webhook_over")
        told = administrators(writing, catalogue, "")
        writing.add_messages([_letter(each, webhook, now) for each in told if each.email])
        extra = {"action": "webhook.disabled", "webhook": webhook.webhook_id, "reason": why}
        _LOG.error("a program is told no more", extra=extra)
        count += 1
    return count


def _why(deliveries: Deliveries, now: datetime) -> str:
    if deliveries.gone:
        return GONE
    since = deliveries.failing_since
    return FAILED if since is not None and now - since >= DISABLED_AFTER else ""


def _letter(to: Person, webhook: Webhook, now: datetime) -> Message:
    text = (
        f"The program at {webhook.url} took nothing of what it was told, and is told nothing more"
        f" since {moment_name(now)}.\n\nMend it, then let it go on: on the page of programs, or"
        f" with `caseward webhook enable {webhook.webhook_id}`. What happened meanwhile it has to"
        " ask the API for.\n"
    )
    return Message(
        key=f"{WEBHOOK_DISABLED} {webhook.webhook_id} {to.person} {now.isoformat()}",
        recipient=to.person,
        notice=WEBHOOK_DISABLED,
        state=MessageState.WAITING,
        at=now,
        created_at=now,
        said=Said(
            way="email", address=to.email, subject="A program cannot be told any more", text=text
        ),
    )
