"""Whether a `then:` line came true, and if not, what happened instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.case.coverage import Item, Part, code_item, way_item
from workflow.case.edge import nearest, read_value
from workflow.case.model import Case, Refused, Task
from workflow.case.notices import names_of_notices, notices_of, went
from workflow.case.record import plain
from workflow.case.world import World
from workflow.deadlines.due import is_late
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.notice import AGENCIES
from workflow.definition.scenario import (
    STAY,
    FactIs,
    NotSent,
    RefusedWas,
    Sent,
    StateIs,
    TaskGone,
    TaskOpen,
    Then,
    WarnedOf,
    WayTaken,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the line is true, what happened in its matter, and what it shows of the process."""

    true: bool
    happened: str
    shown: frozenset[Item] = frozenset()


def judge(world: World, line: Then) -> Verdict:
    """The verdict on one line. A name that the definition does not know makes it untrue."""
    try:
        return _judge(world, line)
    except Refused as refused:
        return Verdict(False, str(refused))


def _judge(world: World, line: Then) -> Verdict:
    if isinstance(line, RefusedWas):
        return _refused(world, line)
    if isinstance(line, WarnedOf):
        return _warned(world, line)
    case = world.case(line.case)
    match line:
        case StateIs():
            return _state(world, case, line.state)
        case WayTaken():
            return _way(world, case, line)
        case TaskOpen():
            return _task(world, case, line)
        case TaskGone():
            return _no_task(world, case, line)
        case NotSent():
            return _not_sent(world, case, line)
        case Sent():
            return _sent(world, case, line)
        case FactIs():
            return _fact(world, case, line)
    raise AssertionError(f"nobody judges {type(line).__name__}")


# -- where the case is -----------------------------------------------------------------------------


def _state(world: World, case: Case, state: str) -> Verdict:
    workflow = world.workflow(case)
    _known("state", state, workflow.states)
    if state not in workflow.active(case.state):
        return Verdict(False, f"{case.ref} is in {', '.join(case.state)}")
    around = (s for s in workflow.ancestry(state) if not workflow.states[s].is_region)
    states = {Item(workflow.name, Part.STATE, each) for each in around}
    return Verdict(True, f"{case.ref} is there", frozenset(states | _led(world, case, state)))


def _led(world: World, case: Case, state: str) -> set[Item]:
    """The way that led into the state: had it led elsewhere, the case would not be there."""
    workflow = world.workflow(case)
    for before, event, after in reversed(list(world.happened(case))):
        if before is None or state not in workflow.active(before.state):
            ways = world.ways(before, event, after)
            inside = [way for way in ways if way.to in workflow.ancestry(state)]
            return {way_item(workflow.name, way.step, way.to) for way in inside}
    return set()


def _way(world: World, case: Case, line: WayTaken) -> Verdict:
    workflow = world.workflow(case)
    _known("event", line.event, workflow.events)
    _known("state", line.to, {*workflow.states, STAY})
    events = [each for each in world.happened(case) if each[1].name == line.event]
    if not events:
        return Verdict(False, f"{line.event} did not happen to {case.ref}")
    before, event, after = events[-1]
    ways = world.ways(before, event, after)
    shown = {way_item(workflow.name, way.step, way.to) for way in ways if way.to == line.to}
    went = " and ".join(way.to for way in ways) or "nowhere"
    happened = f"{line.event} on {moment_name(event.occurred_on)} led to: {went}"
    return Verdict(bool(shown), happened, frozenset(shown))


# -- what is to be done ----------------------------------------------------------------------------


def _task(world: World, case: Case, line: TaskOpen) -> Verdict:
    workflow = world.workflow(case)
    _known("task", line.task, workflow.task)
    found = _open(case, line.task, line.item)
    for task in found:
        if _fits(world, task, line):
            shown = Item(workflow.name, Part.TASK, task.name)
            return Verdict(True, _told(world, task), frozenset({shown}))
    told = " · ".join(_told(world, task) for task in found)
    return Verdict(False, told or _ended(world, case, line.task))


def _no_task(world: World, case: Case, line: TaskGone) -> Verdict:
    _known("task", line.task, world.workflow(case).task)
    found = _open(case, line.task, line.item)
    return Verdict(not found, " · ".join(_told(world, task) for task in found))


def _open(case: Case, name: str, item: str) -> list[Task]:
    return [task for task in case.tasks if task.name == name and item in ("", task.item)]


def _fits(world: World, task: Task, line: TaskOpen) -> bool:
    return (
        (line.due == "" or line.due == task.due.at)
        and line.late in (None, _is_late(world, task))
        and line.role in ("", task.role)
    )


def _is_late(world: World, task: Task) -> bool:
    return task.due.at is not None and is_late(task.due.at, world.now)


