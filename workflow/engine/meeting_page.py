"""A meeting on one page: who is asked, what they sent and said, whether enough came, and what is
decided about each linked case. Any workflow has one that lists participants for a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workflow.case.invited import gaps
from workflow.case.meeting_time import meets_at
from workflow.case.model import Case, Refused
from workflow.case.quorum import participants
from workflow.case.reading import Reading as FactReading
from workflow.definition.model import FactKind, Workflow
from workflow.definition.release import Release
from workflow.engine.case_letters import Letter, letters_of
from workflow.engine.case_page import CasePage, loaded, page_of
from workflow.engine.cases_around import cases_around
from workflow.engine.catalogue import Catalogue
from workflow.engine.colleagues import colleagues
from workflow.engine.due_list import Asked
from workflow.engine.meeting_people import (
    Light,
    Row,
    Someone,
    answers_of,
    beside_people,
    people_of,
    quorum_light,
    reports_of,
    stated_row,
)
from workflow.engine.participant_names import (
    is_meeting,
    naming,
    participant_name,
)
from workflow.engine.values import StatedFact, Words
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope

LETTERS = 100
"""Letters of a meeting that are listed, the last first."""


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
class MeetingPage:
    """The whole of it, without what only the linked cases know.

    `answers`: how many gave which, those who have not among them. `reports`: how many came, of how
    many that are asked for.
    """

    case: CasePage
    about: str
    gaps: tuple[str, ...]
    columns: tuple[str, ...]
    people: tuple[Someone, ...] = field(repr=False)
    quorum: Light | None
    considered: tuple[Considered, ...]
    letters: tuple[Letter, ...]
    starts_at: datetime | None
    answers: tuple[tuple[str, int], ...]
    reports: tuple[int, int]

    @property
    def held(self) -> bool:
        """Whether it is known who came."""
        return any(each.came is not None for each in self.people)


def meeting_page(
    reading: Reading, catalogue: Catalogue, ref: str, what: Asked, scope: Scope
) -> MeetingPage:
    """The page of one meeting; `scope` says of which cases around it its head may tell.

    Raises Refused `unknown_case`, `no_meeting`.
    """
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
    around = cases_around(reading, catalogue, release, case, scope, what.as_of)
    beside = beside_people(workflow)
    words = Words(release, colleagues(reading))
    people = tuple(people_of(words, case, beside))
    link = workflow.links.get(workflow.participants_of or "")
    return MeetingPage(
        case=page_of(reading, catalogue, release, case, what, around.seen),
        about=link.label if link else "",
        gaps=tuple(gaps(read, lambda _: seen)),
        columns=tuple(fact.label for fact in beside),
        people=people,
        quorum=quorum_light(workflow, case),
        considered=tuple(
            Considered(case=other, open=is_open, told=tuple(_told(words, workflow, case, other)))
            for other, is_open in of.items()
        ),
        starts_at=meets_at(workflow.diary, case) if workflow.diary else None,
        answers=tuple(answers_of(workflow, case, people)),
        reports=reports_of(workflow, case, people),
        letters=tuple(letters_of(reading, workflow, case, {}, limit=LETTERS)),
    )


def _of(release: Release, case: Case) -> Mapping[str, bool]:
    workflow = release.workflow(case.workflow)
    return case.links.get(workflow.participants_of or "", {})


# -- what is said and decided about each case ------------------------------------------------------


def _told(words: Words, workflow: Workflow, case: Case, ref: str) -> Iterator[Told]:
    of = workflow.participants_of
    link = workflow.links.get(of or "")
    there = words.release.workflow(link.to) if link else workflow
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
            stated = (
                tuple(stated_row(words, workflow, _named(words, case, r, by), there)) for r in rows
            )
            yield Told(label=fact.label, rows=tuple(stated))


def _names_case(workflow: Workflow, name: str) -> bool:
    fact = workflow.facts.get(name)
    return fact is not None and fact.by_link == workflow.participants_of


def _named(words: Words, case: Case, row: Row, by: str | None) -> Row:
    """A row with people in place of their ids, without the case that it is about."""
    workflow = words.release.workflow(case.workflow)
    known, named = participants(workflow, case.facts.get), naming(workflow)
    return {
        name: participant_name(workflow, str(value), known.get(str(value), {}), words.name_of)
        if name in named
        else value
        for name, value in row.items()
        if name != by
    }
