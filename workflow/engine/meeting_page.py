"""A meeting on one page: who is asked, what they sent and said, whether enough came, and what is
decided about each linked case. Any workflow has one that lists participants for a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case.invited import gaps
from workflow.case.model import Case, Refused
from workflow.case.quorum import agencies, could_be_quorate, participants
from workflow.case.reading import Reading as FactReading
from workflow.case.record import moment, typed_facts
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import OCCURRED_ON
from workflow.definition.release import Release
from workflow.engine.case_page import CasePage, StatedFact, case_page, loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.due_list import Asked
from workflow.engine.keeping_back import PARTICIPANT
from workflow.engine.participant_names import (
    is_meeting,
    naming,
    participant_name,
    participant_names,
)
from workflow.engine.values import value_name
from workflow.store.reading import Reading
from workflow.store.stored import Posting

Row = Mapping[str, Any]

LETTERS = 100
"""Letters of a meeting that are listed, the last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A participant. `cells` go with the columns of the page; `came` is None before it is known."""

    who: str
    name: str = field(repr=False)
    agency: str
    cells: tuple[str, ...] = field(repr=False)
    came: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Whether there is a quorum: of those who came once that is known, else of those asked."""

    enough: bool
    came: bool
    agencies: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Rows about one linked case under one label: what was viewed, what was decided."""

    label: str
    rows: tuple[tuple[StatedFact, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A linked case that the meeting is about. `told` is kept in the meeting."""

    case: str
    open: bool
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message about the meeting, and how it goes. `to` names who gets it."""

    title: str
    to: str = field(repr=False)
    posting: Posting = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """The whole of it, without what only the linked cases know."""

    case: CasePage
    about: str
    gaps: tuple[str, ...]
    columns: tuple[str, ...]
    people: tuple[Someone, ...] = field(repr=False)
    quorum: Light | None
    considered: tuple[Considered, ...]
    letters: tuple[Letter, ...]


def meeting_page(reading: Reading, catalogue: Catalogue, ref: str, what: Asked) -> MeetingPage:
    """The page of one meeting. Raises Refused `unknown_case`, `no_meeting`."""
    release, case = loaded(reading, catalogue, ref)
    workflow, of = release.workflow(case.workflow), _of(release, case)
    if not is_meeting(workflow):
        raise Refused("no_meeting", f"{ref} is not a meeting", case=ref)
    read = FactReading(workflow, case, {"occurred_on": what.as_of})
    linked = [loaded(reading, catalogue, other) for other, is_open in of.items() if is_open]
    seen = [
        FactReading(their.workflow(other.workflow), other, {"occurred_on": what.as_of})
        for their, other in linked
    ]
    beside = _beside_people(workflow)
    link = workflow.links.get(workflow.participants_of or "")
    return MeetingPage(
        case=case_page(reading, catalogue, ref, what),
        about=link.label if link else "",
        gaps=tuple(gaps(read, lambda _: seen)),
        columns=tuple(fact.label for fact in beside),
        people=tuple(_people(workflow, case, beside)),
        quorum=_light(workflow, case),
        considered=tuple(
            Considered(case=other, open=is_open, told=tuple(_told(release, workflow, case, other)))
            for other, is_open in of.items()
        ),
        letters=tuple(_letters(reading, workflow, case)),
    )


def _of(release: Release, case: Case) -> Mapping[str, bool]:
    workflow = release.workflow(case.workflow)
    return case.links.get(workflow.participants_of or "", {})


def _letters(reading: Reading, workflow: Workflow, case: Case) -> Iterator[Letter]:
    names = participant_names(workflow, case)
    for posting in reading.postings_of(case.ref, limit=LETTERS):
        message = posting.message
        notice = workflow.notices.get(message.notice)
        who = message.recipient
        yield Letter(
            title=message.said.subject or (notice.title if notice else message.notice),
            to=names.get(who.removeprefix(f"{PARTICIPANT}{case.ref}/"), who),
            posting=posting,
        )


# -- who is asked ----------------------------------------------------------------------------------


def _beside_people(workflow: Workflow) -> list[Fact]:
    """The rows that are each of one participant: replies, reports."""
    named = naming(workflow)
    return [
        fact
        for fact in workflow.facts.values()
        if fact.kind is FactKind.ROWS and fact.gathers and len(fact.key) == 1
        if fact.key[0] in named
    ]


def _people(workflow: Workflow, case: Case, beside: Iterable[Fact]) -> Iterator[Someone]:
    known = participants(workflow, case.facts.get)
    attended = _attended(workflow, case)
    kept = [(fact, _by_key(fact, case)) for fact in beside]
    more = dict.fromkeys(
        who for rows in (*(rows for _, rows in kept), attended or ()) for who in rows
    )
    for who in dict.fromkeys([*known, *more]):
        kind = workflow.participants.get(who.partition("/")[0])
        yield Someone(
            who=who,
            name=participant_name(workflow, who, known.get(who, {})),
            agency=kind.agency if kind else "",
            cells=tuple(_cell(workflow, fact, rows.get(who)) for fact, rows in kept),
            came=None if attended is None else who in attended,
        )


def _by_key(fact: Fact, case: Case) -> dict[str, Row]:
    return {str(row.get(fact.key[0])): row for row in case.facts.get(fact.name) or ()}


def _cell(workflow: Workflow, fact: Fact, row: Row | None) -> str:
    """What a row says beside the participant whom it is of; a row that says no more is there."""
    if row is None:
        return ""
    said = [each for each in _stated(workflow, row) if each.name != fact.key[0]]
    if len(said) == 1:
        return said[0].value
    return "; ".join(f"{each.label}: {each.value}" for each in said) or "yes"


def _attended(workflow: Workflow, case: Case) -> list[str] | None:
    found = case.facts.get(workflow.quorum.of) if workflow.quorum else None
    return None if found is None else [str(who) for who in found]


def _light(workflow: Workflow, case: Case) -> Light | None:
    quorum = workflow.quorum
    if quorum is None:
        return None
    attended = _attended(workflow, case)
    there = participants(workflow, case.facts.get) if attended is None else attended
    present = agencies(workflow, there)
    others = quorum.other_agencies
    return Light(
        enough=could_be_quorate(workflow, present),
        came=attended is not None,
        agencies=tuple(sorted(present)),
        needs=(*quorum.must_include, f"{others} other {'agency' if others == 1 else 'agencies'}"),
    )


# -- what is said and decided about each case ------------------------------------------------------


def _told(release: Release, workflow: Workflow, case: Case, ref: str) -> Iterator[Told]:
    of = workflow.participants_of
    link = workflow.links.get(of or "")
    there = release.workflow(link.to) if link else workflow
    for fact in workflow.facts.values():
        if fact.kind is not FactKind.ROWS or not (kept := case.facts.get(fact.name)):
            continue
        by = next((key for key in fact.key if _names_case(workflow, key)), None)
        if fact.by_link == of:
            rows = [kept[ref]] if ref in kept else []
        elif by is not None:
            rows = [row for row in kept if row.get(by) in (ref, None)]
        else:
            continue
        if rows:
            stated = (tuple(_stated(workflow, _named(workflow, case, r, by), there)) for r in rows)
            yield Told(label=fact.label, rows=tuple(stated))


def _names_case(workflow: Workflow, name: str) -> bool:
    fact = workflow.facts.get(name)
    return fact is not None and fact.by_link == workflow.participants_of


def _named(workflow: Workflow, case: Case, row: Row, by: str | None) -> Row:
    """A row with people in place of their ids, without the case that it is about."""
    known, named = participants(workflow, case.facts.get), naming(workflow)
    return {
        name: participant_name(workflow, str(value), known.get(str(value), {}))
        if name in named
        else value
        for name, value in row.items()
        if name != by
    }


def _stated(workflow: Workflow, row: Row, there: Workflow | None = None) -> Iterator[StatedFact]:
    """The cells of a row by their labels, here or in the linked workflow."""
    for name, value in row.items():
        flow = workflow if name in workflow.facts or there is None else there
        fact = flow.facts.get(name)
        if value in (None, "", []):
            continue
        if fact is None and name == OCCURRED_ON:
            day = moment_name(moment(str(value)))
            yield StatedFact(name=name, label="Happened on", value=day)
        elif fact is None:
            yield StatedFact(name=name, label=name.replace("_", " "), value=str(value))
        else:
            typed = typed_facts({name: value}, flow)[name]
            yield StatedFact(name=name, label=fact.label, value=value_name(flow, fact, typed))
