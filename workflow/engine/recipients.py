"""Who is told by a rung, by name: the people behind roles on a case, and participants.

A role with nobody there goes to the next up, and the message says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from workflow.case.audience import Addressee, means, names_of
from workflow.case.independence import holdings
from workflow.case.kept_back import KeptBack, kept_back
from workflow.case.model import Case, Timer
from workflow.case.quorum import participants
from workflow.case.reading import Reading as Facts
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.notice import Audience
from workflow.engine.staff import Recipient, Staff
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading


def recipients_of(
    reading: Reading,
    cases: StoredCases,
    case: Case,
    timer: Timer,
    to: Iterable[str],
    now: datetime,
) -> list[Recipient]:
    """Everybody behind these roles, `LINK.role` of linked cases and participants, each once."""
    staff = Staff(reading.people(), london_day(now))
    task = timer.task
    found: dict[str, Recipient] = {}
    for name in to:
        of_task = task is not None and name == task.role
        given = cases.given_to(case.ref, task.id) if task is not None and of_task else ""
        item = task.item if task else None
        for recipient in _behind(staff, cases, case, name, given, item):
            found.setdefault(recipient.name, recipient)
    if found:
        return [each for each in found.values() if not each.kept_back]
    # A rung that finds nobody says so: the message waits for somebody to see to it.
    told = ", ".join(to)
    return [Recipient(name="nobody", role=told, note=f"nobody is {told}")]


def _behind(
    staff: Staff, cases: StoredCases, case: Case, name: str, given: str, item: str | None
) -> Iterator[Recipient]:
    link, dot, role = name.partition(".")
    workflow = cases.workflow(case)
    if dot:
        for ref, is_open in case.links.get(link, {}).items():
            if is_open:
                there = cases.get(ref)
                yield from staff.behind(cases.workflow(there), there, role)
    elif name in workflow.roles:  # a lead social worker is a role, and a kind of participant too
        near = cases.dealt(case.ref, open_only=True)
        held = [each for flow, other in near for each in holdings(flow, other)]
        yield from staff.behind(workflow, case, name, given, there=held)
    else:
        tied = (Facts(cases.workflow(each), each) for each in _tied(cases, case))
        back = kept_back(Facts(workflow, case), tied)
        yield from _participants(staff, workflow, case, name, item, back)


def _tied(cases: StoredCases, case: Case) -> Iterator[Case]:
    return (cases.get(ref) for link in case.links for ref in case.linked(link))


def _participants(
    staff: Staff, workflow: Workflow, case: Case, name: str, item: str | None, back: KeptBack
) -> Iterator[Recipient]:
    """Those of a kind, or the agencies; of a task that is for one of them that one alone."""
    rows = participants(workflow, Facts(workflow, case))
    for who in (item,) if item in rows else rows:
        row = rows[who]
        kind = workflow.participants.get(str(row.get("kind")))
        if kind is None or not means(kind, name):
            continue
        line = Audience(participants=(name,), position=workflow.position)
        found = Addressee(line=line, case=case.ref, id=who, kind=kind, row=row)
        kept = back.names(names_of(case.ref, who, row))
        if staff.works_here(row.get("person")):
            yield Recipient(name=row["person"], role=kind.name, kept_back=kept)
        else:
            yield Recipient(name=found.name, role=kind.name, outside=found, kept_back=kept)
