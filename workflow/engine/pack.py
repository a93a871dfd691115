"""What is read before a meeting, on one page to print: the meeting, its reports and who has read
them, what is still to be settled, and each case that it is about.

Of the linked cases everything is read through their own door, one by one: see `case_in_pack`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.case_documents import lying_here
from workflow.engine.case_head import NOT_KNOWN
from workflow.engine.case_history import HistoryLine, case_history, told_rows
from workflow.engine.case_page import CasePage, case_page, loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.colleagues import colleagues
from workflow.engine.due_list import Asked
from workflow.engine.meeting_page import MeetingPage, meeting_page
from workflow.engine.values import StatedFact, Words
from workflow.engine.who_has_read import Came, Reader, came, readers
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The meeting's part. `questions`: what is not settled; `ticks`: what is gone through there."""

    meeting: MeetingPage
    reports: tuple[Came, ...]
    readers: tuple[Reader, ...]
    questions: tuple[str, ...] = field(repr=False)
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an earlier meeting decided about a case."""

    meeting: str
    line: HistoryLine
    facts: tuple[StatedFact, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InPack:
    """A linked case's part: its page, what its definition has read, and earlier outcomes."""

    page: CasePage
    known: tuple[StatedFact, ...] = field(repr=False)
    outcomes: tuple[Outcome, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What should be known of it and is not, and what is late."""
        open_ = (line.label for line in self.page.header if line.value == NOT_KNOWN)
        late = (f"{task.title}: late" for task in self.page.due.tasks if task.late)
        return (*(f"{label}: {NOT_KNOWN}" for label in open_), *late)


def pack(reading: Reading, catalogue: Catalogue, ref: str, what: Asked, scope: Scope) -> Pack:
    """The meeting's part. Raises Refused `unknown_case`, `no_meeting`."""
    meeting = meeting_page(reading, catalogue, ref, what, scope)
    release, case = loaded(reading, catalogue, ref)
    workflow = release.workflow(case.workflow)
    history = reading.history_of(ref)
    words = Words(release, colleagues(reading))
    lines = told_rows(catalogue, words, ref, case.workflow, history)
    reports = came(words, case, lines, lying_here(reading, workflow, ref, history))
    return Pack(
        meeting=meeting,
        reports=tuple(reports),
        readers=tuple(readers(reading, workflow, case, reports)),
        questions=tuple(_questions(meeting, reports)),
        ticks=tuple(dict.fromkeys(_ticks(workflow, case, what))),
    )


def case_in_pack(
    reading: Reading, catalogue: Catalogue, ref: str, meeting: str, what: Asked
) -> InPack:
    """The part of a case that the meeting is about."""
    release, case = loaded(reading, catalogue, ref)
    workflow = release.workflow(case.workflow)
    read = FactReading(workflow, case, {"occurred_on": what.as_of})
    history = case_history(reading, catalogue, ref)
    words = Words(release, colleagues(reading))
    return InPack(
        page=case_page(reading, catalogue, ref, what),
        known=tuple(
            words.stated(workflow, fact, value)
            for name in workflow.pack
            for fact in [workflow.facts[name]]
            if (value := read(name)) is not None
        ),
        outcomes=tuple(_outcomes(release, case, history, meeting)),
    )


def _questions(meeting: MeetingPage, reports: Sequence[Came]) -> Iterator[str]:
    yield from meeting.gaps
    if not meeting.held:
        yield from (f"No reply from {each.name}." for each in meeting.people if each.silent)
    sent = {each.who for each in reports}
    for each in meeting.people:
        if each.owes_report and each.who not in sent:
            yield f"No report from {each.name}."


def _ticks(workflow: Workflow, case: Case, what: Asked) -> Iterator[str]:
    """What those whom the meeting takes tick when they hold it, as far as it applies."""
    diary = workflow.diary
    roles = {workflow.facts[name].as_role for name in diary.people} if diary else set()
    read = FactReading(workflow, case, {"occurred_on": what.as_of})
    for step in workflow.steps:
        if roles & set(step.by):
            yield from (
                tick.say for tick in step.checklist if tick.when is None or read.holds(tick.when)
            )


def _outcomes(
    release: Release, case: Case, history: Sequence[HistoryLine], but: str
) -> Iterator[Outcome]:
    """What meetings other than this one told the case, the last first."""
    columns = _decided_by_meetings(release, case)
    meetings = {ref for others in case.links.values() for ref in others} - {but}
    for line in reversed(history):
        meeting = line.caused_by.partition(" ")[0]
        facts = [each for each in line.facts if each.name in columns.get(line.event, ())]
        if meeting in meetings and line.counts and line.kind == "event" and facts:
            stated = (StatedFact(name=f.name, label=f.label, value=f.value) for f in facts)
            yield Outcome(meeting=meeting, line=line, facts=tuple(stated))


def _decided_by_meetings(release: Release, case: Case) -> dict[str, tuple[str, ...]]:
    """By event that a meeting brings with a row for each case: what stands in such a row."""
    found: dict[str, tuple[str, ...]] = {}
    for link in release.workflow(case.workflow).links.values():
        there = release.workflow(link.to)
        for step in there.steps:
            for tell in step.tell:
                fact = there.facts.get(tell.each or "")
                if tell.link == link.inverse and fact is not None and fact.columns:
                    found |= dict.fromkeys(tell.events, fact.columns)
    return found
