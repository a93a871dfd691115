"""The cases that a person sees, page by page: a list for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from workflow.case.access import widest
from workflow.definition.model import Workflow
from workflow.definition.taking_part import Sees
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place
from workflow.engine.door import team_of
from workflow.store.reading import Reading
from workflow.store.stored import Person, SeenCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases: of one workflow or of any (empty), open ones or all, so many after a cursor."""

    workflow: str = ""
    open_only: bool = False
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in the list. `state` holds dotted paths, `place` tells the same by titles."""

    case: str
    workflow: str
    policy: str
    state: tuple[str, ...]
    place: str
    opened_on: date | datetime
    closed: bool
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the list. `next` is the cursor of the page after it; None: there is none."""

    cases: tuple[Listed, ...]
    next: str | None


def cases_seen(
    reading: Reading, catalogue: Catalogue, person: Person, wanted: Wanted, *, policy: str
) -> Listing:
    """A page of the cases that the person sees now without giving a reason.

    `policy`: whose newest release says what the person's roles see.
    """
    flows = catalogue.newest(reading, policy).process.workflows.values()
    sees_team = _seen(flows, person, Sees.TEAM)
    found = reading.cases_seen(
        person.person,
        sees_all=_seen(flows, person, Sees.ALL),
        sees_team=sees_team,
        team=sorted(team_of(reading, person)) if sees_team else (),
        workflow=wanted.workflow,
        open_only=wanted.open_only,
        after=wanted.after,
        limit=wanted.limit + 1,
    )
    page = found[: wanted.limit]
    return Listing(
        cases=tuple(_listed(reading, catalogue, each) for each in page),
        next=page[-1].case_id if len(found) > wanted.limit else None,
    )


def _seen(flows: Iterable[Workflow], person: Person, sees: Sees) -> list[str]:
    return [flow.name for flow in flows if widest(flow, person.roles) is sees]


def _listed(reading: Reading, catalogue: Catalogue, seen: SeenCase) -> Listed:
    head = seen.head
    workflow = catalogue.release(reading, head.release).workflow(head.workflow)
    return Listed(
        case=head.ref,
        workflow=head.workflow,
        policy=head.policy,
        state=tuple(workflow.path(leaf) for leaf in head.state),
        place=place(workflow, head.state),
        opened_on=head.opened_on,
        closed=head.closed,
        revision=seen.revision,
    )
