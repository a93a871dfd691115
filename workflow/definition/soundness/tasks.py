"""Whether tasks can open, be done while they are open, and be due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from workflow.deadlines.rule import Anchor, AnchorKind, anchors
from workflow.definition.form import suggest
from workflow.definition.model import ENGINE_EVENTS
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.prove import CannotProve, never
from workflow.definition.representatives import DATED
from workflow.definition.soundness.scope import Scope, listed
from workflow.definition.soundness.spans import days_after_due
from workflow.definition.task import Task


def done_by_impossible(scope: Scope) -> Iterator[Problem]:
    """A task that no event can complete while it is open."""
    for task in scope.workflow.tasks:
        waits = [done.event for done in task.done_by if done.event is not None]
        if any(done.link is not None for done in task.done_by) or not _all_known(scope, waits):
            continue
        if not _possible(scope, task).intersection(waits):
            yield _of(task, "done_by_impossible", *_why_never_done(task, waits), "done_by")


def task_never_open(scope: Scope) -> Iterator[Problem]:
    """A task in states that no case comes to, or under a condition that never holds."""
    states, reached = scope.workflow.states, scope.movement.reachable
    for task in scope.workflow.tasks:
        if task.place and task.place <= states.keys() and not task.place & reached:
            what = f"no case ever comes to {listed(sorted(task.place))}"
            yield _of(task, "task_never_open", what, "name a state that can be reached", "while")
        elif _never_holds(scope, task):
            what = f"its condition `{task.when}` never holds"
            yield _of(task, "task_never_open", what, "correct `when`, or take the task out", "when")


def nobody_for_task(scope: Scope) -> Iterator[Problem]:
    """A task of a role that can take no step of any workflow: it could only watch it run late."""
    flows = scope.process.workflows.values()
    acting = {role for flow in flows for step in (flow.opening, *flow.steps) for role in step.by}
    for task in scope.workflow.tasks:
        for role in dict.fromkeys(role for _, role in task.role):
            if role in scope.workflow.roles and role not in acting:
                what = f"it is a task of `{role}`, who can take no step at all"
                mend = "name a role that can take a step, or add the role to the `by` of one"
                told = _of(task, "nobody_for_task", what, mend, "role")
                yield replace(told, severity=Severity.WARNING)


def due_anchor_unknown(scope: Scope) -> Iterator[Problem]:
    """A due rule that counts from what is no date, or from what cannot happen before."""
    for task in scope.workflow.tasks:
        events = _possible(scope, task)
        for anchor in (anchor for rule in task.rules for anchor in anchors(rule)):
            if fault := _anchor_fault(scope, anchor, events):
                yield _anchor_problem(task.at("due"), f"tasks.{task.name}.due", fault)
    for timer in scope.workflow.timed:
        for anchor in anchors(timer.due):
            if fault := _anchor_fault(scope, anchor, scope.events_beside(timer)):
                yield _anchor_problem(timer.position, timer.where, fault)


def ladder_out_of_order(scope: Scope) -> Iterator[Problem]:
    """A rung that comes before the one above it in the file."""
    for task in scope.workflow.tasks:
        for rung, later in pairwise(task.rungs):
            if days_after_due(later) < days_after_due(rung) - 0.01:
                yield Problem(
                    position=later.position,
                    code="ladder_out_of_order",
                    where=f"tasks.{task.name}.escalate",
                    what=f"the rung `{later}` comes before `{rung}`, which stands above it",
                    mend="put the rungs in the order in which they fire",
                )


def which_not_asked(scope: Scope) -> Iterator[Problem]:
    """A task for each of several whose completing event does not say for which it was done."""
    facts = scope.workflow.facts
    for task in scope.workflow.tasks:
        which = task.for_each.which if task.for_each is not None else None
        for done in task.done_by:
            steps = [s for s in scope.steps if s.event == done.event]
            if which in facts and steps and not any(which in (*s.facts, *s.writes) for s in steps):
                yield _of(
                    task,
                    "which_not_asked",
                    f"`{done.event}` does not ask `{which}`, so nobody knows whose is done",
                    f"add `{which}` to its `asks`",
                    "done_by",
                )


def _all_known(scope: Scope, events: list[str]) -> bool:
    """False when one of them is unknown, which another check tells of."""
    return scope.workflow.events | ENGINE_EVENTS >= set(events)


def _why_never_done(task: Task, waits: list[str]) -> tuple[str, str]:
    if not waits:
        return "no event completes this task", "name one with `done_by:`"
    mend = f"widen `while`, or add such a step to {listed(sorted(task.place))}"
    return f"{listed(waits)} cannot happen while this task is open", mend


def _possible(scope: Scope, task: Task) -> frozenset[str]:
    """The events that can happen while the task is open."""
    if not task.place or task.opens_on:
        return scope.workflow.events | ENGINE_EVENTS
    steps = scope.movement.steps_in(task.place)
    return frozenset(step.event for step in steps) | ENGINE_EVENTS


def _never_holds(scope: Scope, task: Task) -> bool:
    given = scope.given()
    if task.when is None or not task.when.names <= given.facts.keys():
        return False
    try:
        return never(task.when, given)
    except CannotProve:
        return False


def _anchor_fault(scope: Scope, anchor: Anchor, events: frozenset[str]) -> tuple[str, str] | None:
    match anchor.kind:
        case AnchorKind.FACT:
            return _fact_fault(scope, anchor.name)
        case AnchorKind.LAST | AnchorKind.EVER:
            return _event_fault(scope, anchor, events)
    return None


def _fact_fault(scope: Scope, name: str) -> tuple[str, str] | None:
    fact = scope.workflow.facts.get(name)
    if fact is None:
        mend = suggest(name, scope.workflow.facts) or "declare it under `facts:` as a date"
        return f"there is no fact `{name}` to count from", mend
    if fact.kind not in DATED or fact.many:
        return f"`{name}` is not a date, so nothing can be counted from it", "name a date"
    return None


def _event_fault(scope: Scope, anchor: Anchor, events: frozenset[str]) -> tuple[str, str] | None:
    known = scope.workflow.events | ENGINE_EVENTS
    if anchor.name not in known:
        mend = suggest(anchor.name, known) or "add a step of that name"
        return f"there is no event `{anchor.name}` to count from", mend
    if anchor.kind is AnchorKind.LAST and anchor.name not in events:
        return (
            f"`{anchor.name}` cannot happen while this is open, so {anchor} is never known",
            f"write ever({anchor.name}), or count from a date",
        )
    return None


def _of(task: Task, code: str, what: str, mend: str, *keys: str) -> Problem:
    """A problem of a task, in the line of the first of these keys that it has."""
    return Problem(
        position=task.at(*keys), code=code, where=f"tasks.{task.name}", what=what, mend=mend
    )


def _anchor_problem(position: Position, where: str, fault: tuple[str, str]) -> Problem:
    what, mend = fault
    return Problem(position=position, code="due_anchor_unknown", where=where, what=what, mend=mend)
