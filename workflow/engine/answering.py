"""What a recipient is asked who follows the link of a message, and their answer as a step.

Nothing of the case is shown: the questions are those of the step, and what the message said is said
again. The answer is recorded by the participant themselves, once, in a role that may take the step.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from workflow.case.cascade import carry_out
from workflow.case.decide import open_steps
from workflow.case.model import Case, Command, Refused
from workflow.clock import london_day
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.reply_links import ReplyLinkWrong
from workflow.engine.replying import Reply, reply_of
from workflow.engine.step_form import StepForm, step_form
from workflow.engine.step_notices import send_what_steps_send
from workflow.engine.stored_cases import StoredCases
from workflow.engine.webhooks import tell_programs
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.writing import Writing

WHO = "reply_from"
"""The fact of an answer that names the participant. Where the step asks for it, it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The page behind a link: what the message was headed, its meeting, and what is asked.

    `meeting`: when and where, as the message said; empty where it was about none.
    """

    reply: Reply
    headed: str = field(repr=False)
    meeting: Mapping[str, Any] = field(repr=False)
    form: StepForm


def question(reading: Reading, catalogue: Catalogue, token: str, now: datetime) -> Question:
    """What is asked by the link of that token. Raises ReplyLinkWrong."""
    reply = reply_of(reading, catalogue, token, now)
    try:
        form = step_form(*loaded(reading, catalogue, reply.case), reply.event)
    except Refused as refused:
        raise _too_late() from refused
    said = reply.posting.message.said
    asked = tuple(each for each in form.fields if each.name != WHO)
    return Question(
        reply=reply,
        headed=said.subject,
        meeting=json.loads(said.calendar) if said.calendar else {},
        form=replace(form, fields=asked),
    )


def answer(
    store: Store, catalogue: Catalogue, token: str, facts: Mapping[str, Any], now: datetime
) -> None:
    """Record what was answered by a link; it is then used.

    Raises ReplyLinkWrong, and Refused for an answer that the step does not take.
    """
    store.transact(lambda writing: _answered(writing, catalogue, token, facts, now))


def _answered(
    writing: Writing, catalogue: Catalogue, token: str, facts: Mapping[str, Any], now: datetime
) -> None:
    reply = reply_of(writing, catalogue, token, now)
    cases = StoredCases(writing, catalogue)
    command = _command(cases, reply, facts, now)
    try:
        carry_out(cases, command)
    except Refused as refused:
        if refused.code in ("event_not_open", "case_closed"):
            raise _too_late() from refused
        raise
    cases.write()
    send_what_steps_send(writing, catalogue, cases, command.recorded_at)
    tell_programs(writing, cases, command.recorded_at)


def _command(cases: StoredCases, reply: Reply, facts: Mapping[str, Any], now: datetime) -> Command:
    case = cases.get(reply.case)
    steps = _open(cases, case, reply.event)
    asks_who = any(WHO in step.facts for step in steps)
    who = {WHO: reply.participant} if asks_who and reply.participant else {}
    return Command(
        case=reply.case,
        event=reply.event,
        occurred_on=london_day(now),
        recorded_at=cases.recorded_after(reply.case, now),
        actor=reply.participant or reply.posting.message.recipient,
        role=next((role for step in steps for role in step.by), ""),
        command_id=reply.command_id,
        facts={**facts, **who},
    )


def _open(cases: StoredCases, case: Case, event: str) -> Any:
    try:
        return open_steps(cases.pins(case)[0], case, event)
    except Refused as refused:
        raise _too_late() from refused


def _too_late() -> ReplyLinkWrong:
    return ReplyLinkWrong("reply_too_late", "This letter cannot be answered any more.")
