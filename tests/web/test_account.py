"""Where somebody is signed in, in words, and ending that from another browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import a_person
from web.office import PASSWORD, WebOffice, office, post
from workflow.web.browser_names import browser_name

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path) as opened:
        opened.employs(a_person("asha", "social_worker"), a_person("ben", "team_manager"))
        yield opened


def signed_in(place: WebOffice, person: str, browser_says: str) -> TestClient:
    browser = place.browser()
    browser.headers["user-agent"] = browser_says
    assert post(browser, "/sign-in", person=person, password=PASSWORD).status_code == 303
    return browser


def is_in(browser: TestClient) -> bool:
    return browser.get("/").status_code == 200


def sessions_on(page: str) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f]+)"', page)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on an iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.0", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_told_in_words(said: str, name: str) -> None:
    assert browser_name(said) == name


def test_the_account_lists_each_browser_and_ends_the_one_that_is_chosen(place: WebOffice) -> None:
    phone, desk = signed_in(place, "asha", SAFARI), signed_in(place, "asha", FIREFOX)
    page = desk.get("/account").text
    assert "Safari on an iPhone" in page
    assert "Firefox on Windows" in page
    own = page.split("this one")[1]

    (other,) = {*sessions_on(page)} - {sessions_on(own)[0]}
    answer = post(desk, "/account/end", on="/account", session=other)

    assert answer.headers["location"] == "/account?done=ended"
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(place: WebOffice) -> None:
    ben, asha = signed_in(place, "ben", FIREFOX), signed_in(place, "asha", FIREFOX)
    (his,) = sessions_on(ben.get("/account").text)

    post(asha, "/account/end", on="/account", session=his)

    assert is_in(ben)


def test_only_who_administers_people_is_led_to_them(place: WebOffice) -> None:
    assert "/people" not in signed_in(place, "asha", FIREFOX).get("/account").text
