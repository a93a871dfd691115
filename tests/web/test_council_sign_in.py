"""Signing in with the council's own directory: whom it lets in, in which roles, and out again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from days import at
from oidc_issuer import CLIENT
from web.council import ASHA, Both, council, is_in, signs_in
from web.office import PASSWORD, office, post
from workflow.errors import SettingsWrong
from workflow.settings import Settings
from workflow.web.directory import directory_of
from workflow.web.visiting import Visit


@pytest.fixture
def place_and_issuer(tmp_path: Path) -> Iterator[Both]:
    with council(tmp_path) as found:
        yield found


def test_whom_the_directory_proves_is_signed_in_and_led_to_the_page_asked_for(
    place_and_issuer: Both,
) -> None:
    place, _ = place_and_issuer
    browser = place.browser()
    assert "council account" in browser.get("/sign-in").text
    before = browser.cookies["caseward"]

    answer = signs_in(browser, "/board")

    assert (answer.status_code, answer.headers["location"]) == (303, "/board")
    assert is_in(browser)
    assert browser.cookies["caseward"] != before


def test_people_are_known_by_their_address_where_the_directory_says_no_short_name(
    place_and_issuer: Both,
) -> None:
    place, issuer = place_and_issuer
    issuer.claims = {"email": "Asha@Example.org"}
    assert signs_in(browser := place.browser()).status_code == 303
    assert is_in(browser)


def test_another_claim_names_the_person_where_that_was_chosen(tmp_path: Path) -> None:
    with council(tmp_path, oidc_person_claim="payroll") as (place, issuer):
        issuer.claims = {"preferred_username": "dana", "payroll": "asha"}
        assert signs_in(browser := place.browser()).status_code == 303
        assert "asha (invented)" in browser.get("/").text


def test_whom_nobody_knows_here_is_told_whom_to_ask(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.claims = {"preferred_username": "somebody.else"}

    answer = signs_in(browser := place.browser())

    assert answer.status_code == 403
    assert "dana (invented)" in answer.text
    assert "somebody.else" not in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example"])
def test_signing_in_there_never_leads_to_another_site(place_and_issuer: Both, to: str) -> None:
    place, _ = place_and_issuer

    assert signs_in(place.browser(), to).headers["location"] == "/"


def test_signing_out_ends_the_session_here_and_offers_to_end_it_there(
    place_and_issuer: Both,
) -> None:
    place, issuer = place_and_issuer
    browser = place.browser()
    signs_in(browser)
    thief = place.browser()
    thief.cookies.set("caseward", browser.cookies["caseward"])

    post(browser, "/sign-out", on="/")

    assert not is_in(thief)
    assert f"{issuer.address}/end?client_id={CLIENT}" in browser.get("/signed-out").text
    issuer.has_way_out = False
    place.web.state.site.directory.passed = lambda: float("inf")
    assert f"{issuer.address}/end" not in browser.get("/signed-out").text


def test_passwords_can_be_switched_off(tmp_path: Path) -> None:
    with council(tmp_path, local_passwords="no") as (place, _):
        browser = place.browser()
        page = browser.get("/sign-in").text
        assert "council account" in page
        assert 'type="password"' not in page

        csrf = Visit(token=browser.cookies["caseward"]).csrf
        form = {"csrf": csrf, "person": "asha", "password": PASSWORD}

        assert browser.post("/sign-in", data=form).status_code == 404
        assert browser.get("/password").status_code == 404
        assert signs_in(browser).status_code == 303


def test_roles_come_from_the_directory_where_that_was_chosen_and_the_change_is_kept(
    tmp_path: Path,
) -> None:
    with council(tmp_path, oidc_roles_claim="groups") as (place, issuer):
        issuer.claims = {**ASHA, "groups": ["team_manager", "domain-users"]}
        signs_in(place.browser())

        with place.app.store.reading() as reading:
            asha = reading.person("asha")
            (change,) = reading.person_changes("asha")
        assert asha is not None
        assert asha.roles == ("team_manager",)
        assert change.by == "directory"
        assert change.fields == {"roles": ("social_worker", "team_manager")}


def test_a_directory_that_leaves_roles_out_takes_none_away_and_lets_nobody_in(
    tmp_path: Path,
) -> None:
    with council(tmp_path, oidc_roles_claim="groups") as (place, _):
        answer = signs_in(browser := place.browser())

        assert "did not say your roles" in answer.text
        assert not is_in(browser)
        with place.app.store.reading() as reading:
            assert reading.person_changes() == []


def test_without_what_speaks_to_the_issuer_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "authlib.integrations.httpx_client", None)
    settings = Settings(
        oidc_issuer="https://login.example", oidc_client_id=CLIENT, base_url="https://case.example"
    )

    with pytest.raises(SettingsWrong, match=r"caseward\[oidc\]"):
        directory_of(settings, lambda: at("Mon 16 Mar 2026 09:00"))


def test_where_nobody_chose_an_issuer_there_is_no_page_of_one(tmp_path: Path) -> None:
    with office(tmp_path) as place:
        for path in ("/sign-in/council", "/sign-in/council/back", "/signed-out"):
            assert place.browser().get(path).status_code == 404
