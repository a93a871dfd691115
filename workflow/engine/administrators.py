"""Who administers people, as the roles of the newest release say, and which roles there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.case.model import Refused
from workflow.definition.model import Workflow
from workflow.definition.taking_part import Role
from workflow.engine.catalogue import Catalogue
from workflow.store.reading import Reading
from workflow.store.stored import Person


def known_roles(reading: Reading, catalogue: Catalogue, policy: str) -> Mapping[str, Role]:
    """Every role of the process by its name. `policy`: of whose newest release."""
    return roles_of(catalogue.newest(reading, policy).process.workflows.values())


def roles_of(workflows: Iterable[Workflow]) -> Mapping[str, Role]:
    """Every role of these workflows by its name."""
    return {name: role for flow in workflows for name, role in flow.roles.items()}


def administrators(reading: Reading, catalogue: Catalogue, policy: str) -> list[Person]:
    """Everybody who administers people."""
    roles = known_roles(reading, catalogue, policy)
    return [person for person in reading.people() if administers(roles, person)]


def administers(roles: Mapping[str, Role], person: Person) -> bool:
    """Whether a role of that person lets them administer people."""
    return any(roles[role].administers for role in person.roles if role in roles)


def check_administers(
    reading: Reading, catalogue: Catalogue, person: Person, policy: str
) -> Mapping[str, Role]:
    """The roles of the process. Raises Refused `not_mine` for who does not administer people."""
    roles = known_roles(reading, catalogue, policy)
    if not administers(roles, person):
        raise Refused("not_mine", "people are administered by another role than yours")
    return roles
