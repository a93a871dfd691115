"""People administered on pages: each change kept and told, and nobody raised unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from workflow.engine.person_changes import replaced
from workflow.engine.tokens import give_token, speaks_for
from workflow.store.stored import Person
from workflow.store.stored_access import PersonChange
from workflow.web.visiting import Visit

ASHA = replace(a_person("asha", "social_worker"), email="asha@example.org", team="north")
DANA = replace(a_person("dana", "data_officer"), email="dana@example.org")
DEV = replace(a_person("dev", "data_officer"), email="dev@example.org")
FORM: dict[str, Any] = {
    "name": "Ben Invented",
    "email": "ben@example.org",
    "roles": ["team_manager"],
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, base_url="http://case.example", mail="file://out") as opened:
        opened.employs(ASHA, DANA, DEV)
        yield opened


@pytest.fixture
def dana(place: WebOffice) -> TestClient:
    return place.signed_in("dana")


def found(place: WebOffice, name: str) -> Person | None:
    with place.app.store.reading() as reading:
        return reading.person(name)


def changes(place: WebOffice, name: str = "") -> list[PersonChange]:
    with place.app.store.reading() as reading:
        return reading.person_changes(name)


def mails(place: WebOffice, notice: str) -> dict[str, str]:
    with place.app.store.reading() as reading:
        return {
            posting.message.said.address: posting.message.said.text
            for posting in reading.postings()
            if posting.message.notice == notice
        }


def is_in(browser: TestClient) -> bool:
    return browser.get("/").status_code == 200


def test_a_person_is_added_and_it_is_kept_who_did_it(place: WebOffice, dana: TestClient) -> None:
    answer = post(dana, "/people/new", person="ben", **FORM)

    assert answer.headers["location"] == "/people/person/ben?done=added"
    ben = found(place, "ben")
    assert ben is not None
    assert (ben.name, ben.roles) == ("Ben Invented", ("team_manager",))
    (change,) = changes(place, "ben")
    assert (change.by, change.kind) == ("dana", "added")
    assert change.fields["roles"] == ("", "team_manager")
    page = dana.get("/people/person/ben").text
    assert "added, " in page
    assert "Ben Invented" in dana.get("/people?q=invented+ben").text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("person", "", "Give a short name"),
        ("person", "two words", "Give a short name"),
        ("person", "ASHA", "somebody of that short name already"),
        ("person", "Clock", "The program uses this name itself"),
        ("name", " ", "Give the name"),
        ("name", "x" * 201, "longer than 200"),
        ("team", "x" * 201, "longer than 200"),
        ("email", "ben.example.org", "such as name@example.org"),
        ("email", "a@example.org, b@example.org", "such as name@example.org"),
        ("email", "Asha@Example.org", "Somebody else has this address"),
        ("phone", "ring me", "such as 01632 960 001"),
        ("roles", ["king"], "There is no role king"),
        ("manager", "nobody", "Choose somebody who is known here"),
        ("manager", "ben", "Choose somebody who is known here"),
        ("away_from-day", "31", "Give a day, a month and a year"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_nothing_typed_is_lost(
    place: WebOffice, dana: TestClient, field: str, value: str | list[str], told: str
) -> None:
    answer = post(
        dana, "/people/new", **{"person": "ben", **FORM, "phone": "01632 960 001"} | {field: value}
    )

    assert answer.status_code == 422
    assert told in answer.text
    assert field == "phone" or "01632 960 001" in answer.text
    assert found(place, "ben") is None
    assert changes(place) == []


def test_the_teams_that_there_are_stand_beside_the_field(dana: TestClient) -> None:
    page = dana.get("/people/person/dana").text

    assert "There are: north. Another name makes another team." in page


def test_nobody_is_back_before_they_go(place: WebOffice, dana: TestClient) -> None:
    days = {"away_from-day": "9", "away_from-month": "3", "away_from-year": "2026"}
    back = {"away_to-day": "8", "away_to-month": "3", "away_to-year": "2026"}

    answer = post(dana, "/people/person/asha", name="Asha", **days, **back)

    assert answer.status_code == 422
    assert "back before they go" in answer.text


def test_nobody_manages_themselves_over_others(place: WebOffice, dana: TestClient) -> None:
    post(dana, "/people/new", person="ben", **FORM, manager="asha")

    answer = post(dana, "/people/person/asha", name="Asha", manager="ben")

    assert "They would manage themselves" in answer.text


def test_whose_roles_change_hears_of_it_and_so_does_everybody_else_who_administers_people(
    place: WebOffice, dana: TestClient
) -> None:
    post(dana, "/people/person/asha", name="Asha", email=ASHA.email, roles=["data_officer"])

    told = mails(place, "person_change")

    assert told.keys() == {"asha@example.org", "dev@example.org"}
    assert "Roles before: Lead social worker" in told["dev@example.org"]
    assert "Roles now: Data officer" in told["dev@example.org"]


def test_a_change_of_a_telephone_is_kept_and_told_to_nobody(
    place: WebOffice, dana: TestClient
) -> None:
    post(
        dana, "/people/person/asha", name=ASHA.name, email=ASHA.email, roles=["social_worker"],
        team="north", phone="01632 960 002",
    )  # fmt: skip

    assert mails(place, "person_change") == {}
    (change,) = changes(place, "asha")
    assert change.fields == {"phone": ("", "01632 960 002")}


def test_nobody_changes_their_own_roles(place: WebOffice, dana: TestClient) -> None:
    answer = post(
        dana, "/people/person/dana", name="Dana", roles=["data_officer", "head_of_service"]
    )

    assert answer.status_code == 422
    assert "changed by somebody else" in answer.text
    dana_now = found(place, "dana")
    assert dana_now is not None
    assert dana_now.roles == ("data_officer",)


def test_somebody_is_left_who_administers_people(place: WebOffice, dana: TestClient) -> None:
    post(dana, "/people/person/dev", name="Dev", roles=["social_worker"])

    answer = post(dana, "/people/person/dana/leave")

    assert answer.status_code == 409
    assert "nobody would be left who administers people" in answer.text.lower()
    assert found(place, "dana") is not None


def test_two_who_change_one_person_do_not_undo_each_other(
    place: WebOffice, dana: TestClient
) -> None:
    dev = place.signed_in("dev")
    post(dana, "/people/person/asha", name="Asha One", roles=["social_worker"])

    answer = post(dev, "/people/person/asha", seen="0", name="Asha Two")

    assert answer.status_code == 409
    asha = found(place, "asha")
    assert asha is not None
    assert asha.name == "Asha One"


def test_who_leaves_is_out_at_once_and_so_are_their_programs(
    place: WebOffice, dana: TestClient
) -> None:
    asha = place.signed_in("asha")
    now = place.time.now
    token = place.app.store.transact(lambda writing: give_token(writing, "asha", now))

    assert post(dana, "/people/person/asha/leave").headers["location"] == "/people?done=left"

    assert not is_in(asha)
    place.employs(ASHA, DANA, DEV)  # who comes back later is not let in by what is old
    assert not is_in(asha)
    with place.app.store.reading() as reading:
        assert speaks_for(reading, token, now) is None


def test_who_leaves_open_cases_behind_leaves_them_to_somebody(
    place: WebOffice, dana: TestClient
) -> None:
    place.employs(a_person("asha", *place.roles_but_the_chair()), DANA, DEV)
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.does("CP-2", "change_lead_social_worker", "Tue 3 Mar 2026", lead_social_worker="asha")
    path = "/people/person/asha/leave"
    assert "CP-2" in dana.get(path).text
    assert post(dana, path).status_code == 422
    assert post(dana, path, takes_over="asha").status_code == 422
    assert found(place, "asha") is not None

    post(dana, path, takes_over="dev")

    assert found(place, "asha") is None
    assert "CP-2" in mails(place, "cases_left")["dev@example.org"]
    assert changes(place, "asha")[0].fields["takes_over"] == ("", "dev")


def test_everybody_is_signed_out_whose_account_is_in_doubt(
    place: WebOffice, dana: TestClient
) -> None:
    asha = place.signed_in("asha")

    post(dana, "/people/person/asha/sign-out", on="/people/person/asha")

    assert not is_in(asha)
    assert changes(place, "asha")[0].kind == "signed_out"


def test_a_first_password_is_set_by_a_link_in_the_mail(place: WebOffice, dana: TestClient) -> None:
    post(dana, "/people/new", person="ben", **FORM)
    post(dana, "/people/person/ben/password", on="/people/person/ben")
    link = mails(place, "password_link")["ben@example.org"].partition("http://case.example")[2]
    browser = place.browser()

    words = {"password": "three new words", "again": "three new words"}
    assert post(browser, link.split()[0], **words).headers["location"] == "/sign-in"
    assert post(browser, "/sign-in", person="ben", password="three new words").status_code == 303


def test_who_does_not_administer_people_sees_and_does_nothing_here(place: WebOffice) -> None:
    asha = place.signed_in("asha")
    for path in ("/people", "/people/new", "/people/changes", "/people/person/dana"):
        assert asha.get(path).status_code == 403
    form = {"csrf": csrf(asha), "name": "Dana", "seen": "0"}
    for path in ("/people/new", "/people/person/dana", "/people/person/dana/leave",
                 "/people/person/dana/sign-out", "/people/person/dana/password"):  # fmt: skip
        assert asha.post(path, data=form).status_code == 403
    assert changes(place) == []


def test_a_role_that_was_taken_away_meanwhile_counts_no_more(
    place: WebOffice, dana: TestClient
) -> None:
    assert dana.get("/people/new").status_code == 200
    place.employs(ASHA, replace(DANA, roles=("social_worker",)), DEV)

    assert (
        dana.post("/people/new", data={"csrf": csrf(dana), "person": "ben", **FORM}).status_code
        == 403
    )


def test_the_page_says_when_people_come_from_a_file(place: WebOffice, dana: TestClient) -> None:
    assert "read in from a file" not in dana.get("/people").text

    now = place.time.now
    people = [DANA, replace(ASHA, team="south")]
    with place.app.store.writing() as writing:
        gone = replaced(writing, people, by="operator root", now=now)

    assert gone == ["dev"]
    assert "read in from a file" in dana.get("/people").text
    assert changes(place, "asha")[0].fields == {"team": ("north", "south")}
    assert changes(place, "dev")[0].kind == "left"


def csrf(browser: TestClient) -> str:
    return Visit(token=browser.cookies["caseward"]).csrf


def test_of_who_is_away_it_is_said_that_nobody_stands_in(
    place: WebOffice, dana: TestClient
) -> None:
    away = {"away_from-day": "2", "away_from-month": "3", "away_from-year": "2026"}
    post(dana, "/people/person/dev", name="dev", roles=["data_officer"], **away)

    assert "Nobody stands in for them" in dana.get("/people/person/dev").text
    assert "Nobody stands in for them" not in dana.get("/people/person/asha").text


def test_a_year_of_two_digits_is_no_day(place: WebOffice, dana: TestClient) -> None:
    away = {"away_from-day": "2", "away_from-month": "3", "away_from-year": "26"}
    answer = post(dana, "/people/person/dev", name="dev", roles=["data_officer"], **away)

    assert "a year in four digits" in answer.text
