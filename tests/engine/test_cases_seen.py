"""The list of cases that a person sees holds those that the door opens to them, and no others."""

from __future__ import annotations

import pytest

from databases import by_hand
from engine.building import Desk
from workflow.case.access import Sight, sight
from workflow.definition.taking_part import Sees

FLOWS = ("child_protection", "conference")
TEAMS: tuple[tuple[str, ...], ...] = ((), ("ben", "cleo"), ("asha", "worker.1"))


@pytest.fixture
def furnished(desk: Desk) -> Desk:
    """CP-1 on a plan that worker.1 leads, its conference, and CP-2."""
    desk.on_plan("Mon 23 Mar 2026")
    desk.awaiting_conference("Mon 23 Mar 2026", "CP-2")
    return desk


def listed(desk: Desk, person: str, sees: Sees, team: tuple[str, ...], limit: int = 9) -> set[str]:
    with desk.store.reading() as reading:
        found = reading.cases_seen(
            person,
            sees_all=FLOWS if sees is Sees.ALL else (),
            sees_team=FLOWS if sees is Sees.TEAM else (),
            team=team,
            workflow="",
            open_only=False,
            after="",
            limit=limit,
        )
    return {each.head.ref for each in found}


def opened(desk: Desk, person: str, sees: Sees, team: tuple[str, ...]) -> set[str]:
    with desk.store.reading() as reading:
        return {
            ref
            for ref in ("CP-1", "CP-2", "CONF-1")
            if sight(reading.held_by(ref), person, sees, team) is Sight.OPEN
        }


def test_the_list_and_the_door_agree_for_whoever_sees_whatever(furnished: Desk) -> None:
    for person in ("asha", "ivan", "worker.1", "nobody"):
        for sees in Sees:
            for team in TEAMS:
                expected = opened(furnished, person, sees, team)
                assert listed(furnished, person, sees, team) == expected

    assert len(listed(furnished, "nobody", Sees.ALL, (), limit=1)) == 1


def test_what_deals_with_a_case_is_seen_by_whoever_works_on_that(furnished: Desk) -> None:
    def seen(person: str, sees: Sees) -> set[str]:
        seen = listed(furnished, person, sees, ())
        assert seen == opened(furnished, person, sees, ())
        return seen & {"CP-1", "CONF-1"}

    assert seen("worker.1", Sees.OWN) == {"CP-1", "CONF-1"}
    lead = {"lead_social_worker": "worker.2"}
    furnished.does("CP-1", "change_lead_social_worker", "Tue 24 Mar 2026", **lead)
    assert (seen("worker.1", Sees.OWN), seen("worker.2", Sees.OWN)) == (set(), {"CP-1", "CONF-1"})

    assert seen("nobody", Sees.ALL) == {"CP-1", "CONF-1"}
    furnished.does("CP-1", "restrict_case", "Tue 24 Mar 2026", role="service_manager")
    assert (seen("nobody", Sees.ALL), seen("worker.2", Sees.ALL)) == (set(), {"CP-1", "CONF-1"})
    assert {str(verdict) for verdict in furnished.verdicts()} == {"fine"}


def test_a_restricted_case_is_listed_for_those_alone_who_have_a_role_on_it(furnished: Desk) -> None:
    with by_hand(furnished.store.url) as tool:
        tool.exec_driver_sql(
            "INSERT INTO indexed_fact (authority, case_id, name, value)"
            " SELECT authority, case_id, 'is restricted', 'yes' FROM \"case\" WHERE ref = 'CP-1'"
        )

    assert "CP-1" not in listed(furnished, "nobody", Sees.ALL, ())
    assert "CP-1" not in listed(furnished, "nobody", Sees.TEAM, ("worker.1",))
    assert "CP-1" in listed(furnished, "worker.1", Sees.OWN, ())
