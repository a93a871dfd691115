"""Signing in with the council's own directory: whom it lets in, and everything that it does not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from days import at
from engine.building import a_person
from oidc_issuer import CLIENT, SECRET, Issuer, Key, issuing
from web.office import PASSWORD, Time, WebOffice, office, post
from workflow.engine.directory_sign_in import BEGUN_LASTS
from workflow.errors import SettingsWrong
from workflow.settings import Settings
from workflow.web.directory import ASKED_AGAIN_AFTER, SKEW, directory_of
from workflow.web.visiting import Visit

HERE = "http://127.0.0.1:8000"
ASHA = {"preferred_username": "asha", "email": "asha@example.org"}


@contextmanager
def council(folder: Path, **settings: str) -> Iterator[tuple[WebOffice, Issuer]]:
    """An office whose people sign in with the directory of their council."""
    time = Time(at("Mon 16 Mar 2026 09:00"))
    with issuing(Issuer(time, dict(ASHA))) as issuer:
        chosen = {
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "base_url": HERE,
        }
        with office(folder, **(chosen | settings)) as place:
            place.employs(
                replace(a_person("asha", "social_worker"), email="asha@example.org"),
                a_person("dana", "data_officer"),
            )
            issuer.clock = place.time
            yield place, issuer


@pytest.fixture
def place_and_issuer(tmp_path: Path) -> Iterator[tuple[WebOffice, Issuer]]:
    with council(tmp_path) as found:
        yield found


Both = tuple[WebOffice, Issuer]


def sent_back(browser: TestClient, to: str = "/") -> str:
    """The page of ours that the issuer sends the browser back to, without the host."""
    there = browser.get(f"/sign-in/council?to={to}").headers["location"]
    back = urlsplit(httpx2.get(there).headers["location"])
    assert f"{back.scheme}://{back.netloc}" == HERE
    return f"{back.path}?{back.query}"


def signs_in(browser: TestClient, to: str = "/") -> Response:
    return browser.get(sent_back(browser, to))


def is_in(browser: TestClient) -> bool:
    return browser.get("/").status_code == 200


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


def test_an_address_that_was_not_verified_proves_nobody(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.claims = {"email": "asha@example.org", "email_verified": False}

    assert signs_in(browser := place.browser()).status_code == 403
    assert not is_in(browser)


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


@pytest.mark.parametrize(
    "spoilt",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(
    place_and_issuer: Both, spoilt: dict[str, Any]
) -> None:
    place, issuer = place_and_issuer
    issuer.spoils = spoilt

    answer = signs_in(browser := place.browser())

    assert answer.status_code == 403
    assert "does not prove who you are" in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("seconds", "status"), [(SKEW - 1, 303), (SKEW + 301, 403), (-SKEW + 1, 303), (-SKEW - 1, 403)]
)
def test_clocks_may_differ_by_so_much_and_no_more(
    place_and_issuer: Both, seconds: int, status: int
) -> None:
    place, issuer = place_and_issuer
    issuer.clock = lambda: place.time() - timedelta(seconds=seconds)

    assert signs_in(place.browser()).status_code == status


def test_a_token_that_another_key_signed_lets_nobody_in(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.signs_with = Key("one")

    assert signs_in(place.browser()).status_code == 403


def test_a_token_signed_with_what_everybody_knows_lets_nobody_in(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.algorithm = "HS256"

    assert signs_in(place.browser()).status_code == 403


def test_a_new_key_of_the_issuer_is_asked_for_and_not_more_often_than_it_makes_sense(
    place_and_issuer: Both,
) -> None:
    place, issuer = place_and_issuer
    directory = place.web.state.site.directory
    seconds = 0.0
    directory.passed = lambda: seconds
    assert signs_in(place.browser()).status_code == 303
    assert signs_in(place.browser()).status_code == 303
    assert issuer.key_requests == 1

    issuer.key = Key("two")
    assert signs_in(place.browser()).status_code == 403
    assert issuer.key_requests == 1

    seconds += ASKED_AGAIN_AFTER
    assert signs_in(place.browser()).status_code == 303
    assert issuer.key_requests == 2


def test_what_came_back_once_comes_back_for_nobody_again(place_and_issuer: Both) -> None:
    place, _ = place_and_issuer
    browser = place.browser()
    back = sent_back(browser)
    thief = place.browser()
    thief.cookies.set("caseward", browser.cookies["caseward"])
    assert browser.get(back).status_code == 303

    again = thief.get(back)

    assert again.status_code == 403
    assert not is_in(thief)


def test_a_code_is_of_use_in_the_browser_that_asked_for_it_alone(place_and_issuer: Both) -> None:
    place, _ = place_and_issuer
    back = sent_back(place.browser())

    other = place.browser()
    other.get("/sign-in")
    assert other.get(back).status_code == 403
    assert not is_in(other)


def test_a_code_of_another_sign_in_is_refused_by_the_issuer(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    one, two = place.browser(), place.browser()
    sent_back(one)
    (code,) = issuer.codes
    state = sent_back(two).partition("state=")[2].partition("&")[0]

    answer = two.get(f"/sign-in/council/back?state={state}&code={code}")

    assert answer.status_code == 403
    assert not is_in(two)


def test_who_takes_too_long_over_there_begins_anew(place_and_issuer: Both) -> None:
    place, _ = place_and_issuer
    browser = place.browser()
    back = sent_back(browser)

    place.time.now += BEGUN_LASTS + timedelta(seconds=1)

    assert "begin it anew" in browser.get(back).text
    assert not is_in(browser)


def test_who_is_refused_there_is_told_so_and_not_in_words_that_anybody_could_write(
    place_and_issuer: Both,
) -> None:
    place, issuer = place_and_issuer
    issuer.refuses_people = True
    browser = place.browser()

    answer = browser.get(sent_back(browser) + "&error_description=ring+me")

    assert answer.status_code == 403
    assert "ring me" not in answer.text


@pytest.mark.parametrize("fault", ["is_down", "garbles"])
def test_while_the_issuer_is_away_a_page_says_so_and_nothing_else_breaks(
    place_and_issuer: Both, fault: str
) -> None:
    place, issuer = place_and_issuer
    setattr(issuer, fault, True)
    browser = place.browser()

    answer = browser.get("/sign-in/council")

    assert answer.status_code == 503
    assert "cannot be reached; try again" in answer.text
    assert post(browser, "/sign-in", person="asha", password=PASSWORD).status_code == 303
    assert is_in(browser)
    assert post(browser, "/sign-out", on="/").headers["location"] == "/signed-out"
    assert "Sign in again" in browser.get("/signed-out").text

    setattr(issuer, fault, False)
    assert signs_in(place.browser()).status_code == 303


def test_an_issuer_that_goes_away_in_the_middle_lets_nobody_in(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    browser = place.browser()
    back = sent_back(browser)
    issuer.is_down = True

    assert browser.get(back).status_code == 503
    assert not is_in(browser)


def test_an_issuer_that_bears_another_name_is_none_of_ours(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.name_in_discovery = "https://elsewhere.example"

    assert place.browser().get("/sign-in/council").status_code == 503


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
