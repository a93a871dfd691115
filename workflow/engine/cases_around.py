"""The cases around one that who reads the page may look at: tied to it, or of its family.

Of each its kind, where it is, and those of its facts that the tie says: nothing that is personal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.case.record import case_from
from workflow.definition.model import Link, Workflow
from workflow.definition.release import Release
from workflow.engine.case_head import Seen
from workflow.engine.case_page import StatedFact
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place
from workflow.engine.family import alike
from workflow.engine.values import value_name
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
        stored.ref: (flow, case_from(stored.snapshot, flow))
        for stored in reading.cases_around(scope, list(wanted))
        for flow in [catalogue.release(reading, stored.release).workflow(stored.workflow)]
    }
    tied = {ref for others in case.links.values() for ref in others}
    groups = [_group(workflow.links[name], case, seen, on) for name in ties]
    groups.append(
        Group(
            label="Same family",
            cases=tuple(
                _near(ref, not seen[ref][1].closed, seen, _shown_of(workflow, seen[ref][0]), on)
                for ref in family
                if ref in seen and ref not in tied
            ),
        )
    )
    return CasesAround(seen=seen, groups=tuple(group for group in groups if group.cases))


def _shown_of(workflow: Workflow, other: Workflow) -> tuple[str, ...]:
    """What is said of a case of the family: all that ties to cases of its kind say."""
    links = (link for link in workflow.links.values() if link.to == other.name)
    return tuple(dict.fromkeys(name for link in links for name in link.shows))


def _lately(others: Mapping[str, bool]) -> list[str]:
    """Those that are tied, and the last of the others."""
    gone = [ref for ref, is_open in others.items() if not is_open][-MOST:]
    return [ref for ref, is_open in others.items() if is_open or ref in gone]


def _group(link: Link, case: Case, seen: Seen, on: date) -> Group:
    others = list(case.links[link.name].items())[::-1]
    others.sort(key=lambda each: not each[1])
    return Group(
        label=link.label,
        cases=tuple(_near(ref, tied, seen, link.shows, on) for ref, tied in others),
    )


def _near(ref: str, tied: bool, seen: Seen, shows: tuple[str, ...], on: date) -> NearCase:
    if ref not in seen:
        return NearCase(case=ref, tied=tied)
    flow, case = seen[ref]
    return NearCase(
        case=ref,
        tied=tied,
        kind=flow.title,
        place=place(flow, case.state),
        facts=tuple(_stated(flow, case, shows, on)),
    )


def _stated(flow: Workflow, case: Case, names: tuple[str, ...], on: date) -> Iterator[StatedFact]:
    read = FactReading(flow, case, {"occurred_on": on})
    for fact in (flow.facts[name] for name in names if name in flow.facts):
        if (value := read(fact.name)) is not None:
            value = value_name(flow, fact, value)
            yield StatedFact(name=fact.name, label=fact.label, value=value)
