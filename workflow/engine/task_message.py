"""A message about one task of a case, in words by the release of that case."""

from __future__ import annotations

from datetime import datetime

from notifications.notice import Recipient
from workflow.case.model import Case, Task
from workflow.engine.catalogue import Catalogue
from workflow.engine.notice_context import of_task
from workflow.engine.stored_cases import StoredCases
from workflow.engine.wording import worded
from workflow.store.stored import Person
from workflow.store.stored_message import Message


def worded_of_task(
    message: Message,
    cases: StoredCases,
    catalogue: Catalogue,
    case: Case,
    task: Task,
    *,
    person: Person | None,
    outside: Recipient | None = None,
    now: datetime,
) -> Message:
    """The message as it will go out, or with the state that says why it will not. Never raises.

    Its `due` is the date that it tells of, and its content has the `note` why they are told.
    """
    release, calendar = cases.pins(case)
    letterhead = catalogue.letterhead
    return worded(
        message,
        lambda: catalogue.templates(release),
        lambda: {
            **of_task(release, calendar, case, task, message.due, letterhead=letterhead, now=now),
            "note": message.content["note"],
        },
        person=person,
        outside=outside,
        letterhead=letterhead,
        now=now,
    )
