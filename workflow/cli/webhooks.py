"""webhook: programs that are told what happens: added, listed, given a new secret, removed."""

from __future__ import annotations

from typing import Any

from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.looking import account
from workflow.cli.output import LATE, Line, message, print_json, say, table
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.engine.door import OPERATOR
from workflow.engine.webhooks import enable, events_of, rotate, subscribe, unsubscribe
from workflow.store.stored_webhook import Deliveries, Webhook


def add_webhook(clock: Clock, url: str, events: str) -> None:
    """Subscribe a program; its secret stands alone on stdout, so that a pipe can take it."""
    with installed(clock) as app:
        settings, now = app.settings, app.now()
        with app.store.writing() as writing:
            webhook, secret = subscribe(
                writing,
                url,
                events.split(","),
                known=events_of(writing, app.catalogue, settings.policy),
                secret_key=settings.secret_key,
                inside=settings.webhooks_inside,
                by=OPERATOR + account(),
                now=now,
            )
    say(secret)
    message(f"The program {webhook.webhook_id} is told from now on. Its secret is shown once.")


def show_webhooks(clock: Clock, *, as_json: bool) -> None:
    """Each program, and how telling it goes."""
    with installed(clock) as app, app.store.reading() as reading:
        found = [(each, reading.deliveries(each)) for each in reading.webhooks()]
    if as_json:
        print_json([_document(*each) for each in found])
    elif found:
        columns = ("id", "address", "events", "last told", "state")
        table(columns, [_line(*each) for each in found])
    else:
        message("No program is told: `caseward webhook add URL --events EVENTS` adds one.")


def rotate_secret(clock: Clock, webhook_id: str) -> None:
    """Print a new secret, alone on stdout."""
    with installed(clock) as app:
        now, key = app.now(), app.settings.secret_key
        with app.store.writing() as writing:
            _, secret = rotate(writing, webhook_id, secret_key=key, now=now)
    say(secret)
    message("Give it to the program within a day: until then the old one counts too.")


def enable_webhook(clock: Clock, webhook_id: str) -> None:
    """Let a program be told again."""
    with installed(clock) as app:
        now = app.now()
        app.store.transact(lambda writing: enable(writing, webhook_id, now))
    message(f"The program {webhook_id} is told again, from now on.")


def remove_webhook(clock: Clock, webhook_id: str) -> None:
    """Tell a program no more."""
    with installed(clock) as app:
        app.store.transact(lambda writing: unsubscribe(writing, webhook_id))
    message(f"The program {webhook_id} is told no more.")


def _document(webhook: Webhook, deliveries: Deliveries) -> dict[str, Any]:
    told = {
        "id": webhook.webhook_id,
        "url": webhook.url,
        "events": list(webhook.events),
        "created_at": webhook.created_at,
        "created_by": webhook.created_by,
        "last_taken": deliveries.last_taken,
        "failing_since": deliveries.failing_since,
        "disabled_at": webhook.disabled_at,
    }
    return {name: plain(value) for name, value in told.items()}


def _line(webhook: Webhook, deliveries: Deliveries) -> Line:
    last = moment_name(deliveries.last_taken) if deliveries.last_taken else "never"
    state, colour = "told", ""
    if deliveries.failing_since is not None:
        state, colour = f"fails since {moment_name(deliveries.failing_since)}", LATE
    if webhook.disabled_at is not None:
        state, colour = f"told no more since {moment_name(webhook.disabled_at)}", LATE
    return Line((webhook.webhook_id, webhook.url, ", ".join(webhook.events), last, state), colour)
