"""Who may look at a case: what its definition says of roles, and of cases that few may see."""

from __future__ import annotations

import pytest

from cases import Office
from workflow.case.access import Held, Sight, is_restricted, sight, widest
from workflow.definition.taking_part import Sees

OPEN, REASON = Sight.OPEN, Sight.REASON

RESTRICTED = """
    roles: {worker: Worker, manager: {title: Manager, sees: team}, guest: {title: Guest, sees: own}}
    restricted_when: "secret"
    facts:
      secret: yes_no
      worked_by: {type: person, as: worker}
    states:
      open:
        title: Open
        steps: {note: {by: [worker], may_ask: [secret, worked_by], stay: yes}}
    """.replace("secret: yes_no", "secret: {type: yes_no}")


def a_case(*by: str, restricted: bool = False) -> Held:
    return Held(restricted=restricted, by=frozenset(by))


@pytest.mark.parametrize(
    ("case", "sees", "sight_of_ben"),
    [
        (a_case("asha"), Sees.ALL, OPEN),
        (a_case("asha"), Sees.TEAM, OPEN),  # of his team
        (a_case("cleo"), Sees.TEAM, REASON),
        (a_case(), Sees.TEAM, OPEN),  # nobody's yet
        (a_case(), Sees.OWN, REASON),
        (a_case("ben"), Sees.OWN, OPEN),
        (a_case("asha", restricted=True), Sees.ALL, REASON),
        (a_case("asha", "ben", restricted=True), Sees.OWN, OPEN),
    ],
)
def test_a_case_is_seen_by_role_by_team_or_by_who_works_it(
    case: Held, sees: Sees, sight_of_ben: Sight
) -> None:
    assert sight(case, "ben", sees, team=["asha", "ben"]) is sight_of_ben


def test_a_case_is_restricted_while_its_definition_says_so() -> None:
    office = Office(RESTRICTED)
    office.opened("Mon 2 Mar 2026")
    workflow = office.release.workflow("plan")
    assert not is_restricted(workflow, office.case())

    office.happened("note", "Tue 3 Mar 2026", secret=True, worked_by="asha")

    assert is_restricted(workflow, office.case())


@pytest.mark.parametrize(
    ("roles", "sees"),
    [
        (["guest"], Sees.OWN),
        (["guest", "manager"], Sees.TEAM),
        (["guest", "worker"], Sees.ALL),
        ([], Sees.OWN),
        (["elsewhere"], Sees.OWN),
    ],
)
def test_of_several_roles_the_one_that_sees_most_counts(roles: list[str], sees: Sees) -> None:
    assert widest(Office(RESTRICTED).release.workflow("plan"), roles) is sees
