"""What a form knows beside its case, as it is read for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from workflow.case.model import Case, Refused
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.beginnings import See, beginnings
from workflow.engine.case_name import case_name
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.door import check_sight
from workflow.engine.family import alike
from workflow.engine.surroundings import Around
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import Scope


def around_case(
    reading: Reading, catalogue: Catalogue, case: Case, today: date, scope: Callable[[], Scope]
) -> Around:
    """What a step of the case can offer: colleagues, and the open cases that it decides on, by
    name those that are seen within `scope`, which is asked only where there are any.
    """
    workflow = catalogue.release(reading, case.release).workflow(case.workflow)
    links = {fact.by_link for fact in workflow.facts.values()} | {workflow.participants_of}
    refs = (
        ref
        for link in sorted(filter(None, links))
        for ref, is_open in case.links.get(link, {}).items()
        if is_open
    )
    cases = {ref: loaded(reading, catalogue, ref) for ref in dict.fromkeys(refs)}
    visible = reading.cases_around(scope(), list(cases)) if cases else []
    seen = {stored.ref for stored in visible}
    return Around(
        today=today,
        people=reading.people(),
        cases=cases,
        names={
            ref: case_name(release, case) for ref, (release, case) in cases.items() if ref in seen
        },
    )


def around_opening(
    reading: Reading,
    catalogue: Catalogue,
    workflow: Workflow,
    person: Person,
    about: str,
    now: datetime,
) -> Around:
    """What a new case can be tied to: the case that it is about, and those that belong to it and
    are seen. Raises Refused where that one is not.
    """
    if not about:
        return Around(people=reading.people())
    release, case = check_sight(reading, catalogue, person, about, now)
    see, links = seen_by(reading, catalogue, person, now), links_to(workflow, case.workflow)
    family = ((ref, see(ref)) for ref in alike(reading, release, case) if ref != about)
    near = {about: (release, case)}
    near |= {ref: found for ref, found in family if found and _is_like(found[1], case)}
    return Around(
        people=reading.people(),
        to_tie=dict.fromkeys(links, tuple(near)),
        names={ref: case_name(r, each) for ref, (r, each) in near.items()},
        begun=beginnings(workflow, "", {link: [about] for link in links}, london_day(now), see),
    )


def links_to(workflow: Workflow, other: str) -> list[str]:
    """The links to that workflow which a new case is given when it is opened."""
    given = workflow.opening.facts
    return [name for name, link in workflow.links.items() if name in given and link.to == other]


def openings_about(release: Release, case: Case, roles: Iterable[str]) -> list[Workflow]:
    """The workflows of which a case about this one can be opened in one of the roles."""
    there = release.workflow(case.workflow).links
    return [
        each
        for each in release.process.workflows.values()
        if set(each.opening.by) & set(roles)
        and any(
            not case.closed or there[each.links[link].inverse].when_closed
            for link in links_to(each, case.workflow)
        )
    ]


def _is_like(other: Case, case: Case) -> bool:
    """Whether it is open and of the same kind."""
    return other.workflow == case.workflow and not other.closed


def seen_by(reading: Reading, catalogue: Catalogue, person: Person, now: datetime) -> See:
    """Looks a case up for that person, at the door."""

    def see(ref: str) -> tuple[Release, Case] | None:
        try:
            return check_sight(reading, catalogue, person, ref, now)
        except Refused:
            return None

    return see
