"""A message that will not reach anybody by itself is brought to its case, as an event of it.

The workflow names the event (`when_undelivered`); without one nothing is brought, and the message
is among those that need somebody. A reminder of a task is not brought: the task that would follow
has reminders of its own.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from workflow.case.cascade import carry_out
from workflow.case.model import Command, Refused
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.step import Step
from workflow.engine.catalogue import Catalogue
from workflow.engine.stored_cases import StoredCases
from workflow.engine.webhooks import tell_programs
from workflow.engine.wording import MISSED
from workflow.errors import DatabaseBusy
from workflow.store.database import Store
from workflow.store.stored_message import MessageState, Posting
from workflow.store.writing import Writing

ENGINE = "caseward"
"""The actor of what we bring to a case by ourselves."""

WORDS = {
    "bad_address": "the address does not take messages",
    "broken_off": "sending was broken off, and it may have been sent",
    "cannot_carry": "it cannot be sent in this way",
    "content": "the receiving side does not take what is in it",
    "gave_up": "it could not be sent for two days",
    "gone": "the receiving program is gone, or says that it wants to hear no more",
    "inside": "the address leads to a machine that is not on the internet",
    "left_alone": "the receiving program failed a moment ago, and is left alone for a while",
    "no_answer": "the receiving program does not answer",
    "no_channel": "nobody has set up how messages of its kind are sent",
    "no_email": "there is no address for it",
    "no_safe_way": "no address is known by which it is safe to write to them",
    "nobody": "nobody has the role, or who has it is away and nobody stands in",
    "nobody_found": "nobody was found whom it is for",
    "not_delivered": "it came back: the address does not exist, or the letter cannot be printed",
    "not_delivered_for_now": "it came back: the mailbox is full, or the telephone off",
    "not_taken": "the receiving program answered and did not take it",
    "over_limit": "a limit of the service that sends it was reached",
    "too_large": "it is larger than the receiving side takes",
    "webhook_over": "the program is told no more",
    "unsure": "the connection was lost, and it may have been sent",
}
"""Why a message did not reach its recipient."""

_STATES = {
    MessageState.CANNOT_RENDER: "it cannot be put into words",
    MessageState.NO_ADDRESS: "there is no address for it",
    MessageState.UNCERTAIN: "it may have been sent or not",
}
_LOG = logging.getLogger(__name__)


def bring_undelivered(store: Store, catalogue: Catalogue, now: datetime) -> int:
    """Tell cases of what did not reach anybody since; return how many events that were.

    Each once, in a transaction of its own. A case that does not take the event, because it is
    closed, is left alone; one that somebody works on is told at the next round.
    """
    with store.reading() as reading:
        found = reading.undelivered()
    brought = 0
    for ref, posting in found:
        try:
            brought += store.transact(partial(_brought, catalogue, ref, posting, now))
        except DatabaseBusy:
            continue
    return brought


def _brought(
    catalogue: Catalogue, ref: str, posting: Posting, now: datetime, writing: Writing
) -> bool:
    writing.set_told_of(posting.id, posting.attempts)
    cases = StoredCases(writing, catalogue)
    try:
        with writing.apart():
            taken = _carried_out(cases, ref, posting, now)
            cases.write()
            tell_programs(writing, cases, now)
            return taken
    except Refused:
        return False
    except DatabaseBusy:
        raise
    except Exception as error:  # noqa: BLE001  # one case that is broken must not hold up the others
        extra = {"action": "undelivered.not_brought", "fault": type(error).__name__, "case": ref}
        _LOG.error("a case was not told of a message that failed", extra=extra)
        return False


def _carried_out(cases: StoredCases, ref: str, posting: Posting, now: datetime) -> bool:
    workflow = cases.workflow(cases.get(ref))
    step = _step(workflow)
    if step is None:
        return False
    command = Command(
        case=ref,
        event=step.event,
        occurred_on=london_day(now),
        recorded_at=cases.recorded_after(ref, now),
        actor=ENGINE,
        role=step.by[0],
        command_id=f"{posting.id}/{posting.attempts}",
        facts=_facts(workflow, step, posting),
    )
    carry_out(cases, command)
    return True


def _step(workflow: Workflow) -> Step | None:
    return next((step for step in workflow.steps_of(workflow.when_undelivered) if step.by), None)


def _facts(workflow: Workflow, step: Step, posting: Posting) -> dict[str, object]:
    """What the step asks of: to whom, which notice, and why."""
    message = posting.message
    notice = workflow.notices.get(message.notice)
    told = {
        "undelivered_to": message.content.get(MISSED) or _whom(workflow, message.recipient),
        "undelivered_notice": notice.title if notice else message.notice.replace("_", " "),
        "undelivered_why": _why(posting),
    }
    asked = {*step.asks, *step.may_ask}
    return {name: value for name, value in told.items() if name in asked}


def _whom(workflow: Workflow, recipient: str) -> str:
    """A recipient as people know them: the kind of a participant and their number, or a role."""
    kind_of, _, name = recipient.partition(":")
    if kind_of == "participant":
        ref, _, who = name.partition("/")
        kind = who.partition("/")[0]
        known = workflow.participants.get(kind)
        title = known.title if known else in_words(kind)
        return f"{title} ({who} of {ref})"
    if kind_of == "address":
        ref, _, fact = name.partition("/")
        told = workflow.facts.get(fact)
        return f"{told.label if told else in_words(fact)} (of {ref})"
    if kind_of == "role" and name in workflow.roles:
        return workflow.roles[name].title
    return recipient


def _why(posting: Posting) -> str:
    message = posting.message
    state = _STATES.get(MessageState(message.state), "it could not be sent")
    return WORDS.get(message.why, state)
