"""Forms that begin with what cases around know: nobody is typed in a second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from days import day
from engine.building import Desk, a_person
from process.building import an_outcome
from real_process import release
from web.fields_shown import shown
from web.office import WebOffice, office
from workflow.definition.model import OPEN_CASE
from workflow.engine.beginnings import beginnings

HELD = "Mon 23 Mar 2026"
PLANNING = "/open/core_group?about=CP-1"
INVITED = [
    {"kind": "parent", "name": "Robin Invented", "email": "robin@home.example"},
    {"kind": "school", "name": "Ms Green", "agency": "Northwick School", "mobile": "07700 900001"},
    {"kind": "gp", "name": "Dr Brown", "agency": "High Street Surgery"},
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """The day after a conference that put CP-1 on a plan, with a first core group and members."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        opened.employs(a_person("asha", *every), a_person("ivan", "conference_chair"))
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
        desk.booked_only(HELD, "CP-1", ref="CONF-1", kind="initial")
        desk.does("CONF-1", "invite", "Tue 17 Mar 2026", participants=INVITED)
        attended = ["parent", "social_worker", "school", "police", "health_visitor"]
        desk.does("CONF-1", "hold_conference", HELD, held_on=HELD_ON, attended=attended)
        members = {"core_group_members": ["parent", "school"], "first_core_group_on": FIRST}
        desk.decided(HELD, CP_1=an_outcome(HELD, "protection_plan") | members)
        opened.employs(
            a_person("asha", *every),
            a_person("una", "conference_unit"),
            a_person("worker.1", "social_worker"),
            a_person("pat", "panel_member"),
        )
        yield opened


HELD_ON, FIRST = "2026-03-23", "2026-03-30"


def test_the_first_core_group_begins_with_the_day_and_the_members_that_were_set(
    place: WebOffice,
) -> None:
    page = place.signed_in("asha").get(PLANNING).text
    told = shown(page)

    assert [told[f"planned_for-{part}"] for part in ("day", "month", "year", "time")] == [
        "30",
        "3",
        "2026",
        "",
    ]
    assert [told[f"participants-{row}-name"] for row in (0, 1)] == ["Robin Invented", "Ms Green"]
    assert told["participants-0-email"] == "robin@home.example"
    assert "Dr Brown" not in page  # no member
    assert "Filled in from CONF-1: look whether all of it is still right." in page


