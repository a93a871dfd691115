"""Whether the ladder of a task can be heard: in time, by the right people, and each time anew."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import Count
from workflow.definition.problem import Problem, Severity
from workflow.definition.prove import CannotProve, counterexample
from workflow.definition.soundness.facts import sources
from workflow.definition.soundness.scope import Scope
from workflow.definition.soundness.spans import days_after_due, days_in
from workflow.definition.task import Rung, Task


def told_to_family(scope: Scope) -> Iterator[Problem]:
    """A rung for the family: that somebody of ours is late is no message for them."""
    family = {kind.name for kind in scope.workflow.participants.values() if kind.family}
    for task, rung in _rungs(scope):
        for name in family.intersection(rung.to):
            yield _of(
                task,
                rung,
                "told_to_family",
                f"`{name}` is family, and is not told that a task of ours is late",
                "tell a role; what the family is owed is a task or a step with `notify`",
            )


def rung_never_fires(scope: Scope) -> Iterator[Problem]:
    """A rung that is always silent, or that comes when the clock has led the case on."""
    for task, rung in _rungs(scope):
        if why := _always_silent(scope, rung) or _too_late(scope, task, rung):
            mend = "take the rung out, or correct when it comes and what silences it"
            yield _of(task, rung, "rung_never_fires", why, mend, Severity.WARNING)


def silenced_by_old_fact(scope: Scope) -> Iterator[Problem]:
    """A rung whose `unless` reads a fact that is never forgotten, of a task that opens again.

    Told once, it would silence every later ladder too.
    """
    for task, rung in _rungs(scope):
        names = rung.unless.names if rung.unless is not None else frozenset()
        for name in sorted(names & scope.workflow.facts.keys()):
            if any(_outlives(scope, task, each) for each in _told_itself(scope, name)):
                yield _of(
                    task,
                    rung,
                    "silenced_by_old_fact",
                    f"`{name}` is not forgotten when the task opens again, and an old one"
                    f" silences `{rung}` for good",
                    "give the fact `since:`, or empty it with `sets` when it has served",
                    Severity.WARNING,
                )


def _rungs(scope: Scope) -> Iterator[tuple[Task, Rung]]:
    return ((task, rung) for task in scope.workflow.tasks for rung in task.rungs)


def _always_silent(scope: Scope, rung: Rung) -> str:
    given = scope.given()
    if rung.unless is None or not rung.unless.names <= given.facts.keys():
        return ""  # one that reads `due` cannot be proved
    try:
        if counterexample((rung.unless,), given) is not None:
            return ""
    except CannotProve:
        return ""
    return f"`{rung}` is always silent: `{rung.unless}` always holds"


def _too_late(scope: Scope, task: Task, rung: Rung) -> str:
    """Why the clock has led the case away before; of rules that count from one start only."""
    for timer in scope.workflow.timed:
        within = scope.movement.within(timer.state)
        if not timer.state or not task.place or not task.place <= within or task.opens_on:
            continue
        for rule in task.rules:
            if not (isinstance(rule, Count) and isinstance(timer.due, Count)):
                continue
            same = (rule.anchor, rule.backwards, timer.due.when)
            if same != (timer.due.anchor, timer.due.backwards, None) or rule.backwards:
                continue
            comes = days_in(rule.span) + days_after_due(rung)
            if comes > days_in(timer.due.span) + 1 and _leads_away(scope, timer.event, within):
                return f"`{rung}` never comes: the clock fires `{timer.event}` before, and leads on"
    return ""


def _leads_away(scope: Scope, event: str, within: frozenset[str]) -> bool:
    """True when every way of the event leads out of these states."""
    steps = [step for step in scope.movement.steps_in(within) if step.event == event]
    ways = [way for step in steps for way in step.ways]
    return bool(ways) and all(way.to is not None and way.to not in within for way in ways)


def _told_itself(scope: Scope, name: str) -> Iterator[str]:
    """The fact, or those that it is worked out from."""
    facts = scope.workflow.facts
    for each in (name, *sources(facts, facts[name])):
        if each in facts and facts[each].is_ is None:
            yield each


def _outlives(scope: Scope, task: Task, name: str) -> bool:
    """True when the fact can still be known from before as the task opens again."""
    fact = scope.workflow.facts[name]
    source = fact.from_fact or name
    tellers = [s for s in scope.workflow.steps if source in (*s.facts, *s.sets)]
    if any(_empties(str(step.sets[name])) for step in tellers if name in step.sets):
        return False
    states = [step.state for step in tellers]
    if not task.place:
        return bool(states) and not fact.since
    leaves = frozenset(leaf for state in task.place for leaf in scope.movement.leaves(state))
    inside = any(
        not step.state or not leaves.isdisjoint(scope.movement.leaves(step.state))
        for step in tellers
        if any(way.to is None for way in step.ways)
    )
    if task.repeats and inside:
        return True
    return bool(states) and not fact.since and _opens_again(scope, leaves)


def _empties(value: str) -> bool:
    return value in ("None", "False")


def _opens_again(scope: Scope, leaves: frozenset[str]) -> bool:
    """True when a case can leave these states and come to one of them once more."""
    back = scope.movement.leads_to(leaves)
    return any(not scope.movement.after(leaf).isdisjoint(back - leaves) for leaf in leaves)


def _of(
    task: Task, rung: Rung, code: str, what: str, mend: str, severity: Severity = Severity.ERROR
) -> Problem:
    where = f"tasks.{task.name}.escalate"
    return Problem(
        position=rung.position, code=code, where=where, what=what, mend=mend, severity=severity
    )
