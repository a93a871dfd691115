"""Whether roles can be held, and whether what keeps them apart keeps anybody apart."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import FactKind
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope


def role_of_no_person(scope: Scope) -> Iterator[Problem]:
    """A fact that gives a role to what is not one person."""
    for fact in scope.workflow.facts.values():
        if fact.as_role is not None and (fact.kind is not FactKind.PERSON or fact.many):
            yield Problem(
                position=fact.position,
                code="role_of_no_person",
                where=f"facts.{fact.name}.as",
                what=f"`{fact.name}` says who holds a role, and is not one person",
                mend="give it the type person, without `many`",
            )


def independent_of_nobody(scope: Scope) -> Iterator[Problem]:
    """A role that is to be kept apart from those who work the case, where nobody is said to."""
    roles = scope.workflow.roles.values()
    if any(role.works_case for role in roles):
        return
    for role in roles:
        if role.independent_of_case:
            yield Problem(
                position=scope.workflow.position,
                code="independent_of_nobody",
                where=f"roles.{role.name}",
                what=f"`{role.name}` is independent of the case, and no role works the case",
                mend="say `works_case: yes` of the roles that work or manage it",
            )
