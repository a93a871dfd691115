"""Cases and history rows as JSON values, and back: what the store keeps and the chain hashes.

Facts are stored as plain JSON (a date is `2026-03-02`, an instant `2026-03-02T14:00:00+00:00`)
and typed again by the definition when they are read, so that a stored history can be read by
people and by other programs without ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from workflow.case.model import Case, Cause, Event, Kind, Move, Task, Told
from workflow.deadlines.due import Due
from workflow.definition.model import FactKind, Workflow

Json = dict[str, Any]

SCHEMA = 1
"""Version of the envelope of a history row."""


def plain(value: object) -> Any:
    """The value as JSON knows it: dates and instants become ISO text, tuples become lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def moment(text: str) -> date | datetime:
    """A date or an aware instant from its ISO text."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def typed_facts(facts: Mapping[str, Any], workflow: Workflow) -> dict[str, Any]:
    """Stored facts with dates and instants as such; facts that are not declared stay as stored."""
    return {name: _typed(value, workflow, name) for name, value in facts.items()}


def _typed(value: Any, workflow: Workflow, name: str) -> Any:
    fact = workflow.facts.get(name)
    if fact is None or fact.kind not in (FactKind.DATE, FactKind.DATETIME) or value is None:
        return value
    return [moment(item) for item in value] if fact.many else moment(value)


def _typed_by_kind(facts: Mapping[str, Any], kind: Kind, workflow: Workflow) -> Mapping[str, Any]:
    """Facts of an event; of a correction the facts that it puts in place of an event's."""
    if kind is Kind.EVENT:
        return typed_facts(facts, workflow)
    if kind is Kind.CORRECTION and facts.get("facts"):
        return {**facts, "facts": typed_facts(facts["facts"], workflow)}
    return facts


def event_record(event: Event) -> Json:
    """The row as JSON values, in the names of the envelope; `authority` and `case` are added."""
    return {
        "schema": SCHEMA,
        "seq": event.seq,
        "kind": event.kind.value,
        "event": event.name,
        "occurred_on": plain(event.occurred_on),
        "recorded_at": plain(event.recorded_at),
        "actor": event.actor,
        "role": event.role,
        "command_id": event.command_id,
        "caused_by": [event.caused_by.case, event.caused_by.seq] if event.caused_by else None,
        "placed_after": event.placed_after,
        "facts": plain(event.facts),
        "moves": [[move.left, move.entered] for move in event.moves],
        "release": event.release,
        "calendar": event.calendar,
    }


def event_from(record: Mapping[str, Any], workflow: Workflow) -> Event:
    """The row that a record was made from."""
    kind = Kind(record["kind"])
    facts = record["facts"]
    return Event(
        seq=record["seq"],
        kind=kind,
        name=record["event"],
        occurred_on=moment(record["occurred_on"]),
        recorded_at=datetime.fromisoformat(record["recorded_at"]),
        actor=record["actor"],
        role=record["role"],
        command_id=record["command_id"],
        caused_by=Cause(*record["caused_by"]) if record["caused_by"] else None,
        placed_after=record["placed_after"],
        facts=_typed_by_kind(facts, kind, workflow),
        moves=tuple(Move(left, entered) for left, entered in record["moves"]),
        release=record["release"],
        calendar=record["calendar"],
    )


def case_record(case: Case) -> Json:
    """The snapshot as JSON values."""
    return {
        "ref": case.ref,
        "workflow": case.workflow,
        "policy": case.policy,
        "release": case.release,
        "calendar": case.calendar,
        "state": list(case.state),
        "opened_on": plain(case.opened_on),
        "opened_at": plain(case.opened_at),
        "revision": case.revision,
        "facts": plain(case.facts),
        "told": {name: _told_record(told) for name, told in case.told.items()},
        "entered": {place: _told_record(told) for place, told in case.entered.items()},
        "last": [[*key, _told_record(told)] for key, told in case.last.items()],
        "done": [[*key, count] for key, count in case.done.items()],
        "opened": [[*key, count] for key, count in case.opened.items()],
        "tasks": [_task_record(task) for task in case.tasks],
        "fired": sorted(case.fired),
        "links": {name: dict(cases) for name, cases in case.links.items()},
        "people": dict(case.people),
        "closed_on": plain(case.closed_on),
    }


def case_from(record: Mapping[str, Any], workflow: Workflow) -> Case:
    """The case that a snapshot was made from."""
    return Case(
        ref=record["ref"],
        workflow=record["workflow"],
        policy=record["policy"],
        release=record["release"],
        calendar=record["calendar"],
        state=tuple(record["state"]),
        opened_on=moment(record["opened_on"]),
        opened_at=datetime.fromisoformat(record["opened_at"]),
        revision=record["revision"],
        facts=typed_facts(record["facts"], workflow),
        told={name: _told_from(told) for name, told in record["told"].items()},
        entered={place: _told_from(told) for place, told in record["entered"].items()},
        last={(place, event): _told_from(told) for place, event, told in record["last"]},
        done={(name, item): count for name, item, count in record["done"]},
        opened={(name, item): count for name, item, count in record["opened"]},
        tasks=tuple(_task_from(task) for task in record["tasks"]),
        fired=frozenset(record["fired"]),
        links=record["links"],
        people=record["people"],
        closed_on=moment(record["closed_on"]) if record["closed_on"] else None,
    )


def _told_record(told: Told) -> list[Any]:
    return [plain(told.occurred_on), told.seq, plain(told.recorded_at)]


def _told_from(record: list[Any]) -> Told:
    return Told(moment(record[0]), record[1], datetime.fromisoformat(record[2]))


def _task_record(task: Task) -> Json:
    return {
        "name": task.name,
        "occurrence": task.occurrence,
        "item": task.item,
        "role": task.role,
        "due": plain(task.due.at),
        "waiting": task.due.waiting,
        "opened_on": plain(task.opened_on),
    }


def _task_from(record: Mapping[str, Any]) -> Task:
    return Task(
        name=record["name"],
        occurrence=record["occurrence"],
        item=record["item"],
        role=record["role"],
        due=Due(moment(record["due"]) if record["due"] else None, waiting=record["waiting"]),
        opened_on=moment(record["opened_on"]),
    )
