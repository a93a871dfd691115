"""Whether a question that is put under a condition can be put, and is where it must be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.definition.model import Fact
from workflow.definition.predicates import OF_THE_ROW, predicates
from workflow.definition.problem import Problem
from workflow.definition.prove import CannotProve, Given, example, in_words
from workflow.definition.soundness.scope import Scope


def condition_of_no_question(scope: Scope) -> Iterator[Problem]:
    """A fact that says when it is asked, though nobody is ever asked for it."""
    for fact in scope.workflow.facts.values():
        if fact.asked_when is not None and fact.derived:
            what = f"`{fact.name}` comes of other facts, and is never asked"
            yield _of(fact, "condition_of_no_question", what, "take `asked_when` out")


def asked_in_circle(scope: Scope) -> Iterator[Problem]:
    """A fact that is asked for only while it is known, directly or through others."""
    facts = scope.workflow.facts
    for fact in facts.values():
        if fact.asked_when is not None and fact.name in _waited_for(facts, fact):
            what = f"whether `{fact.name}` is asked depends on its own answer"
            mend = "take it out of the guard, or ask for the other fact always"
            yield _of(fact, "asked_in_circle", what, mend)


def needed_but_not_asked(scope: Scope) -> Iterator[Problem]:
    """A fact that must be given where it is not asked for."""
    flow = scope.workflow
    given = Given(facts={**flow.facts, **predicates(flow, *sorted(OF_THE_ROW))})
    for fact in flow.facts.values():
        if fact.asked_when is None or fact.required_when is None:
            continue
        if not (fact.asked_when.names | fact.required_when.names) <= given.facts.keys():
            continue  # a shared fact, of which another workflow knows more
        try:
            found = example((fact.required_when,), (fact.asked_when,), given)
        except CannotProve:
            continue
        if found is not None:
            what = f"`{fact.name}` must be given, and is not asked for, with {in_words(found)}"
            mend = "let `asked_when` hold wherever `required_when` does"
            yield _of(fact, "needed_but_not_asked", what, mend)


def _waited_for(facts: Mapping[str, Fact], fact: Fact) -> set[str]:
    """Every fact on whose value it depends whether this one is asked for."""
    found: set[str] = set()
    ahead = [fact]
    while ahead:
        each = ahead.pop()
        read = {*(each.asked_when.names if each.asked_when is not None else ()), *each.made_of}
        ahead.extend(facts[name] for name in read - found if name in facts)
        found |= read
    return found


def _of(fact: Fact, code: str, what: str, mend: str) -> Problem:
    where = f"facts.{fact.name}"
    return Problem(position=fact.at("asked_when"), code=code, where=where, what=what, mend=mend)
