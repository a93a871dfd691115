"""To whom a message goes, as people know them: a participant by what they are there as, whoever
facts of a case hold by the label of the fact, a role by its title, a colleague by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.definition.model import Workflow
from workflow.definition.read_facts import in_words
from workflow.engine.catalogue import Catalogue
from workflow.engine.colleagues import NameOf
from workflow.engine.due_list import role_title
from workflow.engine.keeping_back import ADDRESS, PARTICIPANT
from workflow.engine.participant_names import kind_name, participant_name
from workflow.store.reading import Reading
from workflow.store.stored_message import OutboxLine, Posting

ROLE = "role:"
"""Begins what the outbox calls a role that nobody has."""


@dataclass(frozen=True, slots=True)
class Known:
    """The workflow of a case; and the case, where whoever reads may be told who is known there."""

    workflow: Workflow
    case: Case | None = None


Look = Callable[[str], Known | None]
"""What is known of the case of that reference, if anything."""


def recipient_name(recipient: str, about: str | None, look: Look, name_of: NameOf) -> str:
    """The recipient of a message `about` a case, or about none."""
    if recipient.startswith(PARTICIPANT):
        ref, _, who = recipient.removeprefix(PARTICIPANT).partition("/")
        return _participant(look(ref), who, name_of)
    if recipient.startswith(ADDRESS):
        ref, _, fact = recipient.removeprefix(ADDRESS).rpartition("/")
        return _address(look(ref), fact)
    if recipient.startswith(ROLE):
        role, known = recipient.removeprefix(ROLE), look(about) if about else None
        return role_title(known.workflow, role) if known else in_words(role)
    return name_of(recipient)


def recipient_names(
    reading: Reading, catalogue: Catalogue, lines: Iterable[OutboxLine | Posting]
) -> dict[str, str]:
    """By the id of each message, to whom it goes; nobody outside is named in a list."""
    told = {line.id: _told(line) for line in lines}
    refs = {ref for about, to in told.values() for ref in (about, *_known_at(to)) if ref}
    known = {
        ref: Known(catalogue.release(reading, release).workflow(workflow))
        for ref, workflow, release in reading.pinned(sorted(refs))
    }
    people = reading.names(sorted({to for _, to in told.values()}))

    def name_of(who: str) -> str:
        return people.get(who, who)

    return {id_: recipient_name(to, about, known.get, name_of) for id_, (about, to) in told.items()}


def _told(line: OutboxLine | Posting) -> tuple[str | None, str]:
    """The case that a message is about, and its recipient."""
    if isinstance(line, OutboxLine):
        return line.case, line.recipient
    return line.message.content.get("case"), line.message.recipient


def _known_at(recipient: str) -> Iterator[str]:
    """The case at which a recipient outside is known."""
    for begins in (PARTICIPANT, ADDRESS):
        if recipient.startswith(begins):
            yield recipient.removeprefix(begins).partition("/")[0]


def _participant(known: Known | None, who: str, name_of: NameOf) -> str:
    if known is None:
        return in_words(who.replace("/", " "))
    if known.case is None:
        return kind_name(known.workflow, who)
    rows = participants(known.workflow, known.case.facts.get)
    return participant_name(known.workflow, who, rows.get(who, {}), name_of)


def _address(known: Known | None, name: str) -> str:
    fact = known.workflow.facts.get(name) if known else None
    label = fact.label if fact else in_words(name)
    named = known.case.facts.get(name) if known and known.case else None
    return f"{label}: {named}" if named else label
