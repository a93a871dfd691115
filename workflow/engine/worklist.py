"""The tasks of one person, the soonest first: those of their roles, on cases that they see.

A task is theirs where they have its role on the case, where it was handed over to them, or where
nobody has that role there. One that was handed over leaves the lists of all but the taker and
whoever has a role on the case: those still answer for it. It comes back to all of them when the
taker no longer has its role: no task is in nobody's list. While somebody is away, their tasks are
in the list of whoever is reminded in their place as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.case.task_deed import ACKNOWLEDGE, HAND_OVER
from workflow.definition.taking_part import Sees
from workflow.engine.about_whom import about_whom
from workflow.engine.catalogue import Catalogue
from workflow.engine.due_list import Asked
from workflow.engine.scope import scope_of, sees_over
from workflow.engine.standing_in import StandingIn
from workflow.engine.work_line import Key, Lines, WorkLine
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_work import FoundWork, Whose, WorkWanted

MOST = 100
"""Tasks that are listed at once: few enough for a page that is there at once on a slow line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What somebody chose of their list; empty: all of it. `team`: the work of everybody in it."""

    team: str = ""
    role: str = ""
    kind: str = ""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a list can be narrowed to: kinds and roles by their titles, and teams that one sees.

    `takers`: by role, everybody who can be handed a task of it.
    """

    kinds: Mapping[str, str]
    roles: Mapping[str, str]
    teams: Sequence[str]
    takers: Mapping[str, Sequence[Person]]


def worklist(
    reading: Reading,
    catalogue: Catalogue,
    person: Person,
    what: Asked,
    *,
    policy: str,
    narrowed: Narrowed | None = None,
) -> list[WorkLine]:
    """The tasks of that person, the soonest first and those without a date last.

    `policy`: whose newest release says what the person's roles see.
    """
    people, narrowed = reading.people(), narrowed or Narrowed()
    away = StandingIn(people, person, what.as_of)
    scope = scope_of(reading, catalogue, person, policy=policy)
    found = reading.work(scope, _wanted(people, person, away, what, narrowed))
    given, seen = _deeds(reading, person, found)
    refs = {each.task.ref for each in found}
    flows = catalogue.newest(reading, policy).process.workflows.values()
    lines = Lines(
        reading=reading,
        catalogue=catalogue,
        person=person,
        what=what,
        away=away,
        given=given,
        seen=seen,
        about=about_whom(reading, scope, flows, refs),
        set_for=reading.set_for(refs),
    )
    return [lines.of(each) for each in found]


def choices(
    reading: Reading, catalogue: Catalogue, person: Person, team: str, *, policy: str
) -> Choices:
    """What the list of that person can be narrowed to, when it is the work of that team."""
    flows = catalogue.newest(reading, policy).process.workflows
    people = reading.people()
    titles: dict[str, str] = {}
    for flow in flows.values():
        titles |= {name: role.title for name, role in flow.roles.items()}
    of_whom = _of_team(people, team) if team else [person]
    roles = {role for each in of_whom for role in each.roles if role in titles}
    teams = {
        Sees.ALL: sorted({each.team for each in people if each.team}),
        Sees.TEAM: [person.team] if person.team else [],
        Sees.OWN: [],
    }
    return Choices(
        kinds={name: flow.title for name, flow in flows.items()},
        roles={role: titles[role] for role in sorted(roles, key=lambda each: titles[each])},
        teams=teams[sees_over(flows.values(), person)],
        takers={role: [each for each in people if role in each.roles] for role in titles},
    )


def _wanted(
    people: Sequence[Person], person: Person, away: StandingIn, what: Asked, narrowed: Narrowed
) -> WorkWanted:
    mine = _mine(person, away, narrowed.role)
    whose, roles = mine.people if away.people else (), mine.roles
    if narrowed.team:
        # Of a team that nobody is in: nobody's, and not the person's own.
        whose = tuple(each.person for each in _of_team(people, narrowed.team)) or ("",)
        roles = ()
    return WorkWanted(
        roles=roles,
        people=whose,
        role=narrowed.role,
        kind=narrowed.kind,
        late=(what.at.isoformat(), what.as_of.isoformat()) if narrowed.late else None,
        limit=MOST,
    )


def work_of(people: Sequence[Person], person: Person, today: date, role: str = "") -> Whose:
    """Whose tasks the list of that person holds, for who counts them. `role`: of that one only."""
    return _mine(person, StandingIn(people, person, today), role)


def _mine(person: Person, away: StandingIn, role: str) -> Whose:
    roles = tuple(each for each in sorted({*person.roles, *away.roles}) if role in ("", each))
    people = (person.person, *away.people)
    return Whose(person=person.person, people=people, roles=roles, role=role)


def _of_team(people: Iterable[Person], team: str) -> list[Person]:
    return [each for each in people if each.team == team]


def _deeds(
    reading: Reading, person: Person, found: Sequence[FoundWork]
) -> tuple[dict[Key, str], set[tuple[Key, str | None]]]:
    """To whom tasks were handed over last, and which the person has seen, with the date of then."""
    given: dict[Key, str] = {}
    seen: set[tuple[Key, str | None]] = set()
    ids = sorted({each.case_id for each in found})
    for case_id, deed in reading.deeds_of_tasks(person.person, ids):
        key = (case_id, deed.task, deed.occurrence, deed.item)
        if deed.deed == HAND_OVER:
            given[key] = deed.person
        if deed.deed == ACKNOWLEDGE:
            seen.add((key, deed.due))
    return given, seen
