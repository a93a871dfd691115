"""What others did on the cases of a person since they last said that they have seen it.

Kept case by case, as the number of the last row seen: rows of a case are numbered as they are
written, so that nothing which is recorded meanwhile is passed over, whatever the clocks say. It is
moved by the person alone, and only forward: opening the list, in however many windows, moves
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workflow.case.record import event_from
from workflow.engine.case_history import event_title, moved, told_row
from workflow.engine.catalogue import Catalogue
from workflow.engine.scope import scope_of
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import HELD_AS, Person
from workflow.store.stored_work import Change

AT_FIRST = timedelta(days=7)
"""How far back is told of a case of which the person has never said that they have seen it."""

MOST = 100
"""Rows that are told at once, the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What somebody else recorded on a case: `told` in words, `moved` where the case went."""

    case: str
    seq: int
    told: str = field(repr=False)
    moved: str
    by: str
    recorded_at: datetime


def news(
    reading: Reading, catalogue: Catalogue, person: Person, now: datetime, *, policy: str
) -> list[News]:
    """What is new to that person, the last first. `policy`: whose release says what they see."""
    scope = scope_of(reading, catalogue, person, policy=policy)
    flows = catalogue.newest(reading, policy).process.workflows.values()
    holds = sorted({HELD_AS + role for flow in flows for role in flow.roles})
    found = reading.changes(scope, holds, now - AT_FIRST, MOST)
    names = {each.person: each.name for each in reading.people()} if found else {}
    return [_news(reading, catalogue, each, names) for each in found]


def seen_up_to(found: Sequence[News]) -> dict[str, int]:
    """By case the number of the last row that is told of it."""
    last: dict[str, int] = {}
    for each in found:
        last[each.case] = max(each.seq, last.get(each.case, 0))
    return last


def have_seen(store: Store, person: Person, last: Mapping[str, int]) -> None:
    """Keep that the person has seen what others did on these cases, up to these rows."""
    if last:
        store.transact(lambda writing: writing.put_seen(person.person, last))


def _news(reading: Reading, catalogue: Catalogue, change: Change, names: Mapping[str, str]) -> News:
    workflow = catalogue.release(reading, change.release).workflow(change.workflow)
    record = change.row.record
    row = event_from({**record, "facts": record["facts"] or {}}, workflow)
    destroyed = record["facts"] is None
    return News(
        case=change.ref,
        seq=row.seq,
        told=event_title(workflow, row.name) if destroyed else told_row(workflow, row),
        moved=moved(workflow, row.moves),
        by=names.get(row.actor, row.actor),
        recorded_at=row.recorded_at,
    )
