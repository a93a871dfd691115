"""The people of an invented installation: who has which role, in which team, under whom, and away.

Whoever acts in the stories is there in the roles in which they act; every other role of the process
has somebody too, so that no message finds nobody. All addresses lead nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from workflow.definition.model import Process
from workflow.store.stored import Person

OFFICE: Mapping[str, tuple[str, ...]] = {
    "duty.manager": ("duty_manager", "team_manager"),
    "area.manager": ("team_manager",),
    "conf.admin": ("conference_unit",),
    "chair.1": ("conference_chair",),
    "reviewing.officer": ("reviewing_officer",),
    "service.manager": ("service_manager",),
    "head.of.service": ("head_of_service",),
    "legal.adviser": ("legal_adviser",),
    "panel.1": ("panel_member",),
    "panel.2": ("panel_member",),
}
"""Who is there whatever the stories are."""

WORKER = "social_worker"
"""What everybody else is."""

ABOVE = {
    "worker": "area.manager",
    "duty": "service.manager",
    "area": "service.manager",
    "conf": "service.manager",
    "service": "head.of.service",
}
"""Whose manager is who, by how a name begins."""

LEAVE = timedelta(days=13)


def role_of(name: str) -> str:
    """The role in which somebody usually acts."""
    return OFFICE.get(name, (WORKER,))[0]


def staff_of(acting: Iterable[tuple[str, str]], process: Process, away_from: date) -> list[Person]:
    """Everybody of an installation, somebody for each role of the process.

    `acting`: who acts, and in which role. The first worker is away for two weeks.
    """
    held: dict[str, dict[str, None]] = defaultdict(dict)
    for name, of_office in OFFICE.items():
        held[name] |= dict.fromkeys(of_office)
    for name, role in acting:
        held[name] |= dict.fromkeys([role] if role else [])
    roles = {role for flow in process.workflows.values() for role in flow.roles}
    for role in sorted(roles.difference(*held.values())):
        held[role.replace("_", ".")][role] = None
    return [
        replace(person, away_from=away_from, away_to=away_from + LEAVE)
        if person.person == "worker.1"
        else person
        for person in (_person(name, tuple(of_one)) for name, of_one in held.items())
    ]


def _person(name: str, roles: tuple[str, ...]) -> Person:
    part = name.partition(".")[0]
    return Person(
        person=name,
        name=f"{name.replace('.', ' ').title()} (invented)",
        email=f"{name}@example.org",
        roles=roles,
        team="conferences" if part in ("conf", "chair") else "families",
        manager=ABOVE.get(part, ""),
    )
