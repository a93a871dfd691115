"""What a person may see in lists, and whether they see to messages: as their roles say."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.case.access import widest
from workflow.case.model import Refused
from workflow.definition.model import Workflow
from workflow.definition.taking_part import Sees
from workflow.engine.administrators import administers, roles_of
from workflow.engine.catalogue import Catalogue
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import Scope


def scope_of(reading: Reading, catalogue: Catalogue, person: Person, *, policy: str) -> Scope:
    """Whose cases lists of that person hold. `policy`: whose newest release says what roles see."""
    flows = catalogue.newest(reading, policy).process.workflows.values()
    sees = sees_over(flows, person)
    people = reading.people() if sees is Sees.TEAM and person.team else []
    return Scope(
        person=person.person,
        team=tuple(each.person for each in people if each.team == person.team),
        sees_all=sees is Sees.ALL,
        sees_free=sees is not Sees.OWN,
        administers=administers(roles_of(flows), person),
    )


def sees_over(workflows: Iterable[Workflow], person: Person) -> Sees:
    """The widest sight that a role of the person gives over any of these workflows."""
    seen = {widest(workflow, person.roles) for workflow in workflows}
    return next(each for each in Sees if each in seen)


def sees_to_messages(reading: Reading, catalogue: Catalogue, person: Person, policy: str) -> bool:
    """Whether a role of the person lets held messages go and sees to those that were not sent."""
    workflows = catalogue.newest(reading, policy).process.workflows.values()
    roles = (flow.roles[role] for flow in workflows for role in person.roles if role in flow.roles)
    return any(role.sees_to_messages for role in roles)


def check_sees_to_messages(
    reading: Reading, catalogue: Catalogue, person: Person, policy: str
) -> None:
    """Raises Refused `not_mine` for anybody else."""
    if not sees_to_messages(reading, catalogue, person, policy):
        raise Refused("not_mine", "messages are seen to by another role than yours")
