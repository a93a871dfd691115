"""Who is told by what a step sends, as people with names and addresses that are safe for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from notifications.notice import Recipient, Way
from workflow.case.audience import CASE_COLUMN, Addressee
from workflow.case.model import Case
from workflow.definition.model import Workflow
from workflow.engine.staff import Staff
from workflow.engine.wording import NO_EMAIL, NOBODY
from workflow.store.stored import Person

NO_SAFE_WAY = "no_safe_way"
"""Why a message has no address: none is known that is safe and may be used."""

_WAYS = {way.value: way for way in Way}
_NONE: frozenset[Way] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One who is told: `name` as the outbox has it, and the addressee whom they are told as.

    `note` says why it is they, where somebody stands in. `nowhere` is told of them if they cannot
    be reached.
    """

    name: str
    addressee: Addressee
    recipient: Recipient = field(repr=False)
    note: str = ""
    nowhere: str = NO_SAFE_WAY

    @property
    def told_as(self) -> str:
        """The kind of participant or the role; empty for somebody told in facts of the case."""
        kind = self.addressee.kind
        return self.addressee.role or (kind.name if kind else "")


def reached_of(
    addressee: Addressee,
    case: Case,
    flow_of: Callable[[Case], Workflow],
    staff: Staff,
    people: Mapping[str, Person],
) -> Iterator[Reached]:
    """Everybody behind an addressee: of a role several, nobody as `role:NAME`. `case` is theirs."""
    if not addressee.role:
        yield _participant(addressee, people)
        return
    for behind in staff.behind(flow_of(case), case, addressee.role):
        person = people.get(behind.name)
        recipient = _staff(addressee, person) if person else Recipient(name="Colleague")
        yield Reached(
            name=behind.name,
            addressee=addressee,
            recipient=recipient,
            note=behind.note,
            nowhere=NO_EMAIL if person else NOBODY,
        )


def outside(addressee: Addressee) -> Recipient:
    """A participant who does not work here, with the addresses that are safe for them."""
    return _outside(addressee, addressee.row)


def each_once(found: Iterable[Reached]) -> Iterator[Reached]:
    """Nobody twice: who works here may be behind a role and on the list of participants too.

    Nor whoever is written to in facts of the case and was invited as well: there the same name at
    the same address is one person. On a list of participants they are two.
    """
    told = list(found)
    some_in_facts = any(map(_is_in_facts, told))
    seen: set[object] = set()
    for each in told:
        in_facts = _is_in_facts(each)
        places = set(_places(each.recipient)) if some_in_facts else ()
        if seen.isdisjoint((each.name, *((not in_facts, place) for place in places))):
            yield each
        seen.update((each.name, *((in_facts, place) for place in places)))


def _is_in_facts(reached: Reached) -> bool:
    return not (reached.addressee.role or reached.addressee.id)


def _places(recipient: Recipient) -> Iterator[object]:
    """The name at each address that is known."""
    name = recipient.name.casefold()
    for address in (recipient.email.casefold(), recipient.post):
        if name and address:
            yield name, address


def _participant(addressee: Addressee, people: Mapping[str, Person]) -> Reached:
    row = addressee.row
    person = people.get(str(row.get("person") or ""))
    if person is not None and not addressee.family:
        # Their own name, so that they are not told once more behind a role.
        return Reached(
            name=person.person,
            addressee=addressee,
            recipient=_staff(addressee, person),
            nowhere=NO_EMAIL,
        )
    return Reached(name=addressee.name, addressee=addressee, recipient=_outside(addressee, row))


def _staff(addressee: Addressee, person: Person) -> Recipient:
    return Recipient(
        name=person.name,
        email=person.email,
        never=_forbidden(addressee),
        kind=addressee.kind.name if addressee.kind else "",
        participant=addressee.id,
        title=addressee.kind.title if addressee.kind else "",
    )


def _outside(addressee: Addressee, row: Mapping[str, Any]) -> Recipient:
    kind = addressee.kind
    preferred = _text(row, "preferred")
    return Recipient(
        name=_text(row, "name") or _text(row, "agency") or (kind.title if kind else ""),
        email=_text(row, "email"),
        post=_lines(_text(row, "address") or _text(row, "post")),
        mobile=_text(row, "mobile"),
        preferred=_WAYS.get(preferred, Way.EMAIL),
        never=_never(row.get("never")) | _forbidden(addressee),
        language=_text(row, "language") or "en",
        large_print=_text(row, "large_print").lower() in ("yes", "true"),
        kind=kind.name if kind else "",
        participant=addressee.id,
        title=kind.title if kind else "",
        case=_text(row, CASE_COLUMN) if kind and kind.family else "",
    )


def _forbidden(addressee: Addressee) -> frozenset[Way]:
    ways = addressee.line.ways
    return frozenset(way for way in Way if way.value not in ways) if ways else _NONE


def _never(value: Any) -> frozenset[Way]:
    """The ways that are not safe. What cannot be read forbids all: it was written for a reason."""
    if not value:
        return _NONE
    words = re.findall(r"\w+", value) if isinstance(value, str) else [str(w) for w in value]
    if any(word.lower() not in _WAYS for word in words):
        return frozenset(Way)
    return frozenset(_WAYS[word.lower()] for word in words)


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return str(value).strip() if value else ""


def _lines(address: str) -> tuple[str, ...]:
    parts = re.split(r"[\n,;]", address) if address else ()
    return tuple(line for part in parts if (line := part.strip()))
