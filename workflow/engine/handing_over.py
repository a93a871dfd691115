"""Whoever a task was handed over to is told at once: it stands in their list from now on.

A process that declares no notice of that name tells nobody.
"""

from __future__ import annotations

from datetime import datetime

from workflow.case.model import Case, Event, Task
from workflow.definition.notice import HANDED_OVER
from workflow.engine.catalogue import Catalogue
from workflow.engine.sent import NOTHING, Sent
from workflow.engine.stored_cases import StoredCases
from workflow.engine.task_message import worded_of_task
from workflow.store.clockwork import WAITING
from workflow.store.stored import Person
from workflow.store.stored_message import Message
from workflow.store.writing import Writing


def tell_taker(
    writing: Writing, catalogue: Catalogue, cases: StoredCases, ref: str, row: Event, now: datetime
) -> Sent:
    """Put down the message to whom that row hands a task; none to somebody who took it themselves.

    The case has been written.
    """
    case, taker = cases.get(ref), writing.person(str(row.facts["person"]))
    if taker is None or taker.person == row.actor:
        return NOTHING
    if HANDED_OVER not in cases.workflow(case).notices:
        return NOTHING
    task = next(each for each in case.tasks if each.id == row.facts["task"])
    message = _message(cases, case, task, row, taker, _by(writing.person(row.actor), row), now)
    told = worded_of_task(message, cases, catalogue, case, task, person=taker, now=now)
    writing.add_messages([told])
    return Sent(written=(told,))


def _by(giver: Person | None, row: Event) -> str:
    return f"{giver.name if giver else row.actor} handed it over to you"


def _message(
    cases: StoredCases, case: Case, task: Task, row: Event, taker: Person, note: str, now: datetime
) -> Message:
    return Message(
        key=f"{case.ref}/{row.seq}/{HANDED_OVER}/{taker.person}",
        case_id=cases.case_id(case.ref),
        task=task.id,
        due=task.due.at,
        recipient=taker.person,
        notice=HANDED_OVER,
        state=WAITING,
        at=row.recorded_at,
        created_at=now,
        content={
            "case": case.ref,
            "workflow": case.workflow,
            "release": case.release,
            "row": row.seq,
            "event": row.name,
            "task": task.name,
            "item": task.item,
            "as": task.role,
            "note": note,
        },
    )
