"""Whether what is personal stays marked so, wherever else it is put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.definition.fact import Fact, FactKind
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.guard_uses import guard_uses
from workflow.definition.soundness.scope import Scope


def personal_unmarked(scope: Scope) -> Iterator[Problem]:
    """A fact that holds what another tells of a person, and is not marked: where the mark is looked
    for, in a subject line or a list, it would get through.
    """
    facts = scope.workflow.facts
    for source, target, position in _copies(scope):
        if facts[source].personal and not facts[target].personal:
            yield Problem(
                position=position,
                code="personal_unmarked",
                where=f"facts.{target}",
                what=f"`{target}` holds what `{source}` says, which is personal",
                mend=f"add `personal: yes` to `{target}`",
            )


def _copies(scope: Scope) -> Iterator[tuple[str, str, Position]]:
    """Fact by fact: out of which, into which, and where that is said."""
    facts = scope.workflow.facts
    found = [*_of_facts(facts.values()), *_of_guards(scope)]
    return (
        (source, target, at) for source, target, at in found if {source, target} <= facts.keys()
    )


def _of_facts(facts: Iterable[Fact]) -> Iterator[tuple[str, str, Position]]:
    for fact in facts:
        if fact.from_fact:
            yield fact.from_fact, fact.name, fact.at("from")
        if fact.gathers and fact.kind is not FactKind.ROWS:
            yield from ((key, fact.name, fact.at("key")) for key in fact.key)


def _of_guards(scope: Scope) -> Iterator[tuple[str, str, Position]]:
    for use in guard_uses(scope.workflow):
        if use.sets and use.guard.copied:
            yield use.guard.copied, use.sets, use.position
