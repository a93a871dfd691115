"""What of a case goes into which table, and how its new rows are sealed. Writes nothing itself."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workflow.case.model import Case, Event, Timer
from workflow.case.record import Json, case_record, event_record, plain
from workflow.case.task_deed import task_deeds
from workflow.store.case_id import case_id_at
from workflow.store.chain import payload_digest, row_hash
from workflow.store.stored import HELD_AS, CaseChange, StoredCase

Columns = dict[str, Any]
"""One row of a table, by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseColumns:
    """A change of one case as rows of the tables, and the case as it will then be stored.

    `was_head` is the hash of the last row before the change; empty for a new case.
    """

    stored: StoredCase
    was_head: str
    case: Columns
    history: Sequence[Columns]
    payload: Sequence[Columns]
    tasks: Sequence[Columns]
    deeds: Sequence[Columns]
    timers: Sequence[Columns]
    links: Sequence[Columns]
    indexed: Sequence[Columns]


def columns_of(authority: str, change: CaseChange) -> CaseColumns:
    """The rows to write for a change.

    Raises:
        ValueError: a row of the history does not follow the one before it.
    """
    case, was = change.case, change.was
    case_id = was.case_id if was else case_id_at(case.opened_at)
    key = {"authority": authority, "case_id": case_id}
    seq, head = (was.head_seq, was.head_hash) if was else (0, "")
    history, payload = _sealed(key, change, seq, head)
    if history:
        seq, head = history[-1]["seq"], history[-1]["hash"]
    stored = StoredCase(
        case_id=case_id,
        ref=case.ref,
        workflow=case.workflow,
        policy=case.policy,
        release=case.release,
        calendar=case.calendar,
        revision=case.revision,
        head_seq=seq,
        head_hash=head,
        fold_version=change.fold_version,
        closed=case.closed,
        snapshot=case_record(case),
    )
    return CaseColumns(
        stored=stored,
        was_head=was.head_hash if was else "",
        case={**key, **_case(stored, case), "wakes_at": _wakes_at(change)},
        history=history,
        payload=payload,
        tasks=[{**key, **columns} for columns in _tasks(case, change.indexed)],
        deeds=deed_columns(key, change.rows),
        timers=list(_timers(key, change)),
        links=[{**key, **columns} for columns in _links(case)],
        indexed=[{**key, "name": name, "value": value} for name, value in change.indexed.items()],
    )


def deed_columns(key: Columns, rows: Sequence[Event]) -> list[Columns]:
    """What these rows of a case say of its tasks that still says something."""
    return [{**key, **deed._asdict()} for deed in task_deeds(rows)]


def _case(stored: StoredCase, case: Case) -> Columns:
    return {
        "ref": stored.ref,
        "workflow": stored.workflow,
        "policy": stored.policy,
        "release": stored.release,
        "calendar": stored.calendar,
        "state": _json(case.state),
        "revision": stored.revision,
        "head_seq": stored.head_seq,
        "head_hash": stored.head_hash,
        "fold_version": stored.fold_version,
        "opened_on": plain(case.opened_on),
        "closed": stored.closed,
        "snapshot": _json(stored.snapshot),
    }


def _sealed(
    key: Columns, change: CaseChange, seq: int, head: str
) -> tuple[list[Columns], list[Columns]]:
    """The new rows of the history, each sealed with the one before it, and their facts.

    `seq` and `head` are the number and hash of the last row so far.
    """
    history: list[Columns] = []
    payload: list[Columns] = []
    for event in change.rows:
        if event.seq != seq + 1:
            raise ValueError(f"row {event.seq} of {change.case.ref} cannot follow row {seq}")
        record = event_record(event)
        # As it will be read: whoever wrote in another zone would else break the seal.
        record["recorded_at"] = event.recorded_at.astimezone(UTC).isoformat()
        salt = secrets.token_hex(16)
        digest = payload_digest(salt, record["facts"])
        seq, head = event.seq, row_hash(head, key["authority"], key["case_id"], record, digest)
        seal = {"payload_digest": digest, "hash": head}
        history.append({**key, **_envelope(event, record), **seal})
        payload.append({**key, "seq": seq, "salt": salt, "facts": _json(record["facts"])})
    return history, payload


def _envelope(event: Event, record: Json) -> Columns:
    cause = event.caused_by
    return {
        "seq": event.seq,
        "schema": record["schema"],
        "kind": record["kind"],
        "event": event.name,
        "occurred_on": record["occurred_on"],
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "role": event.role,
        "command_id": event.command_id or None,
        "caused_by_case": cause.case if cause else None,
        "caused_by_seq": cause.seq if cause else None,
        "placed_after": event.placed_after,
        "moves": _json(record["moves"]),
        "release": event.release,
        "calendar": event.calendar,
    }


def _tasks(case: Case, indexed: Mapping[str, str]) -> Iterator[Columns]:
    for task in case.tasks:
        yield {
            "task": task.name,
            "occurrence": task.occurrence,
            "item": task.item or "",
            "ref": case.ref,
            "workflow": case.workflow,
            "role": task.role,
            "due": plain(task.due.at),
            "waiting": task.due.waiting,
            "opened_on": plain(task.opened_on),
            "holder": indexed.get(HELD_AS + task.role) or _there(indexed, task.role),
        }


def _there(indexed: Mapping[str, str], role: str) -> str:
    """Who has the role on the cases that this one deals with, where that is one person."""
    held = {who for name, who in indexed.items() if name.startswith(f"{HELD_AS}{role} of ")}
    return held.pop() if len(held) == 1 else ""


def _timers(key: Columns, change: CaseChange) -> Iterator[Columns]:
    """The fired ones first: a pending timer that has fired is then already there, and left out."""
    now, armed = change.rows[-1].recorded_at if change.rows else None, change.armed
    for timer in change.fired:
        yield _timer(key, timer, armed.get(timer.key, now), now or timer.at)
    for timer in change.timers:
        yield _timer(key, timer, armed.get(timer.key, now) if armed else now, None)


def _wakes_at(change: CaseChange) -> datetime | None:
    """The earliest instant of a timer that will then be pending; None when none will be."""
    fired = {timer.key for timer in change.fired}
    pending = [timer.at for timer in change.timers if not fired or timer.key not in fired]
    return min(pending, default=None)


def _timer(
    key: Columns, timer: Timer, armed_at: datetime | None, fired_at: datetime | None
) -> Columns:
    task = timer.task
    return {
        **key,
        "timer_id": timer.id,
        "due": plain(timer.due),
        "at": timer.at,
        "task": task.name if task else None,
        "occurrence": task.occurrence if task else None,
        "item": task.item if task else None,
        "rung": timer.rung,
        "event": timer.event,
        "fired_at": fired_at,
        "armed_at": armed_at,
        "claimed_at": None,
    }


def _links(case: Case) -> Iterator[Columns]:
    for link, others in case.links.items():
        for other, is_open in others.items():
            yield {"link": link, "other": other, "open": is_open}


def _json(value: object) -> str:
    """JSON text that keeps the order of keys, which for links is the order of linking."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
