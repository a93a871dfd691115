"""Acknowledging a task and handing it over: deeds of people, known to the engine in every workflow.

Neither changes the case: a form that somebody has open stays fresh. Reminders to the role of a task
go to whom it was handed over last, for this occurrence of it.
"""

from __future__ import annotations

from typing import Any

from workflow.case.edge import nearest
from workflow.case.model import Case, Command, Event, Kind, Refused, Task
from workflow.case.record import plain
from workflow.case.task_deed import HAND_OVER, TASK_DEEDS
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.engine.completing import known_person, role_for, role_of
from workflow.engine.door import admit, sees
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading
from workflow.store.stored import Person


def record_task_deed(reading: Reading, cases: StoredCases, command: Command) -> Event:
    """Keep the deed and return its row.

    Raises Refused: `missing_fact`, `unknown_fact`, `task_not_open`, `unknown_person`, `not_yours`,
    `wrong_role` (the one who does it, or gets it, has nothing to do with the task), `wrong_date`,
    `taker_kept_out` (the one who gets it does not see the case: a task is never out of sight).
    """
    _check_facts(command)
    case, actor = cases.get(command.case), known_person(reading, command.actor)
    admit(reading, cases.workflow(case), case, actor, command.recorded_at)
    task = _open_task(case, str(command.facts["task"]))
    facts: dict[str, Any] = {"task": task.id, "due": plain(task.due.at)}
    if command.event == HAND_OVER:
        taker = known_person(reading, str(command.facts["person"]))
        facts["person"] = _taker(reading, cases.workflow(case), case, task, taker)
    recorded_at = cases.recorded_after(case.ref, command.recorded_at)
    occurred_on = command.occurred_on or london_day(command.recorded_at)
    if london_day(occurred_on) > london_day(recorded_at):
        raise Refused("wrong_date", "this is in the future; record it once it has happened")
    row = Event(
        seq=cases.next_seq(case.ref),
        kind=Kind.DEED,
        name=command.event,
        occurred_on=occurred_on,
        recorded_at=recorded_at,
        actor=command.actor,
        role=_role(cases, case, task, actor, command.role),
        facts=facts,
        command_id=command.command_id,
        release=case.release,
        calendar=case.calendar,
    )
    cases.add(case, row)
    return row


def asks_the_same(command: Command, row: Event) -> bool:
    """Whether a command asks for what the row of a task's deed records."""
    task, person = str(command.facts.get("task", "")), command.facts.get("person")
    same_task = task in (row.facts["task"], str(row.facts["task"]).partition("#")[0])
    return same_task and person == row.facts.get("person")


def _check_facts(command: Command) -> None:
    taken = TASK_DEEDS[command.event]
    if missing := [name for name in taken if not command.facts.get(name)]:
        raise Refused("missing_fact", f"`{command.event}` needs {' and '.join(missing)}")
    for name in command.facts:
        if name not in taken:
            known = ", ".join(taken)
            raise Refused("unknown_fact", f"`{command.event}` takes: {known}; not `{name}`")


def _open_task(case: Case, named: str) -> Task:
    """The open task of that id, or the only one of that name. Raises Refused `task_not_open`."""
    found = [task for task in case.tasks if named in (task.id, task.name)]
    if len(found) == 1:
        return found[0]
    if found:
        sentence = f"several are open, name one: {', '.join(task.id for task in found)}"
    else:
        ids = [task.id for task in case.tasks]
        hint = nearest(named, ids) or f"; open here: {', '.join(ids) or 'none'}"
        sentence = f"{case.ref} has no open task `{named}`{hint}"
    raise Refused("task_not_open", sentence, case=case.ref)


def _role(cases: StoredCases, case: Case, task: Task, person: Person, asked: str) -> str:
    """The role of the task, or one that its ladder tells."""
    rungs = cases.workflow(case).task[task.name].rungs
    allowed = list(dict.fromkeys([task.role, *(role for rung in rungs for role in rung.to)]))
    if asked:
        return role_of(person, asked, allowed)
    return task.role if task.role in person.roles else role_for(person, allowed)


def _taker(reading: Reading, workflow: Workflow, case: Case, task: Task, person: Person) -> str:
    if task.role not in person.roles:
        sentence = f"`{person.person}` does not have the role `{task.role}` that this task is for"
        raise Refused("wrong_role", f"{sentence}; hand it over to somebody who has")
    if not sees(reading, workflow, case, person):
        sentence = f"{case.ref} is not one of the cases that `{person.person}` sees"
        mend = "give them a role on it first, or hand the task over to somebody who sees it"
        raise Refused("taker_kept_out", f"{sentence}; {mend}", case=case.ref)
    return person.person
