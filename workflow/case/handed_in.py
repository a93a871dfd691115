"""Documents of a case: which its history names, and who reads those that few may read.

Pure: what is in a document, and what it was called where it came from, is not known here. A history
holds what tells one document from every other, so that none can be put in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.case.model import Event
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import ACTOR, OCCURRED_ON

KEPT = ("id", "media_type", "size", "sha256")
"""What a history holds of a document."""

BY_LINK = "reply/"
"""What the id of a command begins with that came by a link: its actor is nobody who signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A document that a row of the history names, and who may read it.

    `named`: who else, where it is restricted. `value` is what the history holds of it.
    """

    row: int
    event: str
    fact: Fact
    value: Mapping[str, Any]
    actor: str
    by_link: bool
    occurred_on: date | datetime
    recorded_at: datetime
    restricted: bool
    named: frozenset[str]
    told: Mapping[str, Any]

    @property
    def id(self) -> str:
        """By which it is asked for."""
        return str(self.value["id"])


def handed_in(workflow: Workflow, rows: Iterable[Event]) -> Iterator[HandedIn]:
    """The documents that effective rows name, in their order; none that was retracted."""
    documents = [f for f in workflow.facts.values() if f.kind is FactKind.DOCUMENT]
    for row in rows:
        for fact in documents:
            if isinstance(value := row.facts.get(fact.name), Mapping):
                yield _handed_in(fact, value, row)


def _handed_in(fact: Fact, value: Mapping[str, Any], row: Event) -> HandedIn:
    guard = fact.restricted_when
    own = {**row.facts, OCCURRED_ON: row.occurred_on, ACTOR: row.actor}
    named = own.get(fact.named_in or "") or ()
    return HandedIn(
        row=row.seq,
        event=row.name,
        fact=fact,
        value=value,
        actor=row.actor,
        by_link=row.command_id.startswith(BY_LINK),
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        restricted=guard is not None and guard.holds(own.get),
        named=frozenset([named] if isinstance(named, str) else named),
        told=row.facts,
    )


def may_read(
    document: HandedIn, person: str, roles: Collection[str], held: Mapping[str, Collection[str]]
) -> bool:
    """Whether the person, who sees the case, may read that document of it.

    `roles`: those that the person has; `held`: who has which role on the case.
    """
    if not document.restricted or person in document.named:
        return True
    if person == document.actor and not document.by_link:
        return True
    return any(_has(role, person, roles, held.get(role, ())) for role in document.fact.read_by)


def _has(role: str, person: str, roles: Collection[str], held: Collection[str]) -> bool:
    """A role that somebody holds on the case is theirs there, whoever else has it elsewhere."""
    return person in held if held else role in roles


def by_id(workflow: Workflow, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with each document by its id alone, as who hands one in names it."""
    return {name: _by_id(workflow.facts.get(name), value) for name, value in facts.items()}


def _by_id(fact: Fact | None, value: Any) -> Any:
    if fact is None or fact.kind is not FactKind.DOCUMENT or not isinstance(value, Mapping):
        return value
    return {"id": value["id"]}
