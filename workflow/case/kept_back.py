"""Who of an audience is told, who is not after all, and whose letter somebody looks at first.

A list may keep somebody back by name, a line keep to the names on one, and a case be silent. Names
are compared as people read them (see `naming`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from workflow.case.audience import Addressee, Tied, found_by, listed_in, names_borne
from workflow.case.naming import may_mean, named_as
from workflow.case.reading import Reading
from workflow.definition.comparison import spelt
from workflow.definition.model import Notice

LEFT_OUT, SILENCE, NOT_KEPT_TO = "left_out", "silence", "not_kept_to"
"""Why somebody who belongs to an audience is not told."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Whom nothing tells anything by itself: those named, and while it is silent the family.

    `hushed`: a case that this one is tied to is silent, and another that it is about is not: the
    family is owed a letter about that one, and somebody looks at it first. So they do where a case
    of the same family that nobody has tied is silent, or may name who is written to (`elsewhere`).
    """

    named: frozenset[object]
    silent: bool
    hushed: bool = False
    elsewhere: frozenset[object] = frozenset()

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
        listed = self.named | self.elsewhere
        return bool(listed) and may_mean(listed, borne)

    def is_doubtful(self, found: Addressee) -> bool:
        """Whether somebody looks at it before it goes to a home."""
        return found.family and (self.hushed or self.may_name(names_borne(found)))


def kept_back(
    reading: Reading, tied: Iterable[Reading], family: Iterable[Reading] = ()
) -> KeptBack:
    """What this case and those that it is tied to say of whom nothing is told, and what the others
    of the same `family` say of whose letters somebody looks at.
    """
    everywhere, others = (reading, *tied), tuple(family)
    silences = [is_silent for each in everywhere if (is_silent := _is_silent(each)) is not None]
    silent = bool(_is_silent(reading)) or (bool(silences) and all(silences))
    return KeptBack(
        named=_named_in(everywhere),
        silent=silent,
        hushed=not silent and (any(silences) or any(map(_is_silent, others))),
        elsewhere=_named_in(others),
    )


def _is_silent(reading: Reading) -> bool | None:
    """Whether a case tells its family nothing by itself; None: its process knows no silence."""
    silence = reading.workflow.silence
    return reading.holds(silence.when) if silence is not None else None


def _named_in(readings: Iterable[Reading]) -> frozenset[object]:
    return frozenset(each.name for there in readings for each in listed_by(there))


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


@dataclass(frozen=True, slots=True)
class Told:
    """Everybody whom a notice tells, and the audiences of it that somebody was found of."""

    addressees: tuple[Addressee, ...]
    groups: frozenset[str]


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


def _is_new(found: Addressee, met: dict[tuple[str, object], str]) -> bool:
    """Whether nobody of that kind and name was met elsewhere. Notes where this one was."""
    named = spelt(found.row.get("person") or found.row.get("name"))
    if not named:
        return True
    if found.kind is None:  # whoever was met as a participant is not told in facts of the case too
        return all(name != named for _, name in met)
    return met.setdefault((found.kind.name, named), found.case) == found.case
