"""Other programs that are told what happens: who asks for what, and their secrets.

They are told that something happened, and nothing of what it was about: whoever wants to know asks
the API, which looks whether they may. A secret is worked out of ours and of how often it was
changed, so that none is stored; one that was changed counts for another day beside the new one.
"""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from notifications.channels.webhook import Receiver, is_outside, shown
from workflow.case.model import Case, Event, Refused
from workflow.case.record import plain
from workflow.definition.model import OPEN_CASE
from workflow.engine.accounts import new_token
from workflow.engine.catalogue import Catalogue
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading
from workflow.store.stored_message import Message, MessageState, Said
from workflow.store.stored_webhook import Webhook
from workflow.store.writing import Writing

TOLD = "webhook"
"""What these messages are called in the outbox."""

EVERYTHING = "*"
OLD_SECRET_LASTS = timedelta(days=1)
MOST_EVENTS = 100


def subscribe(
    writing: Writing,
    url: str,
    events: Collection[str],
    *,
    known: Collection[str],
    secret_key: str,
    inside: bool,
    by: str,
    now: datetime,
) -> tuple[Webhook, str]:
    """A new program to be told, and its secret, which nobody can show again.

    `known` are the events there are; `inside`: a machine of ours may be told. Raises Refused:
    `no_secret_key`, `wrong_url`, `unknown_event`.
    """
    _need_key(secret_key)
    check_url(url, inside=inside)
    webhook = Webhook(
        webhook_id=new_token()[:12].replace("_", "x").replace("-", "x"),
        url=url,
        events=_checked(events, known),
        created_at=now,
        created_by=by,
        enabled_at=now,
    )
    writing.put_webhook(webhook)
    return webhook, shown(_secret(secret_key, webhook.webhook_id, 1))


def rotate(
    writing: Writing, webhook_id: str, *, secret_key: str, now: datetime
) -> tuple[Webhook, str]:
    """A new secret for a program. Raises Refused: `unknown_webhook`, `no_secret_key`."""
    _need_key(secret_key)
    was = known_webhook(writing, webhook_id)
    webhook = replace(was, generation=was.generation + 1, rotated_at=now)
    writing.put_webhook(webhook)
    return webhook, shown(_secret(secret_key, webhook_id, webhook.generation))


def enable(writing: Writing, webhook_id: str, now: datetime) -> None:
    """Let a program be told again, from now on. Raises Refused `unknown_webhook`."""
    was = known_webhook(writing, webhook_id)
    writing.put_webhook(replace(was, enabled_at=now, disabled_at=None, why=""))


def unsubscribe(writing: Writing, webhook_id: str) -> None:
    """Tell a program no more; what waits for it is withdrawn. Raises Refused `unknown_webhook`."""
    known_webhook(writing, webhook_id)
    writing.withdraw(writing.untold(webhook_id), "webhook_over")
    writing.drop_webhook(webhook_id)


def known_webhook(reading: Reading, webhook_id: str) -> Webhook:
    """The program of that id. Raises Refused `unknown_webhook`."""
    found = reading.webhook(webhook_id)
    if found is None:
        raise Refused("unknown_webhook", "no program of that id asked to be told")
    return found


def receiver_of(
    reading: Reading, webhook_id: str, *, secret_key: str, now: datetime
) -> Receiver | None:
    """Where and with which secrets a program is told; None when it is not told."""
    webhook = reading.webhook(webhook_id)
    if webhook is None or webhook.disabled_at is not None:
        return None
    last = webhook.generation
    rotated = webhook.rotated_at is not None and now - webhook.rotated_at < OLD_SECRET_LASTS
    generations = [last, last - 1] if rotated else [last]
    secrets = tuple(_secret(secret_key, webhook_id, number) for number in generations)
    return Receiver(webhook.url, secrets)


def tell_programs(writing: Writing, cases: StoredCases, now: datetime) -> None:
    """Put down what happened in this transaction for each program that asks for it.

    The cases have been written.
    """
    told = [each for each in writing.webhooks() if each.disabled_at is None]
    if not told:
        return
    messages = [
        _message(webhook, cases.case_id(case.ref) or "", case, row, now)
        for case, row in cases.news()
        for webhook in told
        if _asks_for(webhook, case, row)
    ]
    writing.put_letters(messages)


