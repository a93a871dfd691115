"""Answers that are too long, and numbers that are none: told beside their field, none a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post

POSTPONE = "/cases/CONF-1/steps/postpone_conference"
VISIT = "/cases/CP-1/steps/record_visit"
MANY = "9" * 5000


def booked(opened: WebOffice) -> None:
    """A conference about CP-1 is booked for Tuesday 24 March 2026."""
    people = a_person("asha", *opened.roles_but_the_chair()), a_person("ivan", "conference_chair")
    opened.employs(*people)
    desk = Desk(opened.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.booked_only("Tue 24 Mar 2026", "CP-1", ref="CONF-1", kind="initial")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, booked, on="Wed 18 Mar 2026") as opened:
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in()


def test_a_text_that_is_too_long_is_told_beside_its_field_with_its_length(
    browser: TestClient,
) -> None:
    answer = post(browser, "/cases/CONF-1/steps/change_venue", go="check", venue="v" * 450_000)

    assert answer.status_code == 422
    sentence = (
        "“Venue or remote link” is too long: 450,000 characters, and at most 20,000 are taken;"
        " shorten it, or hand it in as a document."
    )
    assert f'<a href="#venue">{sentence}</a>' in answer.text


def test_a_cell_that_is_too_long_is_told_beside_its_cell(browser: TestClient) -> None:
    rows = {"participants-0-kind": "school", "participants-0-notes": "n" * 2001}

    answer = post(browser, "/cases/CONF-1/steps/invite", go="check", **rows)

    assert answer.status_code == 422
    assert '<a href="#participants-0-notes">Row 1 of “' in answer.text
    assert "“Notes” is too long: 2,001 characters" in answer.text


@pytest.mark.parametrize("year", ["9999", "2201", MANY, "\u0663" * 5000])
def test_a_day_beyond_all_cases_is_told_like_any_that_is_none(
    browser: TestClient, year: str
) -> None:
    when = {"planned_for-day": "31", "planned_for-month": "12", "planned_for-year": year}

    answer = post(browser, POSTPONE, go="check", **when, **{"planned_for-time": "10:00"})

    assert answer.status_code == 422
    assert "must be a day that exists, its year in four digits, and a time" in answer.text


def test_a_revision_of_any_length_is_another_one(browser: TestClient) -> None:
    answer = post(browser, POSTPONE, go="check", revision=MANY)

    assert answer.status_code == 422


def test_what_was_seen_of_a_person_may_be_any_text(place: WebOffice) -> None:
    people = a_person("asha", *place.roles_but_the_chair()), a_person("ivan", "conference_chair")
    place.employs(*people)
    browser = place.signed_in()
    address = "/people/person/ivan"
    form = hidden_in(browser.get(address).text)

    answer = browser.post(address, data={**form, "name": "Ivan", "seen": MANY})

    assert answer.status_code in (409, 422)