def test_the_next_one_begins_with_whom_the_last_one_had(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    people = [{"kind": "school", "name": "Mr White", "agency": "Northwick School"}]
    group = {"planned_for": "2026-03-30T10:00:00+01:00", "participants": people}
    desk.does("GROUP-1", OPEN_CASE, "Tue 24 Mar 2026", considers_children=["CP-1"], **group)

    told = shown(place.signed_in("asha").get(PLANNING).text)

    assert told["participants-0-name"] == "Mr White"
    assert "Robin Invented" not in told.values()


def test_a_review_begins_with_whom_the_last_conference_invited_and_asks_who_is_missing(
    place: WebOffice,
) -> None:
    Desk(place.app.store).booked_only("Mon 8 Jun 2026", "CP-1", ref="CONF-2", kind="review")

    told = shown(place.signed_in("una").get("/cases/CONF-2/steps/invite").text)

    names = [told[f"participants-{row}-name"] for row in range(3)]
    assert names == ["Robin Invented", "Ms Green", "Dr Brown"]
    kinds = [told.get(f"participants-{row}-kind") for row in range(3, 6)]
    assert kinds == ["chair", "record_taker", "social_worker"]


MOTHER = {
    "parent_name": "Ann Invented",
    "parent_email": "ann@home.example",
    "parent_language": "pl",
}
TOLD = "Tue 24 Mar 2026"


def first_conference_of_two(place: WebOffice) -> None:
    """CP-2 and CP-3 have one mother; CP-3 has a father whom the other case does not know."""
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    father = {"other_parent_name": "Ben Invented", "other_parent_address": "7 Mill Lane"}
    desk.does("CP-2", "update_child_details", TOLD, **MOTHER)
    desk.does("CP-3", "update_child_details", TOLD, **MOTHER, **father)
    desk.does("CP-2", "change_lead_social_worker", TOLD, lead_social_worker="worker.1")
    desk.booked_only("Wed 1 Apr 2026", "CP-2", "CP-3", ref="CONF-2", kind="initial")


def test_a_first_conference_begins_with_the_parents_whom_the_cases_write_to(
    place: WebOffice,
) -> None:
    first_conference_of_two(place)

    page = place.signed_in("una").get("/cases/CONF-2/steps/invite").text
    told = shown(page)

    def row(number: int, *columns: str) -> list[str]:
        return [told.get(f"participants-{number}-{column}", "") for column in columns]

    assert row(0, "kind", "name", "email", "language", "case") == [
        *("parent", "Ann Invented", "ann@home.example", "pl", "")
    ]
    assert row(1, "kind", "name", "address", "case") == [
        *("parent", "Ben Invented", "7 Mill Lane", "CP-3")
    ]
    assert row(2, "kind", "person", "case") == ["social_worker", "worker.1", "CP-2"]
    assert "Filled in from CP-3, CP-2: look whether all of it is still right." in page
    with place.app.store.reading() as reading:
        assert {reading.looks(ref)[0].person for ref in ("CP-2", "CP-3")} == {"una"}


def test_who_was_named_to_chair_is_invited_and_not_who_chaired_last(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    last = {"kind": "chair", "name": "Sam Before", "email": "sam@example.org"}
    desk.does("CONF-1", "correct_the_list", "Tue 24 Mar 2026", participants=[*INVITED, last])
    desk.booked_only("Mon 8 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    chair = desk.case("CONF-2").facts["chair"]
    place.employs(
        a_person("asha", *place.roles_but_the_chair()), a_person(chair, "conference_chair")
    )

    page = place.signed_in("asha").get("/cases/CONF-2/steps/invite").text
    told = shown(page)
    rows = [name for name, value in told.items() if name.endswith("-kind") and value == "chair"]

    assert [told[name.replace("-kind", "-person")] for name in rows] == [chair]
    assert "Sam Before" not in page


def test_whoever_must_not_be_told_is_not_offered_to_be_invited(place: WebOffice) -> None:
    first_conference_of_two(place)
    Desk(place.app.store).does(
        "CP-3", "update_child_details", TOLD, must_not_be_told=["Mr Ben Invented"]
    )

    page = place.signed_in("una").get("/cases/CONF-2/steps/invite").text

    assert "Ann Invented" in page
    assert "Ben Invented" not in page


def test_whoever_is_told_nothing_any_more_is_not_brought_over(place: WebOffice) -> None:
    Desk(place.app.store).booked_only("Mon 8 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    Desk(place.app.store).does(
        "CP-1", "update_child_details", "Tue 24 Mar 2026", must_not_be_told=["Robin Invented"]
    )

    page = place.signed_in("una").get("/cases/CONF-2/steps/invite").text
    assert "Robin Invented" not in page


def test_who_leads_the_case_now_is_brought_over_and_not_who_led_it_then(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    people = [{"kind": "social_worker", "name": "S Worker", "email": "then@example.org"}]
    group = {"planned_for": "2026-03-30T10:00:00+01:00", "participants": people}
    desk.does("GROUP-1", OPEN_CASE, "Tue 24 Mar 2026", considers_children=["CP-1"], **group)

    page = place.signed_in("asha").get(PLANNING).text

    assert "then@example.org" not in page
    assert shown(page)["participants-0-person"] == "worker.1"


def test_people_of_another_child_of_the_earlier_meeting_stay_behind(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    people = [
        {"kind": "school", "name": "Ms Green", "case": "CP-1"},
        {"kind": "early_years", "name": "Nursery of the brother", "case": "CP-2"},
    ]
    group = {"planned_for": "2026-03-30T10:00:00+01:00", "participants": people}
    desk.does("GROUP-1", OPEN_CASE, "Tue 24 Mar 2026", considers_children=["CP-1"], **group)

    told = shown(place.signed_in("asha").get(PLANNING).text)

    assert "Ms Green" in told.values()
    assert "Nursery of the brother" not in told.values()


def test_of_a_case_that_one_does_not_see_nothing_is_brought_over() -> None:
    group = release().workflow("core_group")
    ties = {"considers_children": ["CP-1"]}

    assert beginnings(group, "", ties, day("Tue 24 Mar 2026"), lambda ref: None) == {}


def test_who_begins_with_what_another_case_has_has_looked_at_it(place: WebOffice) -> None:
    place.signed_in("asha").get(PLANNING)

    with place.app.store.reading() as reading:
        assert reading.looks("CONF-1")[0].what == "to open core_group"
