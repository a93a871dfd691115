"""One command, one transaction: all of it is kept, or none.

A repeated command (the same `command_id`) returns the row of the first time and changes nothing;
with other content it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from workflow.case.cascade import carry_out
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.record import event_from, plain
from workflow.definition.model import OPEN_CASE
from workflow.engine.catalogue import Catalogue
from workflow.engine.correct import is_offered_late, place_late
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store
from workflow.store.stored import Person
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to: its row, the cases that changed, and whether it was done before."""

    event: Event
    changed: tuple[Case, ...]
    repeated: bool = False


def run(
    store: Store, catalogue: Catalogue, command: Command, *, revision: int | None = None
) -> Outcome:
    """Carry out one command of a person.

    `revision` is the revision of the case that the person saw: another one is refused as stale.

    Raises:
        Refused: the case, or a linked one, does not allow it; nothing was changed.
        Fault: the database could not be written; nothing was changed.
    """
    with store.writing() as writing:
        if repeated := _repeated(writing, catalogue, command):
            return repeated
        cases = StoredCases(writing, catalogue)
        _check_person(writing, command)
        if revision is not None:
            _check_fresh(cases.get(command.case), revision)
        event = _carried_out(cases, command)
        cases.write()
        return Outcome(event=event, changed=tuple(cases.changed()))


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
    event = event_from(row.record, cases.workflow(cases.get(ref)))
    if not _same(command, ref, event):
        sentence = f"the command id was used before, for another event of {ref}; use a new one"
        raise Refused("command_id_used", sentence, case=ref)
    return Outcome(event=event, changed=(), repeated=True)


def _same(command: Command, ref: str, event: Event) -> bool:
    """Whether a command asks for what a row records. Facts are compared as they are written."""
    opened = command.event == OPEN_CASE or command.case == ref
    asked = {name: str(plain(value)).lower() for name, value in command.facts.items()}
    kept = {name: str(plain(value)).lower() for name, value in event.facts.items()}
    same_facts = all(kept.get(name, "none") == value for name, value in asked.items())
    return opened and command.event == event.name and command.actor == event.actor and same_facts


def _check_fresh(case: Case, revision: int) -> None:
    if case.revision != revision:
        sentence = (
            f"{case.ref} has changed since you looked (it is at {case.revision}, you saw"
            f" {revision}); look again, then repeat the step if it is still right"
        )
        raise Refused("stale_revision", sentence, case=case.ref)


def _check_person(writing: Writing, command: Command) -> None:
    """The person is known here and has the role that the command is given in."""
    person = writing.person(command.actor)
    if person is None:
        known = [someone.person for someone in writing.people()]
        near = get_close_matches(command.actor, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`caseward person list` shows who is known"
        raise Refused("unknown_person", f"there is no person `{command.actor}`; {hint}")
    if command.role not in person.roles:
        has = ", ".join(person.roles) or "none"
        sentence = f"`{person.person}` does not have the role `{command.role}`; roles: {has}"
        raise Refused("wrong_role", sentence)


def role_for(person: Person, allowed: list[str]) -> str:
    """The one role of a person that a step allows. Raises Refused when none or several do."""
    fitting = [role for role in person.roles if role in allowed]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Refused("wrong_role", f"say which role with --role: {' or '.join(fitting)}")
    raise Refused("wrong_role", f"this is for: {', '.join(allowed)}; not by `{person.person}`")
