"""All that the page of a case shows, read at one go of a case that was loaded at the door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.case.model import Case
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.release import Release
from workflow.engine.around import openings_about
from workflow.engine.case_documents import CaseDocument, documents_in
from workflow.engine.case_history import HistoryLine, told_rows
from workflow.engine.case_letters import Letter, letters_of
from workflow.engine.case_name import about_of
from workflow.engine.case_page import CasePage, page_of
from workflow.engine.cases_around import CasesAround, cases_around
from workflow.engine.catalogue import Catalogue
from workflow.engine.colleagues import colleagues
from workflow.engine.door import REFUSED
from workflow.engine.due_list import Asked
from workflow.engine.newest_address import REACH
from workflow.engine.scope import scope_of
from workflow.engine.values import Words
from workflow.engine.whereabouts import Where, whereabouts
from workflow.store.around_reading import Contact
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import Look

LETTERS, LOOKS = 20, 100
"""Messages that are shown, and looks of which it is told who had them, the last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Somebody looked at the case, last at that moment, on that day so many times in all; or tried
    to, and was `refused`.
    """

    person: str
    at: datetime
    reason: str = field(repr=False)
    times: int
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTo:
    """Somebody to whom letters of the case go: as whom, what they are called, and where."""

    title: str
    name: str
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The page. `does`: by which steps each task can be done. `about`: what the cases are called
    that it deals with. `who` says what people are called whom histories name, and how they are
    reached.
    """

    page: CasePage
    where: tuple[Where, ...]
    around: CasesAround
    rows: list[HistoryLine] = field(repr=False)
    letters: list[Letter] = field(repr=False)
    documents: tuple[CaseDocument, ...] = field(repr=False)
    looks: list[Looked]
    about: Mapping[str, str] = field(repr=False)
    written_to: tuple[WrittenTo, ...] = field(repr=False)
    openings: list[Workflow]
    does: Mapping[str, frozenset[str]]
    who: Mapping[str, Contact] = field(repr=False)

    def name(self, person: str) -> str:
        """What somebody is called."""
        return self.who[person].name if person in self.who else person


def case_view(
    reading: Reading,
    catalogue: Catalogue,
    release: Release,
    case: Case,
    person: Person,
    what: Asked,
    *,
    policy: str,
) -> CaseView:
    """The page of a case as that person sees it.

    `policy`: whose newest release says what roles see.
    """
    workflow = release.workflow(case.workflow)
    scope = scope_of(reading, catalogue, person, policy=policy)
    around = cases_around(reading, catalogue, release, case, scope, what.as_of)
    page = page_of(reading, catalogue, release, case, what, around.seen)
    history = reading.history_of(case.ref)
    words = Words(release, colleagues(reading))
    rows = told_rows(catalogue, words, case.ref, case.workflow, history)
    looks = reading.looks(case.ref, limit=LOOKS)
    letters = list(letters_of(reading, workflow, case, around.seen, limit=LETTERS))
    named = {row.actor for row in rows} | {look.person for look in looks}
    named |= {who for _, who in page.people}
    return CaseView(
        page=page,
        where=whereabouts(workflow, case.state),
        around=around,
        rows=rows,
        letters=letters,
        documents=documents_in(reading, workflow, case, history, person),
        looks=_by_day(looks),
        about=about_of(release, case, around.seen),
        written_to=tuple(_written_to(workflow, case)),
        openings=openings_about(release, case, person.roles),
        does={task.name: task.events for task in workflow.tasks},
        who=reading.contacts(sorted(named)),
    )


def _written_to(workflow: Workflow, case: Case) -> Iterator[WrittenTo]:
    """Whom the case writes to by name, but not whom it is about: the head of the page says that."""
    itself = {line.show.text for line in workflow.header if line.names_case and line.show}
    for address, facts in workflow.addresses.items():
        name = case.facts.get(facts.get("name", ""))
        if name and facts["name"] not in itself:
            known = (case.facts.get(facts.get(way, "")) for way in REACH)
            yield WrittenTo(
                title=in_words(address), name=str(name), where=tuple(str(w) for w in known if w)
            )


def _by_day(looks: Iterable[Look]) -> list[Looked]:
    """One for each person, day and reason: each page that is opened is a look of its own."""
    found: dict[tuple[str, date, str, bool], Looked] = {}
    for look in looks:
        shut = look.what == REFUSED
        key = (look.person, london_day(look.at), look.reason, shut)
        first = Looked(person=look.person, at=look.at, reason=look.reason, times=0, refused=shut)
        last = found.get(key, first)
        found[key] = replace(last, times=last.times + 1)
    return list(found.values())
