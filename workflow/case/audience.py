"""Who belongs to the audience of a notice, and in which words. Values only: nobody is told here.

Each line of a notice's audience is asked in turn, and whoever fits one belongs to it. The people
behind roles are not known here: a line of roles comes out as the role and the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case.naming import named_as
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.comparison import spelt
from workflow.definition.notice import AGENCIES, EVERYBODY, FAMILY, REACHED_BY, Audience
from workflow.definition.taking_part import ParticipantKind

Tied = Callable[[str], Iterable[Reading]]
"""The cases of a link of the case that sends, open and closed, the last one first."""

CASE_COLUMN = "case"
"""The column of a row of participants that says which of several linked cases it belongs to."""

NAMING = ("name", "email", "person")
"""Columns by which a list of people can mean a participant."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One who is told: a participant by `id` (such as `parent/2`) and row, a role, or an address.

    `case` is where they are known. `kept_back` says why they are not told after all, `shown_first`
    that somebody looks at it before they are.
    """

    line: Audience
    case: str
    id: str = ""
    role: str = ""
    kind: ParticipantKind | None = None
    row: Row = field(default_factory=dict, repr=False)
    kept_back: str = ""
    shown_first: bool = False

    @property
    def name(self) -> str:
        """What the outbox calls them; it says nothing of who they are."""
        if self.role:
            return f"role:{self.role}"
        if self.id:
            return f"participant:{self.case}/{self.id}"
        # By the fact that names them: one case may hold the addresses of several people.
        return f"address:{self.case}/{self.line.named or 'nobody'}"

    @property
    def family(self) -> bool:
        """Whether this reaches a home. Who is told in facts of the case is at one, or an agency."""
        return self.line.is_to_a_home if self.kind is None else self.kind.family


def names_borne(found: Addressee) -> frozenset[object]:
    """All by which a list can mean one who is told."""
    if found.id:
        return names_of(found.case, found.id, found.row)
    return frozenset({named_as(found.row.get("name") or found.row.get("agency"))})


def names_of(case: str, id_: str, row: Row) -> frozenset[object]:
    """All by which a list can mean that participant: `parent/2`, `CP-1/parent/2`, a name."""
    numbered = id_ if "/" in id_ else f"{id_}/1"
    ids = {id_, numbered, f"{case}/{id_}", f"{case}/{numbered}"}
    return frozenset(map(named_as, (*ids, *filter(None, map(row.get, NAMING)))))


def means(kind: ParticipantKind, name: str) -> bool:
    """Whether the name of a kind, or a word for many, means this kind."""
    groups = {EVERYBODY: True, FAMILY: kind.family, AGENCIES: kind.is_agency}
    return groups.get(name, name == kind.name)


def found_by(line: Audience, reading: Reading, tied: Tied) -> Iterator[Addressee]:
    """Whoever fits one line, whatever lines there are before it."""
    asked = list(tied(line.of)) if line.of is not None else [reading]
    if line.participants:
        yield from _participants(line, reading, asked)
        return
    for each in asked:
        if each.holds(line.when):
            roles = [Addressee(line=line, case=each.case.ref, role=role) for role in line.roles]
            yield from roles or _address(line, each)


def _participants(line: Audience, reading: Reading, asked: list[Reading]) -> Iterator[Addressee]:
    listing = [each for each in asked if each.workflow.participants_in]
    if line.latest:
        listing = [each for each in listing if participants(each.workflow, each)][:1]
    for each in listing:
        if each.holds(line.when):
            yield from _listed(line, reading, each)
    if line.of is not None and not listing:
        yield from (
            found
            for found in _listed(line, reading, reading)
            if any(each.holds(line.when) for each in _belonging(found.row, asked))
        )


def _belonging(row: Row, asked: list[Reading]) -> list[Reading]:
    """The linked case that a row names; every one of them where it names none."""
    named = spelt(row.get(CASE_COLUMN))
    return [each for each in asked if not named or spelt(each.case.ref) == named]


def _listed(line: Audience, reading: Reading, there: Reading) -> Iterator[Addressee]:
    """Participants of a case whom the line means. `reading` is of the case that sends."""
    flow, case = there.workflow, there.case.ref
    kinds = {
        kind.name: kind
        for kind in flow.participants.values()
        if any(means(kind, name) for name in line.participants)
    }
    wanted = listed_in(reading(line.named_in)) if line.named_in is not None else None
    unwanted = listed_in(reading(line.not_in)) if line.not_in is not None else frozenset()
    for id_, row in participants(flow, there).items():
        kind = kinds.get(str(row.get("kind")))
        if kind is None:
            continue
        # Where everybody is meant, nobody asks what each may be called.
        names = names_of(case, id_, row) if wanted is not None or unwanted else frozenset()
        if (wanted is None or not wanted.isdisjoint(names)) and unwanted.isdisjoint(names):
            yield Addressee(line=line, case=case, id=id_, kind=kind, row=row)


def listed_in(value: Any) -> frozenset[object]:
    """Every name in the value of a fact that lists people, to be compared with `names_of`."""
    listed = value if isinstance(value, list | tuple) else [value]
    return frozenset(named_as(each) for each in listed if each is not None)


def _address(line: Audience, reading: Reading) -> Iterator[Addressee]:
    row = {key: reading(fact) for key, fact in line.address.items()}
    if any(row.get(key) for key in ("name", "agency", *REACHED_BY)):
        yield Addressee(line=line, case=reading.case.ref, row=row)
