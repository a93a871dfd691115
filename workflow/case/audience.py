"""Who is told by a notice, in which words, and who is left out. Values only: nobody is told here.

Each line of a notice's audience is asked in turn, and whoever fits one belongs to it. The people
behind roles are not known here: a line of roles comes out as the role and the case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflow.case.naming import may_mean, named_as
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.comparison import spelt
from workflow.definition.model import Notice
from workflow.definition.notice import AGENCIES, EVERYBODY, FAMILY, REACHED_BY, Audience
from workflow.definition.taking_part import ParticipantKind

Tied = Callable[[str], Iterable[Reading]]
"""The cases of a link of the case that sends, open and closed, the last one first."""

LEFT_OUT, SILENCE, NOT_KEPT_TO = "left_out", "silence", "not_kept_to"
"""Why somebody who belongs to an audience is not told."""

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


@dataclass(frozen=True, slots=True)
class Told:
    """Everybody whom a notice tells, and the audiences of it that somebody was found of."""

    addressees: tuple[Addressee, ...]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Whom nothing tells anything by itself: those named, and while it is silent the family.

    `hushed`: a case that this one is tied to is silent, and another that it is about is not: the
    family is owed a letter about that one, and somebody looks at it first.
    """

    named: frozenset[object]
    silent: bool
    hushed: bool = False

    def why(self, found: Addressee) -> str:
        """Why they are not told; empty: they are."""
        if self.named and self.names(names_borne(found)):
            return LEFT_OUT
        return SILENCE if self.silent and found.family else ""

    def names(self, borne: frozenset[object]) -> bool:
        """Whether one of the names that somebody bears is on the list."""
        return not self.named.isdisjoint(borne)

    def may_name(self, borne: Collection[object]) -> bool:
        """Whether a name on the list may be theirs: a forename alone, a second one more."""
        return bool(self.named) and may_mean(self.named, borne)

    def is_doubtful(self, found: Addressee) -> bool:
        """Whether somebody looks at it before it goes to a home."""
        return found.family and (self.hushed or self.may_name(names_borne(found)))


def kept_back(reading: Reading, tied: Iterable[Reading]) -> KeptBack:
    """What this case and those that it is tied to say of whom nothing is told."""
    everywhere = (reading, *tied)
    named = {each.name for there in everywhere for each in listed_by(there)}
    silences = ((each, each.workflow.silence) for each in everywhere)
    silent = [each.holds(silence.when) for each, silence in silences if silence is not None]
    own = reading.workflow.silence is not None and silent[0]
    return KeptBack(
        named=frozenset(named),
        silent=own or (bool(silent) and all(silent)),
        hushed=any(silent) and not own and not all(silent),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A name on a list of those whom nothing is told: where it stands, from 1, and what it is
    compared as.
    """

    case: str
    fact: str
    place: int
    name: object = field(repr=False)


def listed_by(reading: Reading) -> Iterator[Listed]:
    """Every name that a case lists of people whom nothing is told."""
    for fact in reading.workflow.left_out:
        for place, who in enumerate(reading(fact) or (), 1):
            yield Listed(reading.case.ref, fact, place, named_as(who))


def told_by(notice: Notice, reading: Reading, tied: Tied, back: KeptBack) -> Told:
    """Everybody whom the notice tells, in the order of its lines; of participants nobody twice.

    The same person in several linked cases is told as a participant of the latest.
    """
    found: dict[tuple[str, str], Addressee] = {}
    met: dict[tuple[str, object], str] = {}
    groups: set[str] = set()
    for line in notice.to:
        for each in found_by(line, reading, tied):
            groups.add(line.group)
            if _is_new(each, met):
                found.setdefault((each.case, each.name), each)
    kept_to = _kept_to(found.values(), reading)
    told = (
        replace(
            each,
            kept_back=back.why(each) or ("" if kept_to(each) else NOT_KEPT_TO),
            shown_first=back.is_doubtful(each),
        )
        for each in found.values()
    )
    return Told(tuple(told), frozenset(groups))


def _kept_to(found: Collection[Addressee], reading: Reading) -> Callable[[Addressee], bool]:
    """Whether the line of one of these keeps to them."""
    facts = {each.line.kept_to for each in found if each.line.kept_to is not None}
    listed = {fact: names for fact in facts if (names := listed_in(reading(fact)))}
    borne = {
        fact: [names_borne(each) for each in found if each.line.kept_to == fact] for fact in listed
    }

    def keeps(each: Addressee) -> bool:
        fact = each.line.kept_to
        return fact not in listed or keeps_to(listed[fact], names_borne(each), borne[fact])

    return keeps


def keeps_to(
    listed: frozenset[object], borne: frozenset[object], everybody: Iterable[frozenset[object]]
) -> bool:
    """Whether a list of names keeps to who bears those, as far as one can tell from a name.

    A list that means none of everybody, such as “the mother”, is no list of names: to take all of
    them off for that would lose their letters.
    """
    if not listed or _may_name(listed, borne):
        return True
    return not any(_may_name(listed, names) for names in everybody)


def _may_name(listed: frozenset[object], borne: frozenset[object]) -> bool:
    return not listed.isdisjoint(borne) or may_mean(listed, borne)


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


def _is_new(found: Addressee, met: dict[tuple[str, object], str]) -> bool:
    """Whether nobody of that kind and name was met elsewhere. Notes where this one was."""
    named = spelt(found.row.get("person") or found.row.get("name"))
    if not named:
        return True
    if found.kind is None:  # whoever was met as a participant is not told in facts of the case too
        return all(name != named for _, name in met)
    return met.setdefault((found.kind.name, named), found.case) == found.case
