"""One command, one transaction: all of it is kept, or none.

A repeated command (the same `command_id`) returns the row of the first time and changes nothing;
with other content it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.case.cascade import carry_out
from workflow.case.edge import read_facts
from workflow.case.handed_in import by_id
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.record import event_from
from workflow.case.task_deed import HAND_OVER, TASK_DEEDS
from workflow.case.warnings import Warned
from workflow.clock import london_day
from workflow.definition.model import ENGINE_EVENTS, OPEN_CASE, Workflow
from workflow.engine.catalogue import Catalogue
from workflow.engine.completing import check_fresh, completed
from workflow.engine.correct import is_offered_late, place_late
from workflow.engine.door import keep_refused
from workflow.engine.follow_up import follow_up
from workflow.engine.handing_in import keep_documents
from workflow.engine.handing_over import tell_taker
from workflow.engine.sent import NOTHING, Sent
from workflow.engine.step_notices import send_what_steps_send
from workflow.engine.stored_cases import StoredCases
from workflow.engine.task_deeds import asks_the_same, record_task_deed
from workflow.engine.webhooks import tell_programs
from workflow.store.database import Store
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to: its case and row, the cases that changed, whether it was done before.

    `before` holds the changed cases as they were, by reference; one that is new is not in it.
    `warnings` are for who gave the command: they are shown now and kept nowhere. `sent`: letters.
    """

    case: str
    event: Event
    changed: tuple[Case, ...]
    before: Mapping[str, Case] = field(default_factory=dict)
    repeated: bool = False
    warnings: tuple[Warned, ...] = ()
    sent: Sent = NOTHING


def run(
    store: Store, catalogue: Catalogue, command: Command, *, revision: int | None = None
) -> Outcome:
    """Carry out one command of a person.

    `revision` is the revision of the case that the person saw: another one is refused as stale.

    Raises:
        Refused: the case, or a linked one, does not allow it; nothing was changed.
        Fault: the database could not be written; nothing was changed.
    """
    try:
        return store.transact(lambda writing: run_in(writing, catalogue, command, revision))
    except Refused as refused:
        keep_refused(store, command.actor, refused, command.recorded_at)
        raise


def run_in(
    writing: Writing, catalogue: Catalogue, command: Command, revision: int | None
) -> Outcome:
    """The same within a transaction, which keeps it or does not. Raises Refused."""
    if repeated := _repeated(writing, catalogue, command):
        return repeated
    cases = StoredCases(writing, catalogue)
    deed = command.event in TASK_DEEDS
    command = command if deed else completed(writing, cases, command)
    if revision is not None:
        check_fresh(cases.get(command.case), revision)
    event = record_task_deed(writing, cases, command) if deed else _carried_out(cases, command)
    cases.write()
    keep_documents(writing, cases.workflow(cases.get(command.case)), command.case, event.facts)
    anew = follow_up(writing, catalogue, cases, command.recorded_at) if command.late else NOTHING
    sent = anew + send_what_steps_send(writing, catalogue, cases, command.recorded_at)
    if command.event == HAND_OVER:
        sent += tell_taker(writing, catalogue, cases, command.case, event, command.recorded_at)
    tell_programs(writing, cases, command.recorded_at)
    return Outcome(
        case=command.case,
        event=event,
        changed=tuple(cases.changed()),
        before=cases.before(),
        warnings=tuple(cases.warnings),
        sent=sent,
    )


def _carried_out(cases: StoredCases, command: Command) -> Event:
    if command.late:
        return place_late(cases, command)
    try:
        return carry_out(cases, command)
    except Refused as refused:
        if refused.code == "event_not_open" and is_offered_late(cases, command):
            sentence = f"{refused}. It was open on the day it happened: record it with --late"
            raise Refused("event_closed_since", sentence, case=command.case) from refused
        raise


def _repeated(writing: Writing, catalogue: Catalogue, command: Command) -> Outcome | None:
    found = writing.by_command(command.command_id) if command.command_id else None
    if found is None:
        return None
    ref, row = found
    cases = StoredCases(writing, catalogue)
    workflow = cases.workflow(cases.get(ref))
    event = event_from(row.record, workflow)
    if not _same(workflow, command, ref, event):
        sentence = f"the command id was used before, for another event of {ref}; use a new one"
        raise Refused("command_id_used", sentence, case=ref)
    return Outcome(case=ref, event=event, changed=(), repeated=True)


def _same(workflow: Workflow, command: Command, ref: str, event: Event) -> bool:
    """Whether a command asks for what a row records."""
    same_case = command.event == OPEN_CASE or command.case == ref
    on = command.occurred_on or event.occurred_on
    same_day = london_day(on) == london_day(event.occurred_on)
    same_deed = (command.event, command.actor) == (event.name, event.actor)
    return same_case and same_day and same_deed and _same_facts(workflow, command, event)


def _same_facts(workflow: Workflow, command: Command, event: Event) -> bool:
    if command.event in TASK_DEEDS:
        return asks_the_same(command, event)
    if command.event in ENGINE_EVENTS:
        return dict(command.facts) == dict(event.facts)
    try:
        told = read_facts(workflow, command.facts, event.facts, limited=False)
        return by_id(workflow, told) == by_id(workflow, event.facts)
    except Refused:
        return False
