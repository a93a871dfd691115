"""Which colleagues have read what came for a meeting: told by their looks at it.

Whoever has no sign-in here is not among them: what they were sent is told by its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from workflow.case.handed_in import HandedIn
from workflow.case.independence import holdings
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.definition.model import Workflow
from workflow.engine.case_documents import readable_by
from workflow.engine.case_history import HistoryLine
from workflow.engine.meeting_people import report_fact
from workflow.engine.participant_names import participant_name
from workflow.engine.values import Words
from workflow.store.reading import Reading

PACK = "pack"
"""What a look is called at all that is read before a meeting."""

DOCUMENT = "document"
"""With this word begins what a look at one document is called."""

LOOKS = 5000
"""Looks at one case that are gone through, the last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A report: whose it is, when it was recorded as received, and the documents that it is."""

    who: str
    name: str = field(repr=False)
    at: datetime
    documents: tuple[HandedIn, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A colleague: as what they take part, when they read the pack last, and which reports they
    have not read.
    """

    person: str
    parts: tuple[str, ...]
    read_at: datetime | None
    unread: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Looks:
    """When somebody had the pack before them last, and the documents that they opened."""

    pack_at: datetime | None = None
    opened: frozenset[str] = frozenset()


def came(
    words: Words,
    case: Case,
    history: Iterable[HistoryLine],
    documents: Sequence[HandedIn],
) -> list[Came]:
    """The reports, each as it came last, in the order in which they came."""
    workflow = words.release.workflow(case.workflow)
    fact = report_fact(workflow)
    if fact is None:
        return []
    known = participants(workflow, case.facts.get)
    last: dict[str, Came] = {}
    for line in history:
        who = next((str(each.recorded) for each in line.facts if each.name == fact.key[0]), "")
        if line.event in fact.gathers and line.counts and line.kind == "event" and who:
            last.pop(who, None)
            last[who] = Came(
                who=who,
                name=participant_name(workflow, who, known.get(who, {}), words.name_of),
                at=line.recorded_at,
                documents=tuple(each for each in documents if each.row == line.seq),
            )
    return list(last.values())


def readers(
    reading: Reading, workflow: Workflow, case: Case, reports: Sequence[Came]
) -> list[Reader]:
    """Every colleague who takes part, and what of the reports they have not read.

    A report with documents is read once they were opened, all that the reader may open, and another
    one with the pack. One's own is read.
    """
    looks = _looks(reading, case.ref)
    people = {each.person: each for each in reading.people()}
    mine = {who: row.get("person") for who, row in participants(workflow, case.facts.get).items()}

    def is_unread(person: str, report: Came) -> bool:
        if mine.get(report.who) == person:
            return False
        had, reader = looks.get(person, _Looks()), people.get(person)
        if reader is None or not report.documents:
            return had.pack_at is None or report.at > had.pack_at
        return any(
            each.id not in had.opened and each.actor != person
            for each in report.documents
            if readable_by(workflow, case, each, reader)
        )

    return [
        Reader(
            person=person,
            parts=parts,
            read_at=looks.get(person, _Looks()).pack_at,
            unread=tuple(each.name for each in reports if is_unread(person, each)),
        )
        for person, parts in _colleagues(workflow, case).items()
    ]


def _looks(reading: Reading, ref: str) -> Mapping[str, _Looks]:
    found: dict[str, _Looks] = {}
    for look in reading.looks(ref, limit=LOOKS):
        had = found.get(look.person, _Looks())
        word, _, document = look.what.partition(" ")
        if look.what == PACK and had.pack_at is None:
            found[look.person] = replace(had, pack_at=look.at)
        elif word == DOCUMENT:
            found[look.person] = replace(had, opened=had.opened | {document})
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
