"""Whether somebody can take each step, and on which day it counts."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import ENGINE_EVENTS
from workflow.definition.problem import Problem
from workflow.definition.representatives import DATED
from workflow.definition.soundness.scope import Scope, listed, mend_name, where_of
from workflow.definition.step import Step


def nobody_can_do(scope: Scope) -> Iterator[Problem]:
    """A step that no role may take, that no clock fires and that nobody tells."""
    for step in scope.steps:
        brought = scope.told(step.from_link) | scope.workflow.clock_events | ENGINE_EVENTS
        if step.by or step.event in brought:
            continue
        if not (_taken_beside(scope, step) or _is_started(scope, step)):
            yield _of(
                step,
                "nobody_can_do",
                "nobody can take this step: it has no `by`, no clock fires it, no link tells it",
                "add `by: [role]`, or tell it from a linked workflow",
                "by",
            )


def on_not_a_date(scope: Scope) -> Iterator[Problem]:
    """A step whose day is a fact that is no date, or that it does not ask for."""
    for step in scope.steps:
        fact = scope.workflow.facts.get(step.on or "")
        if fact is None:
            continue
        if fact.kind not in DATED or fact.many:
            yield _of(
                step,
                "on_not_a_date",
                f"`on` names `{fact.name}`, which is not a date",
                "name a date that the step asks for",
                "on",
            )
        elif fact.name not in step.facts:
            yield _of(
                step,
                "on_not_a_date",
                f"`on` names `{fact.name}`, which the step does not ask for",
                f"add `{fact.name}` to `asks`",
                "on",
            )


def warns_by_no_task(scope: Scope) -> Iterator[Problem]:
    """A warning that goes by a task that there is not."""
    for step in scope.steps:
        for warn in step.warn:
            if warn.task is not None and warn.task not in scope.workflow.task:
                yield Problem(
                    position=warn.position,
                    code="unknown_task",
                    where=f"{where_of(step)}.warn",
                    what=f"there is no task `{warn.task}`",
                    mend=mend_name(warn.task, list(scope.workflow.task), "this workflow"),
                )


def timer_fires_nothing(scope: Scope) -> Iterator[Problem]:
    """A timer whose event no step takes in the state that it runs in."""
    for timer in scope.workflow.timed:
        if timer.event in scope.workflow.events - scope.events_beside(timer):
            yield Problem(
                position=timer.position,
                code="timer_fires_nothing",
                where=timer.where,
                what=f"`{timer.event}` cannot happen here when the clock fires it",
                mend=f"add a step `{timer.event}` where the timer runs",
            )


def asked_but_derived(scope: Scope) -> Iterator[Problem]:
    """A step that asks for a fact which is worked out from others."""
    facts = scope.workflow.facts
    for step in scope.steps:
        names = [
            name
            for name in dict.fromkeys((*step.facts, *step.writes))
            if name in facts and facts[name].derived
        ]
        if names:
            yield _of(
                step,
                "asked_but_derived",
                f"{listed(names)} cannot be given here: worked out from other facts",
                "take it out of the step, or take `is:` or `from:` out of the fact",
            )


def _taken_beside(scope: Scope, step: Step) -> bool:
    """True when another step of that event is open at the same time and names who may take it."""
    return any(
        other.by and other.event == step.event and scope.movement.together(other.state, step.state)
        for other in scope.workflow.steps
    )


def _is_started(scope: Scope, step: Step) -> bool:
    """True for the opening of a workflow whose cases other cases open."""
    started = {
        start.workflow
        for other in scope.process.workflows.values()
        for taken in (other.opening, *other.steps)
        for start in taken.start
    }
    return step is scope.workflow.opening and scope.workflow.name in started


def _of(step: Step, code: str, what: str, mend: str, key: str = "") -> Problem:
    """A problem of a step, in the line of that key of it."""
    return Problem(position=step.at(key), code=code, where=where_of(step), what=what, mend=mend)
