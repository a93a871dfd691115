"""Which cases a person's figures are of: those that they see, as far as they have chosen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.definition.model import Process, Workflow
from workflow.definition.taking_part import Sees
from workflow.engine.catalogue import Catalogue
from workflow.engine.scope import sees_over
from workflow.store.reading import Reading
from workflow.store.stored import HELD_AS, Person
from workflow.store.view import View

NOBODY = "nobody yet"
"""Chosen instead of a worker: cases that nobody has a role on. With a space, as no name is."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody chose of the board; empty: everything. `kind` is the name of a workflow;
    `worker` a person, or `NOBODY`, whatever the team.
    """

    kind: str = ""
    worker: str = ""
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class Viewed:
    """The view, and out of which the choice is made: the newest process and everybody."""

    view: View
    process: Process
    people: Sequence[Person]
    kinds: Sequence[str]

    def workflow(self, name: str) -> Workflow | None:
        """That kind of case, if there is one."""
        return self.process.workflows.get(name)

    def name_of(self, person: str) -> str:
        """What somebody is called; the short name of who is gone."""
        return next((each.name for each in self.people if each.person == person), person)

    @property
    def teams(self) -> list[str]:
        """Every team there is."""
        return sorted({each.team for each in self.people if each.team})


def viewed(
    reading: Reading, catalogue: Catalogue, person: Person, chosen: Chosen, *, policy: str
) -> Viewed:
    """What the person sees of what they chose. `policy`: whose newest release says what."""
    process = catalogue.newest(reading, policy).process
    flows = process.workflows.values()
    sees = sees_over(flows, person)
    people = reading.people()
    roles = sorted({role for workflow in flows for role in workflow.roles})
    view = View(
        person=person.person,
        holds=tuple(HELD_AS + role for role in roles),
        sees_all=sees is Sees.ALL,
        sees_free=sees is not Sees.OWN,
        team=_of_team(people, person.team) if sees is Sees.TEAM else (),
        people=_chosen_people(people, chosen),
        nobodys=chosen.worker == NOBODY,
    )
    kinds = [name for name in process.workflows if chosen.kind in ("", name)]
    return Viewed(view=view, process=process, people=people, kinds=kinds)


def _chosen_people(people: Sequence[Person], chosen: Chosen) -> tuple[str, ...] | None:
    if not chosen.worker and not chosen.team:
        return None
    team = _of_team(people, chosen.team) if chosen.team else None
    if not chosen.worker:
        return team
    return (chosen.worker,) if team is None or chosen.worker in team else ()


def _of_team(people: Sequence[Person], team: str) -> tuple[str, ...]:
    return tuple(each.person for each in people if team and each.team == team)
