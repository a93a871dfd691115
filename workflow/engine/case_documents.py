"""The documents of a case as somebody sees them: which there are, from whom, and what is in one.

Whoever sees the case sees that a document is there. What it was called, and what is in it, is for
those who may read it: that is asked here, whichever way somebody comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO
from urllib.parse import quote

from workflow.case.handed_in import HandedIn, handed_in, may_read
from workflow.case.history import effective
from workflow.case.independence import holdings
from workflow.case.model import Case, Refused
from workflow.case.quorum import participants
from workflow.case.record import event_from
from workflow.definition.model import FactKind, Workflow
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.colleagues import NameOf, colleagues
from workflow.engine.document_contents import CHUNK
from workflow.engine.document_kinds import document_name
from workflow.engine.document_shelf import DocumentDamaged, opened
from workflow.engine.door import RESTRICTED
from workflow.engine.participant_names import naming, participant_name
from workflow.engine.sealing import NotSealedHere, Sealing
from workflow.store.reading import Reading
from workflow.store.stored import Person, StoredRow
from workflow.store.stored_documents import StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocument:
    """A document of a case. `name` is empty for who may not read it; `who` is a participant or the
    short name of whoever handed it in. `lies_here`: it can be opened.
    """

    id: str
    row: int
    event: str
    what: str
    participant: str
    who: str = field(repr=False)
    occurred_on: date | datetime
    kind: str
    name: str = field(repr=False)
    restricted: bool
    readable: bool
    lies_here: bool
    destroyed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDocument:
    """What is in a document, to be read once and closed."""

    name: str = field(repr=False)
    media_type: str
    size: int
    content: BinaryIO = field(repr=False)

    @property
    def headers(self) -> Mapping[str, str]:
        """What tells a browser to keep it as a file of its name, and how long that is."""
        name = quote(self.name, safe="")
        return {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Length": str(self.size),
        }

    def parts(self) -> Iterator[bytes]:
        """All that is in it, a little at a time; then it is closed, also when it is left off."""
        with self.content as content:
            yield from iter(lambda: content.read(CHUNK), b"")


def case_documents(
    reading: Reading, catalogue: Catalogue, ref: str, reader: Person | None
) -> tuple[CaseDocument, ...]:
    """The documents of a case, the last one first. `reader` None: whoever works on the machine.

    Raises Refused `unknown_case`.
    """
    release, case = loaded(reading, catalogue, ref)
    history = reading.history_of(ref)
    return documents_in(reading, release.workflow(case.workflow), case, history, reader)


def documents_in(
    reading: Reading,
    workflow: Workflow,
    case: Case,
    history: Sequence[StoredRow],
    reader: Person | None,
) -> tuple[CaseDocument, ...]:
    """The same of a case that was loaded with its history."""
    found = _handed_in(workflow, history)
    stored = {each.document_id: each for each in _stored(reading, case.ref)} if found else {}
    name_of = colleagues(reading)
    return tuple(
        _shown(workflow, case, each, stored.get(each.id), reader, name_of)
        for each in reversed(found)
    )


def open_document(
    reading: Reading,
    catalogue: Catalogue,
    sealing: Sealing,
    ref: str,
    document_id: str,
    reader: Person | None,
) -> OpenedDocument:
    """What is in a document of a case, for who may read it.

    Raises Refused: `unknown_case`, `unknown_document`, `restricted_document`, `document_destroyed`.
    """
    release, case = loaded(reading, catalogue, ref)
    workflow = release.workflow(case.workflow)
    history = reading.history_of(ref)
    named = [each for each in _handed_in(workflow, history) if each.id == document_id]
    stored = next((d for d in _stored(reading, ref) if d.document_id == document_id), None)
    if not named or stored is None:
        raise Refused("unknown_document", f"{ref} has no such document", case=ref)
    if not readable_by(workflow, case, named[-1], reader):
        sentence = (
            f"this document is for those whom it names, and for: {_roles(workflow, named[-1])}"
        )
        raise Refused(RESTRICTED, sentence, case=ref)
    if not sealing:
        raise Refused("no_secret_key", "documents are sealed: set CASEWARD_SECRET_KEY to open them")
    return OpenedDocument(
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        content=opened(reading, sealing, stored, str(named[-1].value["sha256"])),
    )


def readable_by(workflow: Workflow, case: Case, document: HandedIn, reader: Person | None) -> bool:
    """Whether somebody who sees the case may read that document of it; None: the office may."""
    if reader is None:
        return True
    return may_read(document, reader.person, reader.roles, _held(workflow, case))


def lying_here(
    reading: Reading, workflow: Workflow, ref: str, history: Sequence[StoredRow]
) -> list[HandedIn]:
    """The documents of a case that can be opened, in their order."""
    found = _handed_in(workflow, history)
    stored = _stored(reading, ref) if found else ()
    here = {each.document_id for each in stored if each.destroyed_at is None}
    return [each for each in found if each.id in here]


def documents_changed(
    reading: Reading, catalogue: Catalogue, sealing: Sealing
) -> Iterator[tuple[str, str]]:
    """The documents that are not as they were handed in, by case and id; nothing is looked at."""
    for ref in reading.cases_with_documents():
        release, case = loaded(reading, catalogue, ref)
        named = _handed_in(release.workflow(case.workflow), reading.history_of(ref))
        hashes = {each.id: str(each.value.get("sha256", "")) for each in named}
        for stored in _stored(reading, ref):
            if stored.destroyed_at is None:
                sha256 = hashes.get(stored.document_id, stored.sha256)
                try:
                    opened(reading, sealing, stored, sha256).close()
                except (DocumentDamaged, NotSealedHere):
                    yield ref, stored.document_id


def _handed_in(workflow: Workflow, history: Sequence[StoredRow]) -> list[HandedIn]:
    if all(fact.kind is not FactKind.DOCUMENT for fact in workflow.facts.values()):
        return []
    records = (row.record for row in history)
    rows = (event_from({**r, "facts": r["facts"] or {}}, workflow) for r in records)
    return list(handed_in(workflow, effective(rows)))


def _stored(reading: Reading, ref: str) -> list[StoredDocument]:
    case = reading.case(ref)
    return reading.documents_of(case.case_id) if case else []


def _shown(
    workflow: Workflow,
    case: Case,
    found: HandedIn,
    stored: StoredDocument | None,
    reader: Person | None,
    name_of: NameOf,
) -> CaseDocument:
    readable = readable_by(workflow, case, found, reader)
    participant = _participant(workflow, found)
    destroyed = stored is not None and stored.destroyed_at is not None
    return CaseDocument(
        id=found.id,
        row=found.row,
        event=found.event,
        what=found.fact.label,
        participant=participant,
        who=_named(workflow, case, participant, name_of) or name_of(found.actor),
        occurred_on=found.occurred_on,
        kind=document_name(found.value),
        name=stored.name if stored and readable else "",
        restricted=found.restricted,
        readable=readable,
        lies_here=stored is not None and not destroyed,
        destroyed=destroyed,
    )


def _participant(workflow: Workflow, found: HandedIn) -> str:
    """Whose document it is: as the step that handed it in names a participant."""
    named = (str(found.told[name]) for name in naming(workflow) if found.told.get(name))
    return next(named, "")


def _named(workflow: Workflow, case: Case, who: str, name_of: NameOf) -> str:
    row = participants(workflow, case.facts.get).get(who, {})
    return participant_name(workflow, who, row, name_of) if who else ""


def _held(workflow: Workflow, case: Case) -> Mapping[str, list[str]]:
    held: dict[str, list[str]] = {}
    for each in holdings(workflow, case):
        held.setdefault(each.role.name, []).append(each.person)
    return held


def _roles(workflow: Workflow, found: HandedIn) -> str:
    return ", ".join(workflow.roles[role].title for role in found.fact.read_by)
