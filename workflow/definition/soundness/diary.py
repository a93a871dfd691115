"""Whether the diary can be drawn up, and gives nobody away."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.diary import Diary
from workflow.definition.fact import Fact, FactKind
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope


def diary_of_no_time(scope: Scope) -> Iterator[Problem]:
    """A diary whose facts are no moment, place or colleague."""
    diary, facts = scope.workflow.diary, scope.workflow.facts
    if diary is None:
        return
    for key, names, kind in (
        ("starts", [diary.starts], FactKind.DATETIME),
        ("held", [diary.held], FactKind.DATE),
        ("at", [diary.at], FactKind.TEXT),
        ("people", diary.people, FactKind.PERSON),
    ):
        for name in names:
            fact = facts.get(name or "")
            if fact is not None and (fact.kind is not kind or fact.many):
                what = f"`{key}` names `{fact.name}`, which is {_kind(fact)}"
                yield _problem(diary, what, f"name a fact of the type {kind}")


def diary_of_names(scope: Scope) -> Iterator[Problem]:
    """A diary that would show what is personal: who reads it opens no case."""
    diary, facts = scope.workflow.diary, scope.workflow.facts
    if diary is None:
        return
    for name in filter(None, (diary.at, *diary.people)):
        if name in facts and facts[name].personal:
            what = f"`{name}` is personal, and the diary is read without opening the case"
            yield _problem(diary, what, "name another fact")


def _kind(fact: Fact) -> str:
    return f"a list of the type {fact.kind}" if fact.many else f"of the type {fact.kind}"


def _problem(diary: Diary, what: str, mend: str) -> Problem:
    return Problem(position=diary.position, code="diary_wrong", where="diary", what=what, mend=mend)