def events_of(reading: Reading, catalogue: Catalogue, policy: str) -> list[str]:
    """Every event that a program can ask for, as `workflow.event`."""
    workflows = catalogue.newest(reading, policy).process.workflows.values()
    names = {
        f"{flow.name}.{name}"
        for flow in workflows
        for name in (OPEN_CASE, *(step.event for step in flow.steps))
    }
    return sorted(names)


def check_url(url: str, *, inside: bool) -> None:
    """Raises Refused `wrong_url` for an address that no program can safely be told at."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    secure = parts.scheme == "https" or (inside and _is_loopback(host) and parts.scheme == "http")
    plain_url = url.isascii() and url.isprintable() and " " not in url and len(url) <= 500
    if not (host and secure and plain_url) or parts.username or parts.fragment:
        sentence = "give an https address, such as https://reports.example.org/caseward"
        raise Refused("wrong_url", sentence)
    if not inside and not _may_be_outside(host.rstrip(".")):
        sentence = (
            "that address leads to a machine that is not on the internet; set"
            " CASEWARD_WEBHOOKS_INSIDE=yes if programs inside are to be told"
        )
        raise Refused("wrong_url", sentence)


def _may_be_outside(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return is_outside(_in_full(host))
    except ValueError:  # a name, which is looked up each time that it is told
        return True


def _in_full(host: str) -> str:
    """An address of four numbers, where it is written as fewer: 127.1 and 0x7f000001 are one."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _checked(events: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    wanted = sorted({event.strip() for event in events if event.strip()})
    may_be = {EVERYTHING, *known, *(f"{each.partition('.')[0]}.*" for each in known)}
    if unknown := [event for event in wanted if event not in may_be]:
        sentence = f"there is no event {unknown[0][:100]}; name each as workflow.event, or *"
        raise Refused("unknown_event", sentence)
    if not wanted or len(wanted) > MOST_EVENTS:
        sentence = f"name 1 to {MOST_EVENTS} events, each as workflow.event, or * for all"
        raise Refused("unknown_event", sentence)
    return tuple(wanted)


def _asks_for(webhook: Webhook, case: Case, row: Event) -> bool:
    asked = {EVERYTHING, f"{case.workflow}.*", f"{case.workflow}.{row.name}"}
    return not asked.isdisjoint(webhook.events)


def _message(webhook: Webhook, case_id: str, case: Case, row: Event, now: datetime) -> Message:
    # Not by its case: a message of a case is a letter of a step, which this is not.
    return Message(
        key=f"{TOLD} {webhook.webhook_id}/{case.ref}/{row.seq}",
        recipient=f"{webhook.webhook_id}/{case_id}",
        notice=TOLD,
        state=MessageState.WAITING,
        # Rows of one moment have an order, and a program hears of them in it.
        at=row.recorded_at + timedelta(microseconds=row.seq),
        created_at=now,
        content={"case": case.ref},
        said=Said(
            way="webhook",
            address=webhook.webhook_id,
            subject=f"{case.workflow}.{row.name}",
            text=_body(case, row),
        ),
    )


def _body(case: Case, row: Event) -> str:
    """That it happened, and to which case: no fact, and nobody's name."""
    document = {
        "type": f"{case.workflow}.{row.name}",
        "timestamp": plain(row.recorded_at),
        "data": {
            "case": case.ref,
            "workflow": case.workflow,
            "event": row.name,
            "kind": row.kind.value,
            "seq": row.seq,
            "revision": case.revision,
            "occurred_on": plain(row.occurred_on),
            "recorded_at": plain(row.recorded_at),
        },
    }
    return json.dumps(document, separators=(",", ":"))


def _need_key(secret_key: str) -> None:
    if not secret_key:
        sentence = "set CASEWARD_SECRET_KEY first: what programs are told is signed with it"
        raise Refused("no_secret_key", sentence)


def _secret(secret_key: str, webhook_id: str, generation: int) -> bytes:
    content = f"webhook {webhook_id} {generation}".encode()
    return hmac.digest(secret_key.encode(), content, sha256)
