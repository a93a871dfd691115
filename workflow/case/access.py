"""Who may look at a case: by role, by team, by what they do on it, or by breaking the glass.

Pure, and all of it is said by definitions: what a role sees, and when a case is restricted. What
somebody may do on a case that they see is said by its steps (`decide`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.model import Workflow
from workflow.definition.taking_part import Sees

GLASS = timedelta(hours=12)
"""How long who gave a reason may look at a case that they could not see."""


class Sight(StrEnum):
    """What a person may do about a case."""

    OPEN = "open"
    """look at it"""
    REASON = "reason"
    """look at it after giving a reason, which is kept and told"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a case says of who may look: whether it is restricted, and who has a role on it."""

    restricted: bool
    by: frozenset[str]


def is_restricted(workflow: Workflow, case: Case) -> bool:
    """Whether only those who have a role on the case see it."""
    guard = workflow.restricted_when
    return guard is not None and Reading(workflow, case).holds(guard)


def widest(workflow: Workflow, roles: Collection[str]) -> Sees:
    """The most that any of these roles sees of cases of that kind; with none of them, their own."""
    seen = {workflow.roles[role].sees for role in roles if role in workflow.roles}
    return next((sees for sees in Sees if sees in seen), Sees.OWN)


def sight(case: Held, person: str, sees: Sees, team: Collection[str]) -> Sight:
    """What the person may do about the case. `team`: everybody of their team."""
    if person in case.by:
        return Sight.OPEN
    if case.restricted:
        return Sight.REASON
    ours = not case.by or not case.by.isdisjoint(team)
    if sees is Sees.ALL or (sees is Sees.TEAM and ours):
        return Sight.OPEN
    return Sight.REASON
