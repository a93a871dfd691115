"""How often somebody may change, search, or open links: told in words, counted and not timed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.building import a_person
from web.office import WebOffice, office, post
from workflow.throttle import SECONDS, Throttle, TooOften


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path) as opened:
        opened.employs(a_person("asha", "social_worker"), a_person("ben", "team_manager"))
        yield opened


def paced(place: WebOffice, **changed: Throttle) -> None:
    """Let what is named be counted so."""
    place.web.state.site = replace(place.web.state.site, **changed)


def three(seconds: list[float]) -> Throttle:
    return Throttle(lambda: seconds[0], tries=3)


def test_who_waits_as_long_as_was_said_may_go_on() -> None:
    seconds = [0.0]
    throttle = three(seconds)
    for _ in range(3):
        throttle.check("asha")

    seconds[0] = 10.0
    with pytest.raises(TooOften) as often:
        throttle.check("asha")
    assert often.value.seconds == SECONDS - 10
    throttle.check("ben")

    seconds[0] += often.value.seconds
    throttle.check("asha")


def statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_changes_of_one_person_are_counted_whichever_browser_they_use(place: WebOffice) -> None:
    seconds = [0.0]
    one, two, other = (place.signed_in(name) for name in ("asha", "asha", "ben"))
    paced(place, writes=three(seconds))

    def changes(browser: TestClient) -> Any:
        return post(browser, "/account/end", on="/account", session="none")

    answers = [changes(browser) for browser in (one, two, one, two)]

    assert statuses(answers) == [303, 303, 303, 429]
    assert answers[-1].headers["retry-after"] == str(SECONDS)
    assert f"Wait {SECONDS} seconds" in answers[-1].text
    assert changes(other).status_code == 303
    seconds[0] += SECONDS
    assert changes(two).status_code == 303


def test_searches_of_one_person_are_counted(place: WebOffice) -> None:
    seconds = [0.0]
    browser = place.signed_in()
    paced(place, searches=three(seconds))

    assert statuses([browser.get(f"/find?ref=name{n}") for n in range(4)]) == [200, 200, 200, 429]
    assert browser.get("/find").status_code == 200  # the empty form is no search


def test_links_of_letters_are_counted_by_address(place: WebOffice) -> None:
    seconds = [0.0]
    paced(place, replies=three(seconds))

    answers = [place.browser().get(f"/reply/guess{n}") for n in range(4)]

    assert statuses(answers) == [410, 410, 410, 429]
