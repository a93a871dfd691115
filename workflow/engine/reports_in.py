"""Which reports to a meeting are in, from whom, and which are owed still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.definition.model import Workflow
from workflow.definition.task import Task
from workflow.engine.case_documents import CaseDocument
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.meeting_page import MeetingPage
from workflow.store.reading import Reading

REPORT = "report"
"""What participants owe, as a definition says it of their kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOwed:
    """What a participant owes or sent. `said`: what was told with it, such as that it is shared.

    `is_in`: it has come, with the `documents` that can be opened here or without any.
    """

    who: str
    name: str = field(repr=False)
    is_in: bool
    documents: tuple[CaseDocument, ...]
    said: str = field(repr=False)
    due: date | datetime | None
    late: bool


def reports_in(
    reading: Reading,
    catalogue: Catalogue,
    page: MeetingPage,
    documents: Sequence[CaseDocument],
) -> tuple[ReportOwed, ...]:
    """Of every participant who owes one, in the order of their list; then of whoever sent one."""
    release, case = loaded(reading, catalogue, page.case.case)
    workflow = release.workflow(case.workflow)
    return tuple(_reports(workflow, case, page, documents))


def _reports(
    workflow: Workflow, case: Case, page: MeetingPage, documents: Sequence[CaseDocument]
) -> Iterator[ReportOwed]:
    tasks = [task for task in workflow.tasks if _is_owed(task)]
    events = {event for task in tasks for event in task.events}
    came = [each for each in documents if each.event in events and each.participant]
    told = _told(workflow, page, events)
    due = {
        each.item: each for each in page.case.due.tasks if any(each.task == t.name for t in tasks)
    }
    owing = [who for who in participants(workflow, case.facts.get) if _owes(workflow, who)]
    names = {each.who: each.name for each in page.people}
    for who in dict.fromkeys((*owing, *(each.participant for each in came)) if tasks else ()):
        mine = tuple(each for each in came if each.participant == who)
        open_ = due.get(who)
        yield ReportOwed(
            who=who,
            name=names.get(who, who),
            is_in=bool(mine) or who in told,
            documents=mine,
            said=told.get(who, ""),
            due=open_.due if open_ else None,
            late=open_.late if open_ else False,
        )


def _is_owed(task: Task) -> bool:
    return task.for_each is not None and task.for_each.participants == REPORT


def _owes(workflow: Workflow, who: str) -> bool:
    kind = workflow.participants.get(who.partition("/")[0])
    return kind is not None and kind.report


def _told(workflow: Workflow, page: MeetingPage, events: set[str]) -> dict[str, str]:
    """What the page says beside each participant whose report has come."""
    gathered = {f.label for f in workflow.facts.values() if events.intersection(f.gathers)}
    return {
        someone.who: cell
        for someone in page.people
        for label, cell in zip(page.columns, someone.cells, strict=True)
        if label in gathered and cell
    }
