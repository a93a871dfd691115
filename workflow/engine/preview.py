"""What a notice would say to each of its audience, were it sent for a case now.

Nothing is kept and nothing is sent. A link to answer by leads nowhere: there is no such message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from notifications.notice import Rendered
from workflow.case.model import Case, Event, Task, Timer
from workflow.clock import london_day
from workflow.definition.form import suggest
from workflow.definition.model import Workflow
from workflow.definition.notice import DIGEST, HANDED_OVER
from workflow.definition.task import Rung
from workflow.definition.task import Task as TaskRule
from workflow.engine.catalogue import Catalogue
from workflow.engine.notice_context import of_task
from workflow.engine.recipients import recipients_of
from workflow.engine.staff import Recipient
from workflow.engine.step_notices import Desk
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.engine.wording import NO_EMAIL, NOBODY, Manner, Wordless, in_words, reached
from workflow.errors import WrongUse
from workflow.store.database import Store
from workflow.store.stored_message import Message, MessageState
from workflow.store.writing import Writing

BY = "preview"
"""Stands for the step that would send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one recipient would get: the message as the outbox would have it, and its words with
    every part, by whichever way it goes; None where it says nothing.
    """

    message: Message
    rendered: Rendered | None


def previews(
    store: Store, catalogue: Catalogue, ref: str, notice: str, now: datetime
) -> tuple[Preview, ...]:
    """One for each who would be told, in the order of the audience; empty: nobody would be.

    Raises Refused `unknown_case`; WrongUse when there is no such notice, or nothing sends it now.
    """
    return store.transact(partial(_previews, catalogue, ref, notice, now))


def _previews(
    catalogue: Catalogue, ref: str, notice: str, now: datetime, writing: Writing
) -> tuple[Preview, ...]:
    cases = StoredCases(writing, catalogue)
    case = _read(cases, ref)
    flow = cases.workflow(case)
    found = flow.notices.get(notice)
    if found is not None and found.to:
        sending = Sending(ref, _event(now), notice)
        told = Desk(writing, catalogue, cases, now).previewed(sending)
        return tuple(Preview(message=message, rendered=words) for message, words in told)
    _refuse_unsent(flow, notice)
    ladder = _Ladder(writing, catalogue, cases, case, now)
    return tuple(ladder.previews(notice))


def _read(cases: StoredCases, ref: str) -> Case:
    try:
        return cases.get(ref)
    except KeyError as missing:  # a draft took away what the case has been told
        what = f"{ref} rests on {missing}, which these definitions do not have"
        raise WrongUse(f"{what}; put it back, or preview another case") from None


def _event(now: datetime) -> Event:
    return Event(seq=0, name=BY, occurred_on=london_day(now), recorded_at=now, actor=BY)


def _refuse_unsent(flow: Workflow, notice: str) -> None:
    known = {*flow.notices, *flow.named_by_tasks}
    if notice not in known:
        mend = suggest(notice, sorted(known)) or "`caseward notice` lists those there are"
        raise WrongUse(f"cases of `{flow.name}` have no notice `{notice}`; {mend}")
    if notice == DIGEST:
        raise WrongUse(
            f"`{DIGEST}` gathers what is late in many cases; `caseward messages --show ID` shows"
            " one that was sent"
        )
    if notice not in flow.named_by_tasks:
        raise WrongUse(f"nobody is told by `{notice}`: give it `to:`, or name it in a rung")


def _rungs(task: TaskRule, notice: str) -> list[Rung]:
    """The rungs of a task with that notice; of what is handed over one for whoever has its role."""
    if notice != HANDED_OVER:
        return [rung for rung in task.rungs if rung.notice == notice]
    to = tuple(role for _, role in task.role)
    return [Rung(span=None, before=False, to=to, notice=notice, position=task.position)]


class _Ladder:
    """What the rungs of the open tasks of a case would say."""

    def __init__(
        self, writing: Writing, catalogue: Catalogue, cases: StoredCases, case: Case, now: datetime
    ) -> None:
        self._writing, self._catalogue, self._cases = writing, catalogue, cases
        self._case, self._now = case, now
        self._people = {person.person: person for person in writing.people()}

    def previews(self, notice: str) -> Iterator[Preview]:
        """Of every rung with that notice, of every open task. Raises WrongUse: none is open."""
        flow = self._cases.workflow(self._case)
        ladders = [task.name for task in flow.tasks if _rungs(task, notice)]
        climbed = [task for task in self._case.tasks if task.name in ladders and task.due.at]
        if not climbed:
            tasks = ", ".join(ladders)
            raise WrongUse(f"no task that sends `{notice}` is open in {self._case.ref}: {tasks}")
        for task in climbed:
            for number, rung in enumerate(_rungs(flow.task[task.name], notice)):
                yield from self._of_rung(task, rung, number)

    def _of_rung(self, task: Task, rung: Rung, number: int) -> Iterator[Preview]:
        assert task.due.at is not None  # the caller has asked
        timer = Timer(id=task.id, at=self._now, due=task.due.at, task=task, rung=number)
        told = (self._writing, self._cases, self._case, timer, rung.to, self._now)
        for recipient in recipients_of(*told):
            yield self._to(recipient, task, rung)

    def _to(self, recipient: Recipient, task: Task, rung: Rung) -> Preview:
        blank = Message(
            key="",
            recipient=recipient.name,
            notice=rung.notice,
            state=MessageState.WAITING,
            at=self._now,
            created_at=self._now,
            content={"as": recipient.role, "task": task.name, "rung": str(rung)},
        )
        person = self._people.get(recipient.name)
        words: list[Rendered] = []

        def render() -> Rendered:
            words.append(self._rendered(task, rung.notice, recipient))
            return words[0]

        manner = Manner(nowhere=NO_EMAIL if person else NOBODY)
        message = in_words(partial(replace, blank), render, reached(person), manner)
        return Preview(message=message, rendered=next(iter(words), None))

    def _rendered(self, task: Task, notice: str, recipient: Recipient) -> Rendered:
        release, calendar = self._cases.pins(self._case)
        templates, letterhead = self._catalogue.templates(release), self._catalogue.letterhead
        if notice not in templates.notices:
            raise Wordless("there are no words for it")
        assert task.due.at is not None
        names = of_task(
            release, calendar, self._case, task, task.due.at, letterhead=letterhead, now=self._now
        )
        return templates.render(
            notice,
            {**names, "note": recipient.note},
            recipient=reached(self._people.get(recipient.name)),
            council=letterhead.council,
            written_on=london_day(self._now),
        )
