"""Fire the timers of a case through the one door: what follows of them is written with the mark.

Under the lock of the case it is looked again whether a timer is still armed, for this occurrence
and this due date: what a task done a moment ago has made pointless does not fire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from workflow.case.circle import Followed
from workflow.case.model import Case, Timer
from workflow.case.simulated_time import fire
from workflow.case.timers import rung_of
from workflow.definition.task import Rung
from workflow.engine.catalogue import Catalogue
from workflow.engine.recipients import recipients_of
from workflow.engine.staff import Recipient
from workflow.engine.step_notices import send_what_steps_send
from workflow.engine.step_recipients import outside
from workflow.engine.stored_cases import StoredCases
from workflow.engine.task_message import worded_of_task
from workflow.engine.webhooks import tell_programs
from workflow.store.clockwork import GATHERED, WAITING
from workflow.store.stored import DueTimer, Person
from workflow.store.stored_message import Message
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """What a claimed timer came to: rungs and timed events fired, messages that now wait."""

    fired: int
    messages: int


def fire_claimed(
    writing: Writing, catalogue: Catalogue, claimed: DueTimer, now: datetime
) -> Firing:
    """Fire a claimed timer, after those of its case that were due before it.

    One that is no longer armed fires nothing, and its row is taken away. Nothing is committed.
    Raises LeadsInACircle.
    """
    cases, ref = StoredCases(writing, catalogue), claimed.ref
    case = cases.get(ref)  # read before anything fires, so that the case is among those written
    messenger = _Messenger(cases, writing, catalogue, now)
    fired, followed = 0, Followed()
    while (timer := _soonest(cases, ref, claimed.at)) is not None:
        followed.count(ref, timer)
        fire(cases, ref, timer, now, tell=messenger.tell)
        fired += 1
    if not fired:
        cases.arm_afresh(case.ref)
    cases.write()
    letters = send_what_steps_send(writing, catalogue, cases, now).written
    tell_programs(writing, cases, now)
    return Firing(fired=fired, messages=writing.add_messages(messenger.messages) + len(letters))


def _soonest(cases: StoredCases, ref: str, until: datetime) -> Timer | None:
    return next((timer for timer in cases.pending(ref)[:1] if timer.at <= until), None)


class _Messenger:
    """Puts down a message for each recipient of a rung; they are sent once it is committed."""

    def __init__(
        self, cases: StoredCases, writing: Writing, catalogue: Catalogue, now: datetime
    ) -> None:
        self._cases, self._writing, self._catalogue, self._now = cases, writing, catalogue, now
        self.messages: list[Message] = []

    def tell(self, case: Case, timer: Timer, to: tuple[str, ...]) -> Mapping[str, object]:
        """Messages for all who hear of the rung; what its deed says of them."""
        release, _ = self._cases.pins(case)
        rung = rung_of(release, case, timer)
        assert rung is not None
        found = recipients_of(self._writing, self._cases, case, timer, to, self._now)
        for recipient in found:
            message = self._message(case, timer, rung, recipient)
            if message.state != GATHERED:
                message = self._worded(message, case, timer, recipient)
            self.messages.append(message)
        notes = [recipient.note for recipient in found if recipient.note]
        people = list(dict.fromkeys(recipient.name for recipient in found))
        return {"people": people, **({"notes": notes} if notes else {})}

    def _worded(self, message: Message, case: Case, timer: Timer, recipient: Recipient) -> Message:
        assert timer.task is not None
        return worded_of_task(
            message,
            self._cases,
            self._catalogue,
            case,
            timer.task,
            person=self._people.get(message.recipient),
            outside=outside(recipient.outside) if recipient.outside else None,
            now=self._now,
        )

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.person: person for person in self._writing.people()}

    def _message(self, case: Case, timer: Timer, rung: Rung, recipient: Recipient) -> Message:
        task = timer.task
        assert task is not None
        return Message(
            key=f"{case.ref}/{timer.id}/{timer.due.isoformat()}/{recipient.name}",
            case_id=self._cases.case_id(case.ref),
            task=task.id,
            due=timer.due,
            rung=timer.id.rpartition("!")[2],
            recipient=recipient.name,
            notice=rung.notice,
            state=GATHERED if rung.digest else WAITING,
            at=timer.at,
            created_at=self._now,
            content={
                "case": case.ref,
                "workflow": case.workflow,
                "release": case.release,
                "task": task.name,
                "item": task.item,
                "role": task.role,
                "rung": str(rung),
                "as": recipient.role,
                "note": recipient.note,
            },
        )
