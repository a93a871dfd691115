"""Whether a role can be held as a fact says, and whether an independent one keeps anybody out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from definition.building import CLOSED, fact, flow, only_problem, state, step, told
from workflow.definition.model import Fact, Workflow
from workflow.definition.taking_part import Role


def held_by(lead: Fact) -> Workflow:
    return flow(state("open", step("name", asks=("lead",), to="closed")), CLOSED, facts=[lead])


def staffed(**worker: Any) -> Workflow:
    roles = (
        Role(name="worker", title="Worker", **worker),
        Role(name="chair", title="Chair", independent_of_case=True),
    )
    plain = flow(state("open", step("close", to="closed")), CLOSED)
    return replace(plain, roles={role.name: role for role in roles})


def test_a_role_is_held_by_one_person() -> None:
    assert told(held_by(fact("lead", "person", as_role="worker"))) == []

    for wrong in (
        fact("lead", as_role="worker"),
        fact("lead", "person", many=True, as_role="worker"),
    ):
        found = only_problem(held_by(wrong))

        assert (found.code, found.where) == ("role_of_no_person", "facts.lead.as")
        assert found.what == "`lead` says who holds a role, and is not one person"
        assert found.mend == "give it the type person, without `many`"


def test_an_independent_role_is_kept_apart_from_somebody() -> None:
    assert told(staffed(works_case=True)) == []

    found = only_problem(staffed())

    assert (found.code, found.where) == ("independent_of_nobody", "roles.chair")
    assert found.what == "`chair` is independent of the case, and no role works the case"
    assert found.mend == "say `works_case: yes` of the roles that work or manage it"
