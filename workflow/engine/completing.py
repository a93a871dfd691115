"""What a person may leave out of a command: the reference of a new case, their role, and what is
kept of a document that they name by its id.

All are worked out in the transaction of the command, so that what was open when it was given is
what decides.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from workflow.case.model import Case, Command, Refused
from workflow.definition.model import ASSIGN, LINK, LINKED_CLOSED, OPEN_CASE
from workflow.definition.step import Step
from workflow.engine.door import admit
from workflow.engine.handing_in import with_documents
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading
from workflow.store.stored import Person

NEW = "NEW"
"""Stands for the reference of a case that is to be opened and has none yet."""


def completed(reading: Reading, cases: StoredCases, command: Command) -> Command:
    """The command with its reference and role, given by a person who is known and may give it.

    Raises Refused: `unknown_person`, `not_yours`, `wrong_role`, `unknown_case`, `told_event`.
    """
    if command.event in (LINK, LINKED_CLOSED):
        sentence = f"`{command.event}` is told by a linked case; name {command.case} there"
        raise Refused("told_event", sentence, case=command.case)
    command = _with_reference(cases, command)
    person, allowed = known_person(reading, command.actor), _allowed(cases, command)
    if command.event != OPEN_CASE:
        case = cases.get(command.case)
        admit(reading, cases.workflow(case), case, person, command.recorded_at)
    if command.event == ASSIGN:
        known_person(reading, str(command.facts.get("person", "")))
    command = _with_documents(reading, cases, command)
    asked = command.role
    role = role_of(person, asked, allowed) if asked else role_for(person, allowed)
    if command.event == OPEN_CASE:
        return replace(command, role=role)
    recorded_at = cases.recorded_after(command.case, command.recorded_at)
    return replace(command, role=role, recorded_at=recorded_at)


def known_person(reading: Reading, name: str) -> Person:
    """The person of that name. Raises Refused `unknown_person`, naming the nearest."""
    person = reading.person(name)
    if person is None:
        near = get_close_matches(name, [someone.person for someone in reading.people()], n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`caseward person list` shows who is known"
        raise Refused("unknown_person", f"there is no person `{name}`; {hint}")
    return person


def check_fresh(case: Case, revision: int | None) -> None:
    """Refuse as stale what was decided on another revision of the case; None: on any.

    Raises Refused `stale_revision`.
    """
    if revision not in (None, case.revision):
        sentence = (
            f"{case.ref} has changed since you looked (it is at {case.revision}, you saw"
            f" {revision}); look again, then repeat the step if it is still right"
        )
        raise Refused("stale_revision", sentence, case=case.ref)


def role_of(person: Person, role: str, allowed: list[str]) -> str:
    """That role, when the person has it and it is allowed. Raises Refused `wrong_role`.

    With nothing allowed, as where there is no such step, any role: what is wrong is said later.
    """
    if role not in person.roles:
        has = ", ".join(person.roles) or "none"
        sentence = f"`{person.person}` does not have the role `{role}`; roles: {has}"
        raise Refused("wrong_role", sentence)
    if allowed and role not in allowed:
        raise Refused("wrong_role", f"this is for: {', '.join(allowed)}; not for `{role}`")
    return role


def role_for(person: Person, allowed: list[str]) -> str:
    """The one role of a person that is allowed. Raises Refused when none or several are."""
    fitting = [role for role in person.roles if role in allowed or not allowed]
    if len(fitting) == 1 or not allowed:
        return fitting[0] if fitting else ""
    if fitting:
        raise Refused("wrong_role", f"say which role with --role: {' or '.join(fitting)}")
    raise Refused("wrong_role", f"this is for: {', '.join(allowed)}; not for `{person.person}`")


def roles_of(steps: tuple[Step, ...]) -> list[str]:
    """Every role that may do one of the steps."""
    return list(dict.fromkeys(role for step in steps for role in step.by))


def _with_reference(cases: StoredCases, command: Command) -> Command:
    """A case that is opened as NEW is called what its facts say, else by the next number."""
    if command.event != OPEN_CASE or command.case != NEW:
        return command
    named = cases.new(command)
    fact = cases.workflow(named).reference
    given = str(command.facts.get(fact) or "") if fact else ""
    at = command.recorded_at
    return replace(command, case=given or cases.new_reference(command.workflow, at))


def _with_documents(reading: Reading, cases: StoredCases, command: Command) -> Command:
    opens = command.event == OPEN_CASE
    workflow = cases.workflow(cases.new(command) if opens else cases.get(command.case))
    holder, now = command.actor, command.recorded_at
    return replace(command, facts=with_documents(reading, workflow, command.facts, holder, now))


def _allowed(cases: StoredCases, command: Command) -> list[str]:
    """The roles of the steps that are open, or of all that bear the name where none is."""
    if command.event == OPEN_CASE:
        return list(cases.workflow(cases.new(command)).opening.by)
    case = cases.get(command.case)
    return roles_of(_open(cases, case, command.event) or steps_named(cases, case, command.event))


def _open(cases: StoredCases, case: Case, event: str) -> tuple[Step, ...]:
    return cases.pins(case)[0].chart(case.workflow).open_steps(case.state, event)


def steps_named(cases: StoredCases, case: Case, event: str) -> tuple[Step, ...]:
    """Every step of that name in the workflow of the case, open or not."""
    return cases.workflow(case).steps_of(event)
