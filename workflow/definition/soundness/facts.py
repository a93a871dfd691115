"""Whether every fact that is read can also come to be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.deadlines.rule import AnchorKind, Rule, anchors
from workflow.definition.model import Fact
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.guard_uses import guard_uses
from workflow.definition.soundness.scope import Scope


def fact_never_told(scope: Scope) -> Iterator[Problem]:
    """A fact that guards or due rules wait for and that no step of this workflow makes known."""
    told = _told(scope)
    for name, position in _first_reads(scope).items():
        if name in scope.workflow.facts and name not in told:
            yield Problem(
                position=position,
                code="fact_never_told",
                where=f"facts.{name}",
                what=f"`{name}` is read here, but no step of this workflow asks for it or sets it",
                mend="add it to the `asks` or `may_ask` of a step, or set it with `sets`",
            )


def derived_in_circle(scope: Scope) -> Iterator[Problem]:
    """A fact that is worked out from itself."""
    facts = scope.workflow.facts
    for fact in facts.values():
        if fact.name in sources(facts, fact):
            yield _of(
                fact,
                "derived_in_circle",
                f"`{fact.name}` is worked out from itself",
                "ask for one of the facts on the way instead",
            )


def sources(facts: Mapping[str, Fact], fact: Fact) -> set[str]:
    """Every fact that this one is worked out from, directly or through others."""
    found: set[str] = set()
    ahead = [fact]
    while ahead:
        derived = ahead.pop()
        names = derived.is_.names if derived.is_ is not None else frozenset()
        new = names.union(derived.years_since) - found
        found |= new
        ahead.extend(facts[name] for name in new if name in facts)
    return found


def _told(scope: Scope) -> set[str]:
    flow = scope.workflow
    told = {name for step in scope.steps for name in (*step.facts, *step.sets)}
    told.update(name for link in flow.links.values() for name in link.sets)
    told.update(task.reason_if_late for task in flow.tasks if task.reason_if_late)
    told.update(fact.name for fact in flow.facts.values() if fact.is_ or fact.years_since)
    copied = [fact for fact in flow.facts.values() if fact.from_fact is not None]
    for _ in copied:  # a copy may be copied in turn
        told.update(fact.name for fact in copied if fact.from_fact in told)
    return told


def _first_reads(scope: Scope) -> dict[str, Position]:
    """Every fact that this workflow reads, and where it first does."""
    first: dict[str, Position] = {}
    for name, position in _reads(scope):
        fact = scope.workflow.facts.get(name)
        behind = sources(scope.workflow.facts, fact) if fact is not None else set()
        for read in (name, *sorted(behind)):
            first.setdefault(read, position)
    return first


def _reads(scope: Scope) -> Iterator[tuple[str, Position]]:
    flow = scope.workflow
    for use in guard_uses(flow):
        included = use.where.startswith("facts.") and use.position.file != flow.position.file
        elsewhere = included or use.link is not None
        for name in () if elsewhere else sorted(use.guard.names):
            yield name, use.position
    for step in scope.steps:
        for tell in step.tell:
            for name in filter(None, (tell.each, *tell.facts.values())):
                yield name, tell.position
    for task in flow.tasks:
        for rule in task.rules:
            yield from ((name, task.position) for name in _dates(rule))
    for timer in flow.timed:
        yield from ((name, timer.position) for name in _dates(timer.due))


def _dates(rule: Rule) -> Iterator[str]:
    return (anchor.name for anchor in anchors(rule) if anchor.kind is AnchorKind.FACT)


def _of(fact: Fact, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=fact.position, code=code, where=f"facts.{fact.name}", what=what, mend=mend
    )
