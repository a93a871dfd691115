"""Signing in with the council's own directory: everything that lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from oidc_issuer import CLIENT, Key
from web.council import Both, council, is_in, sent_back, signs_in
from web.office import PASSWORD, post
from workflow.engine.directory_sign_in import BEGUN_LASTS
from workflow.web.directory import ASKED_AGAIN_AFTER, SKEW


@pytest.fixture
def place_and_issuer(tmp_path: Path) -> Iterator[Both]:
    with council(tmp_path) as found:
        yield found


def test_an_address_that_was_not_verified_proves_nobody(place_and_issuer: Both) -> None:
    place, issuer = place_and_issuer
    issuer.claims = {"email": "asha@example.org", "email_verified": False}

    assert signs_in(browser := place.browser()).status_code == 403
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
