"""The invented installation: somebody for every role, a way up, and somebody on leave."""

from __future__ import annotations

from datetime import date, timedelta

from days import day
from real_process import calendar, release
from workflow.simulation.population import YEAR_BEGINS, families_of_a_year
from workflow.simulation.staff import staff_of
from workflow.store.stored import Person

ROLES = {role for flow in release().process.workflows.values() for role in flow.roles}


def staff(began: date = YEAR_BEGINS) -> dict[str, Person]:
    """Who works where fifty families live, by name."""
    rows = families_of_a_year(50, seed=1, began=began, calendar=calendar())
    acting = [(row.actor, row.role) for row in rows]
    away = began + timedelta(days=60)
    return {person.person: person for person in staff_of(acting, release().process, away)}


def test_every_role_of_the_process_has_somebody() -> None:
    held = {role for person in staff().values() for role in person.roles}

    assert held == ROLES


def test_whoever_acts_in_a_story_may_act_in_that_role() -> None:
    people = staff()
    for row in families_of_a_year(50, seed=1, began=YEAR_BEGINS, calendar=calendar()):
        assert row.role in people[row.actor].roles


def test_every_manager_is_known_and_nobody_leads_nowhere() -> None:
    people = staff()

    assert {person.manager for person in people.values()} - {""} <= people.keys()
    assert people["worker.2"].manager == "area.manager"
    assert all(person.email.endswith("@example.org") for person in people.values())


def test_somebody_is_on_leave_for_two_weeks_of_the_year() -> None:
    away = [person for person in staff(day("Mon 5 Jan 2026")).values() if person.away_from]

    (person,) = away
    assert (person.away_from, person.away_to) == (day("Fri 6 Mar 2026"), day("Thu 19 Mar 2026"))
