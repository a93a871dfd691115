"""Facts about people: ages, which go on by themselves, and who is family."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Fact, FactKind, Keep
from workflow.definition.predicates import OCCURRED_ON
from workflow.definition.problem import Position, Problem
from workflow.definition.representatives import DATED
from workflow.definition.soundness.facts import sources
from workflow.definition.soundness.guard_uses import guard_uses
from workflow.definition.soundness.scope import Scope


def years_of_no_date(scope: Scope) -> Iterator[Problem]:
    """A fact that counts years and is no number, or counts them since what is no date."""
    facts = scope.workflow.facts
    for fact in facts.values():
        since = [facts[name] for name in fact.years_since if name in facts]
        wrong = [source.name for source in since if source.kind not in DATED or source.many]
        if fact.years_since and (fact.kind is not FactKind.NUMBER or fact.many):
            what = f"`{fact.name}` counts years and is not a number"
            yield _of(fact, "years_of_no_date", what, "give it the type number, without `many`")
        elif wrong:
            what = f"`{fact.name}` counts years since `{wrong[0]}`, which is not a date"
            yield _of(fact, "years_of_no_date", what, "name a date")


def every_of_one(scope: Scope) -> Iterator[Problem]:
    """A fact that keeps every value and has only one at a time."""
    for fact in scope.workflow.facts.values():
        if fact.keep is Keep.EVERY and not fact.many:
            what = f"`{fact.name}` keeps every value, and holds one"
            yield _of(fact, "every_of_one", what, "add `many: true`")


def changes_by_itself(scope: Scope) -> Iterator[Problem]:
    """A guard that reads a count of years where no event says on which day."""
    facts = scope.workflow.facts
    for use in guard_uses(scope.workflow):
        if OCCURRED_ON in use.beside or use.sets is not None:
            continue
        read = use.guard.names.union(
            *(sources(facts, facts[name]) for name in use.guard.names if name in facts)
        )
        for name in sorted(name for name in read if name in facts and facts[name].years_since):
            yield _problem(
                use.position,
                "changes_by_itself",
                use.where,
                f"`{name}` changes with time, and no event happens here to look at it again",
                "write a due rule such as `{within: 5 years, of: ...}`, or ask at an event",
            )


def named_by_no_person(scope: Scope) -> Iterator[Problem]:
    """A kind of participant that is named by what is not one person."""
    facts = scope.workflow.facts
    for kind in scope.workflow.participants.values():
        fact = facts.get(kind.named_by or "")
        if fact is not None and (fact.kind is not FactKind.PERSON or fact.many):
            what = f"`{fact.name}` says who the {kind.title} is, and is not one person"
            yield _of(fact, "named_by_no_person", what, "give it the type person, without `many`")


def family_of_nobody(scope: Scope) -> Iterator[Problem]:
    """A fact that tells family from others where no participant is family."""
    kinds = scope.workflow.participants.values()
    for fact in scope.workflow.facts.values():
        if fact.family and not any(kind.family for kind in kinds):
            what = f"`{fact.name}` is about family, and no kind of participant is family"
            yield _of(fact, "family_of_nobody", what, "write `family: yes` on a kind")


def _of(fact: Fact, code: str, what: str, mend: str) -> Problem:
    return _problem(fact.position, code, f"facts.{fact.name}", what, mend)


def _problem(position: Position, code: str, where: str, what: str, mend: str) -> Problem:
    return Problem(position=position, code=code, where=where, what=what, mend=mend)