def _told(world: World, task: Task) -> str:
    due = moment_name(task.due.at) if task.due.at else "not known"
    late = f"{'late' if _is_late(world, task) else 'not late'} on {moment_name(world.now)}"
    return f"{task.id} is open, due {due}, {late}, role {task.role}"


def _ended(world: World, case: Case, name: str) -> str:
    """How the latest task of that name ended, and when."""
    steps = zip(world.happened(case), world.cases.steps[case.ref], strict=True)
    for (_, event, _), step in reversed(list(steps)):
        for effect in step.effects.tasks:
            if effect.task.name == name:
                on = moment_name(event.occurred_on)
                return f"{effect.task.id} is {effect.change} since {event.name} on {on}"
    return f"{case.ref} never had the task {name}"


# -- who was told ----------------------------------------------------------------------------------


def _sent(world: World, case: Case, line: Sent) -> Verdict:
    _check_names(world, case, line)
    notices = notices_of(world, case)
    # Where nobody says to whom a notice goes, nobody can claim here that it went to somebody.
    found = [n for n in notices if n.matches(line) and (not line.to or n.to is not None)]
    rungs = {notice.rung for notice in found if notice.rung}
    # Of two rungs that fit, either could be missing and the line would still be true.
    shown = frozenset(rungs if len(rungs) == 1 else ())
    return Verdict(bool(found), went(notices, line.notice), shown)


def _not_sent(world: World, case: Case, line: NotSent) -> Verdict:
    _check_names(world, case, line)
    found = [notice for notice in notices_of(world, case) if notice.matches(line)]
    return Verdict(not found, went(found, line.notice))


def _check_names(world: World, case: Case, line: Sent) -> None:
    """The notice is known, and so is who it went to: a role, or somebody invited."""
    workflow = world.workflow(case)
    flows = world.cases.pins(case)[0].process.workflows.values()
    _known("notice", line.notice, names_of_notices(workflow))
    invited = {kind for flow in flows for kind in flow.participants}
    _known("role", line.to, {*workflow.roles, *invited, AGENCIES, ""})
    _known("task", line.task, {*workflow.task, ""})


# -- facts and refusals ----------------------------------------------------------------------------


def _fact(world: World, case: Case, line: FactIs) -> Verdict:
    workflow = world.workflow(case)
    _known("fact", line.fact, workflow.facts)
    fact, kept = workflow.facts[line.fact], world.reading(case)(line.fact)
    wanted = _wanted(workflow, fact, line.value)
    shown = set()
    if fact.kind is FactKind.CHOICE and isinstance(kept, str):
        shown.add(code_item(workflow.name, fact.name, kept))
    told = f"{line.fact} is {_shown(kept)}"
    return Verdict(kept == wanted, told, frozenset(shown))


def _wanted(workflow: Workflow, fact: Fact, value: Any) -> Any:
    """The value that a line says, typed; of rows each cell as the fact that it was told as."""
    if value is None:
        return None
    if fact.many:
        return [read_value(fact, item) for item in value] if isinstance(value, list) else value
    if fact.gathers and isinstance(value, list):
        return [_cells(workflow, row) for row in read_value(fact, value)]
    return read_value(fact, value)


def _cells(workflow: Workflow, row: Mapping[str, Any]) -> dict[str, Any]:
    known = workflow.facts
    return {
        name: plain(read_value(known[name], cell)) if name in known else cell
        for name, cell in row.items()
    }


def _shown(value: Any) -> str:
    if value is None:
        return "not known"
    return moment_name(value) if isinstance(value, date) else str(value)


def _refused(world: World, line: RefusedWas) -> Verdict:
    found = [refusal for refusal in world.refusals if refusal.event == line.event]
    true = any(line.because.lower() in refusal.sentence.lower() for refusal in found)
    told = " · ".join(f"{moment_name(r.at)}: {r.sentence}" for r in found)
    return Verdict(true, told or f"no {line.event} was refused")


def _warned(world: World, line: WarnedOf) -> Verdict:
    flows = [world.workflow(case) for case in world.cases.cases.values()]
    _known("event", line.event, {event for flow in flows for event in flow.events})
    found = list(world.warnings(line.event))
    true = any(line.because.lower() in say.lower() for _, say in found)
    told = " · ".join(f"{moment_name(row.recorded_at)}: {say}" for row, say in found)
    return Verdict(true is line.told, told or f"{line.event} warned of nothing")


def _known(what: str, name: str, known: Iterable[str]) -> None:
    if name not in (names := set(known)):
        hint = nearest(name, sorted(names))
        raise Refused(f"unknown_{what}", f"there is no {what} `{name}`{hint}")
