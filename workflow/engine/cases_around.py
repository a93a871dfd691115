"""The cases around one that who reads the page may look at: tied to it, or of its family.

Of each its kind, where it is, and those of its facts that the tie says: nothing that is personal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.case.record import case_from
from workflow.definition.model import Link, Workflow
from workflow.definition.release import Release
from workflow.engine.case_head import Seen
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place
from workflow.engine.colleagues import NameOf, colleagues
from workflow.engine.family import alike
from workflow.engine.values import StatedFact, Words
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope

MOST = 5
"""Closed cases of one tie that are told of, the last; those that are open are told of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCase:
    """A case near this one. `place` is empty where it may not be seen, or is too old to matter.

    `tied`: whether the tie still holds; a case that was closed is tied no more.
    """

    case: str
    tied: bool
    kind: str = ""
    place: str = ""
    facts: tuple[StatedFact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases that are the same to this one, those that are tied and new first."""

    label: str
    cases: tuple[NearCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAround:
    """`seen` are those that may be looked at, `groups` all, tie by tie and last the family."""

    seen: Seen
    groups: tuple[Group, ...]


def cases_around(
    reading: Reading,
    catalogue: Catalogue,
    release: Release,
    case: Case,
    scope: Scope,
    on: date,
) -> CasesAround:
    """What is around a case. `scope` says what the reader of the page may see."""
    workflow = release.workflow(case.workflow)
    ties = {name: _lately(others) for name, others in case.links.items() if others}
    family = [ref for ref in alike(reading, release, case) if ref != case.ref]
    wanted = dict.fromkeys([*(ref for refs in ties.values() for ref in refs), *family])
    seen = {
        stored.ref: (theirs, case_from(stored.snapshot, theirs.workflow(stored.workflow)))
        for stored in reading.cases_around(scope, list(wanted))
        for theirs in [catalogue.release(reading, stored.release)]
    }
    near = _Near(seen, colleagues(reading), on)
    tied = {ref for others in case.links.values() for ref in others}
    groups = [_group(workflow.links[name], case, near) for name in ties]
    groups.append(
        Group(
            label="Same family",
            cases=tuple(
                near.case(ref, not seen[ref][1].closed, _shown_of(workflow, seen[ref][1]))
                for ref in family
                if ref in seen and ref not in tied
            ),
        )
    )
    return CasesAround(seen=seen, groups=tuple(group for group in groups if group.cases))


def _shown_of(workflow: Workflow, other: Case) -> tuple[str, ...]:
    """What is said of a case of the family: all that ties to cases of its kind say."""
    links = (link for link in workflow.links.values() if link.to == other.workflow)
    return tuple(dict.fromkeys(name for link in links for name in link.shows))


def _lately(others: Mapping[str, bool]) -> list[str]:
    """Those that are tied, and the last of the others."""
    gone = [ref for ref, is_open in others.items() if not is_open][-MOST:]
    return [ref for ref, is_open in others.items() if is_open or ref in gone]


def _group(link: Link, case: Case, near: _Near) -> Group:
    others = list(case.links[link.name].items())[::-1]
    others.sort(key=lambda each: not each[1])
    return Group(
        label=link.label,
        cases=tuple(near.case(ref, tied, link.shows) for ref, tied in others),
    )


@dataclass(frozen=True, slots=True)
class _Near:
    """What is said of cases near one, on that day."""

    seen: Seen
    name_of: NameOf
    on: date

    def case(self, ref: str, tied: bool, shows: Sequence[str]) -> NearCase:
        if ref not in self.seen:
            return NearCase(case=ref, tied=tied)
        release, case = self.seen[ref]
        workflow = release.workflow(case.workflow)
        return NearCase(
            case=ref,
            tied=tied,
            kind=workflow.title,
            place=place(workflow, case.state),
            facts=tuple(self._stated(Words(release, self.name_of), case, shows)),
        )

    def _stated(self, words: Words, case: Case, names: Sequence[str]) -> Iterator[StatedFact]:
        flow = words.release.workflow(case.workflow)
        read = FactReading(flow, case, {"occurred_on": self.on})
        for fact in (flow.facts[name] for name in names if name in flow.facts):
            if (value := read(fact.name)) is not None:
                yield words.stated(flow, fact, value)
