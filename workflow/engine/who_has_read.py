"""Which colleagues have read what came for a meeting: told by their looks at it.

Whoever has no sign-in here is not among them: what they were sent is told by its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.case.independence import holdings
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.definition.model import Workflow
from workflow.engine.case_history import HistoryLine
from workflow.engine.meeting_people import report_fact
from workflow.engine.participant_names import participant_name
from workflow.store.reading import Reading

PACK = "pack"
"""What a look is called at all that is read before a meeting."""

DOCUMENT = "document"
"""With this word begins what a look at one document is called."""

LOOKS = 5000
"""Looks at one case that are gone through, the last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A report: whose it is, and when it was recorded as received."""

    who: str
    name: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A colleague: as what they take part, when they read last, and what has come since."""

    person: str
    parts: tuple[str, ...]
    read_at: datetime | None
    unread: tuple[str, ...] = field(repr=False)


def came(workflow: Workflow, case: Case, history: Iterable[HistoryLine]) -> list[Came]:
    """The reports, each as it came last, in the order in which they came."""
    fact = report_fact(workflow)
    if fact is None:
        return []
    known = participants(workflow, case.facts.get)
    last: dict[str, Came] = {}
    for line in history:
        who = next((str(each.recorded) for each in line.facts if each.name == fact.key[0]), "")
        if line.event in fact.gathers and line.counts and line.kind == "event" and who:
            last.pop(who, None)
            name = participant_name(workflow, who, known.get(who, {}))
            last[who] = Came(who=who, name=name, at=line.recorded_at)
    return list(last.values())


def readers(
    reading: Reading, workflow: Workflow, case: Case, reports: Sequence[Came]
) -> list[Reader]:
    """Every colleague who takes part, and what of the reports they have not read."""
    read = _last_read(reading, case.ref)
    return [
        Reader(
            person=person,
            parts=parts,
            read_at=read.get(person),
            unread=tuple(each.name for each in reports if _is_later(each.at, read.get(person))),
        )
        for person, parts in _colleagues(workflow, case).items()
    ]


def _is_later(at: datetime, read: datetime | None) -> bool:
    return read is None or at > read


def _last_read(reading: Reading, ref: str) -> Mapping[str, datetime]:
    found: dict[str, datetime] = {}
    for look in reading.looks(ref, limit=LOOKS):
        if look.what == PACK or look.what.partition(" ")[0] == DOCUMENT:
            found.setdefault(look.person, look.at)
    return found


def _colleagues(workflow: Workflow, case: Case) -> dict[str, tuple[str, ...]]:
    """As what each colleague takes part: by a role on the case, and as they are invited."""
    found: dict[str, dict[str, None]] = {}
    for person, part in _parts(workflow, case):
        found.setdefault(person, {})[part] = None
    return {person: tuple(parts) for person, parts in found.items()}


def _parts(workflow: Workflow, case: Case) -> Iterator[tuple[str, str]]:
    for held in holdings(workflow, case):
        yield held.person, held.role.title
    for row in participants(workflow, case.facts.get).values():
        kind = workflow.participants.get(str(row.get("kind")))
        if row.get("person"):
            yield str(row["person"]), kind.title if kind else str(row.get("kind"))
