"""What a recipient is asked who follows the link of a message, and their answer as a step.

Nothing of the case is shown: the questions are those of the step, and what the message said is said
again. The answer is recorded by the participant themselves, once, in a role that may take the step.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from workflow.case.cascade import carry_out
from workflow.case.decide import open_steps
from workflow.case.model import Case, Command, Refused
from workflow.clock import london_day
from workflow.definition.model import FactKind, Workflow
from workflow.definition.step import Step
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.form import Field, StepForm
from workflow.engine.handing_in import keep_documents, with_documents
from workflow.engine.participant_names import kind_name, naming, naming_others
from workflow.engine.reply_links import ReplyLinkWrong
from workflow.engine.replying import Reply, reply_of
from workflow.engine.step_form import step_form
from workflow.engine.step_notices import send_what_steps_send
from workflow.engine.stored_cases import StoredCases
from workflow.engine.webhooks import tell_programs
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.writing import Writing


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
    release, case = loaded(reading, catalogue, reply.case)
    try:
        form = step_form(release, case, reply.event)
        who = _who(release.workflow(case.workflow), open_steps(release, case, reply.event))
    except Refused as refused:
        raise _too_late() from refused
    said = reply.posting.message.said
    # Who works here is known by short names, and to nobody who answers a letter.
    answered = (each for each in form.fields if each.kind is not FactKind.PERSON)
    workflow = release.workflow(case.workflow)
    asked = tuple(
        replace(
            each,
            needed=each.needed or each.kind is FactKind.DOCUMENT,
            codes=_unnamed(workflow, each),
        )
        for each in answered
        if each.name not in who
    )
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
    workflow = cases.workflow(cases.get(reply.case))
    facts = with_documents(writing, workflow, facts, reply.command_id, now)
    command = _command(cases, reply, facts, now)
    _check_handed_in(cases, command)
    try:
        carry_out(cases, command)
    except Refused as refused:
        if refused.code in ("event_not_open", "case_closed"):
            raise _too_late() from refused
        raise
    cases.write()
    keep_documents(writing, workflow, reply.case, facts)
    send_what_steps_send(writing, catalogue, cases, command.recorded_at)
    tell_programs(writing, cases, command.recorded_at)


def _command(cases: StoredCases, reply: Reply, facts: Mapping[str, Any], now: datetime) -> Command:
    case = cases.get(reply.case)
    steps = _open(cases, case, reply.event)
    named = _who(cases.workflow(case), steps) if reply.participant else ()
    who = dict.fromkeys(named, reply.participant)
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


def _check_handed_in(cases: StoredCases, command: Command) -> None:
    """Who is asked for a document by a letter sends one: nobody else can do it for them.

    Raises Refused `missing_fact`.
    """
    case = cases.get(command.case)
    facts = cases.workflow(case).facts
    asked = {name for step in _open(cases, case, command.event) for name in step.facts}
    for name in sorted(asked & facts.keys() - command.facts.keys()):
        if facts[name].kind is FactKind.DOCUMENT:
            sentence = f"`{command.event}` also needs `{name}` ({facts[name].label})"
            raise Refused("missing_fact", sentence, case=case.ref)


def _unnamed(workflow: Workflow, asked: Field) -> Mapping[str, str]:
    """What can be chosen; people of the case by what they take part as: a link names nobody."""
    if asked.name not in naming_others(workflow):
        return asked.codes
    return {who: kind_name(workflow, who) for who in asked.codes}


def _who(workflow: Workflow, steps: Iterable[Step]) -> frozenset[str]:
    """The facts of an answer that name who answers: they are given and not asked for."""
    return naming(workflow) & {name for step in steps for name in step.asks}


def _open(cases: StoredCases, case: Case, event: str) -> tuple[Step, ...]:
    try:
        return open_steps(cases.pins(case)[0], case, event)
    except Refused as refused:
        raise _too_late() from refused


def _too_late() -> ReplyLinkWrong:
    return ReplyLinkWrong("reply_too_late", "This letter cannot be answered any more.")
