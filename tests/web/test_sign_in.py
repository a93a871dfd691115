"""Signing in and out: what keeps others out, and that everybody hears the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import a_person
from web.office import PASSWORD, WebOffice, hidden_in, office, post
from workflow.engine.accounts import FAILURES, IDLE, LINK_LASTS, LOCKED_FOR, WHOLE
from workflow.throttle import Throttle


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, base_url="http://case.example", mail="file://out") as opened:
        asha = replace(a_person("asha", "social_worker"), email="asha@example.org")
        opened.employs(asha, a_person("ben", "team_manager"))
        yield opened


def is_in(browser: TestClient) -> bool:
    return browser.get("/").status_code != 303


def test_a_page_asks_to_sign_in_and_leads_back_to_it_afterwards(place: WebOffice) -> None:
    browser = place.browser()

    asked = browser.get("/?")
    assert asked.headers["location"] == "/sign-in?to=/"
    answer = post(
        browser, "/sign-in", on=asked.headers["location"], person="asha", password=PASSWORD
    )

    assert answer.headers["location"] == "/"
    assert is_in(browser)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"])
def test_signing_in_never_leads_to_another_site(place: WebOffice, to: str) -> None:
    answer = post(place.browser(), "/sign-in", person="asha", password=PASSWORD, to=to)

    assert answer.headers["location"] == "/"


def test_who_is_not_known_hears_the_same_as_who_mistypes(place: WebOffice) -> None:
    def told(person: str) -> str:
        page = post(place.browser(), "/sign-in", person=person, password="wrong").text
        return "".join(re.findall(r'href="#person">(.*?)<', page))

    assert told("asha") == told("nobody") != ""


def test_an_account_is_locked_after_wrong_tries_and_opens_by_itself(place: WebOffice) -> None:
    browser = place.browser()
    for _ in range(FAILURES):
        post(browser, "/sign-in", person="asha", password="wrong")
    assert post(browser, "/sign-in", person="asha", password=PASSWORD).status_code == 422

    place.time.now += LOCKED_FOR
    assert post(browser, "/sign-in", person="asha", password=PASSWORD).status_code == 303


def test_who_fails_too_often_from_one_address_has_to_wait_and_nobody_else_there(
    place: WebOffice,
) -> None:
    browser = place.browser()
    answers = [post(browser, "/sign-in", person="asha", password="x") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert is_in(place.signed_in("ben"))


def test_a_council_behind_one_address_signs_in_at_nine(place: WebOffice) -> None:
    narrow = replace(place.web.state.site, addresses=Throttle(tries=3))
    place.web.state.site = narrow

    assert all(is_in(place.signed_in(person)) for person in ("asha", "ben") * 10)


def test_an_address_from_which_many_fail_has_to_wait(place: WebOffice) -> None:
    place.web.state.site = replace(place.web.state.site, addresses=Throttle(tries=3))
    browser = place.browser()
    answers = [post(browser, "/sign-in", person=f"p{n}", password="x") for n in range(4)]

    assert [answer.status_code for answer in answers] == [422] * 3 + [429]


def test_signing_in_leads_back_to_the_page_as_it_was_asked_for(place: WebOffice) -> None:
    browser = place.browser()

    asked = browser.get("/diary?from=2026-W14&team=North%20%26%20East").headers["location"]
    answer = post(browser, "/sign-in", on=asked, person="asha", password=PASSWORD)

    assert asked.count("?") == 1
    assert answer.headers["location"] == "/diary?from=2026-W14&team=North%20%26%20East"


def test_signing_out_ends_the_session_in_the_database_too(place: WebOffice) -> None:
    browser, thief = place.signed_in(), place.browser()
    thief.cookies.set("caseward", browser.cookies["caseward"])
    assert is_in(thief)

    assert post(browser, "/sign-out", on="/").headers["location"] == "/sign-in"

    assert not is_in(thief)


@pytest.mark.parametrize("passed", [IDLE + timedelta(seconds=1), WHOLE])
def test_a_session_that_is_left_alone_ends(place: WebOffice, passed: timedelta) -> None:
    browser = place.signed_in()
    assert is_in(browser)

    place.time.now += passed
    assert not is_in(browser)


def test_a_session_lasts_no_longer_than_a_working_day_however_busy(place: WebOffice) -> None:
    browser = place.signed_in()
    hours = 0
    while is_in(browser):
        place.time.now += timedelta(minutes=30)
        hours += 1

    assert timedelta(minutes=30) * hours == WHOLE + timedelta(minutes=30)


def test_who_is_no_longer_on_the_list_of_people_is_out_at_once(place: WebOffice) -> None:
    browser = place.signed_in()
    place.employs(a_person("ben", "team_manager"))

    assert not is_in(browser)


def test_a_form_without_the_token_of_its_browser_is_refused(place: WebOffice) -> None:
    other = hidden_in(place.browser().get("/sign-in").text)
    browser = place.browser()
    browser.get("/sign-in")

    for csrf in ({}, {"csrf": other["csrf"]}):
        answer = browser.post("/sign-in", data={"person": "asha", "password": PASSWORD, **csrf})
        assert answer.status_code == 403


def test_a_form_from_another_site_is_refused(place: WebOffice) -> None:
    browser = place.browser()
    hidden = hidden_in(browser.get("/sign-in").text)
    form = {**hidden, "person": "asha", "password": PASSWORD}

    answer = browser.post("/sign-in", data=form, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_by_https_the_cookie_is_bound_to_this_host_and_no_script_reads_it(tmp_path: Path) -> None:
    with office(tmp_path, base_url="https://case.example") as opened:
        held = opened.browser().get("/sign-in").headers["set-cookie"]

    assert held.startswith("__Host-caseward=")
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in held


def test_a_link_by_mail_sets_a_password_once(place: WebOffice) -> None:
    old = place.signed_in()
    browser = place.browser()
    said = [post(browser, "/password", person=name).text for name in ("asha", "ben", "nobody")]
    assert len({re.sub("nonce.*?>|[0-9a-f]{64}", "", page) for page in said}) == 1

    (link,) = re.findall(r"http://case.example(/password/\S+)", mailed(place))
    again = {"password": "three new words", "again": "three new words"}
    assert post(browser, link, **again).headers["location"] == "/sign-in"

    assert not is_in(old)
    assert browser.get(link).status_code == 410
    fields = {"person": "asha", "password": "three new words"}
    assert post(browser, "/sign-in", **fields).status_code == 303


def test_a_link_is_over_after_an_hour(place: WebOffice) -> None:
    browser = place.browser()
    post(browser, "/password", person="asha")
    (link,) = re.findall(r"http://case.example(/password/\S+)", mailed(place))

    place.time.now += LINK_LASTS + timedelta(seconds=1)
    assert browser.get(link).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [("short", "short", "12 characters"), ("three new words", "three new word", "differ")],
)
def test_a_password_that_is_weak_or_mistyped_is_not_set(
    place: WebOffice, password: str, again: str, told: str
) -> None:
    browser = place.browser()
    post(browser, "/password", person="asha")
    (link,) = re.findall(r"http://case.example(/password/\S+)", mailed(place))

    answer = post(browser, link, password=password, again=again)
    assert answer.status_code == 422
    assert told in answer.text


def mailed(place: WebOffice) -> str:
    """What waits to be sent."""
    with place.app.store.reading() as reading:
        return "\n".join(posting.message.said.text for posting in reading.postings())
