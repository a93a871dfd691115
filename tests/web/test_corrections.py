"""A row of the story put right on a page: asked, checked, done through the one door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from days import day
from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post

DAY = "Wed 25 Mar 2026"
VISIT = {"child_seen": True, "seen_alone": True, "bedroom_seen": True}


def at_work(opened: WebOffice) -> None:
    """CP-1 on a plan since Monday, seen on Tuesday."""
    every = opened.roles_but_the_chair()
    people = a_person("asha", *every), a_person("ivan", "conference_chair")
    opened.employs(*people)
    desk = Desk(opened.app.store)
    desk.on_plan("Mon 23 Mar 2026")
    visited = {"visited_on": day("Tue 24 Mar 2026"), **VISIT}
    desk.does("CP-1", "record_visit", "Tue 24 Mar 2026", by="asha", **visited)
    worker, unit = a_person("worker.1", "social_worker"), a_person("una", "conference_unit")
    opened.employs(*people, worker, unit)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on=DAY) as opened:
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in("worker.1")


def page_of(place: WebOffice, event: str = "record_visit") -> str:
    return f"/cases/CP-1/rows/{Desk(place.app.store).row(event)}/correct"


def as_recorded(page: str) -> dict[str, str]:
    day, month, year = "24", "3", "2026"
    yes = dict.fromkeys(("child_seen", "seen_alone", "bedroom_seen"), "yes")
    return {
        **hidden_in(page),
        **yes,
        "visited_on-day": day,
        "visited_on-month": month,
        "visited_on-year": year,
    }


def test_each_row_that_a_person_recorded_leads_to_its_correction(
    place: WebOffice, browser: TestClient
) -> None:
    story = browser.get("/cases/CP-1?story=all").text

    assert f'href="{page_of(place)}"' in story
    assert story.count("Correct this") < story.count("cw-timeline__entry")


def test_the_form_holds_what_was_recorded(place: WebOffice, browser: TestClient) -> None:
    page = browser.get(page_of(place)).text

    assert 'name="visited_on-day" type="text" value="24"' in page
    assert page.count('value="yes" checked') == 3
    assert "This is what was recorded for Tue 24 Mar 2026" in page


def test_a_day_is_corrected_after_a_look_at_what_it_moves(
    place: WebOffice, browser: TestClient
) -> None:
    here, desk = page_of(place), Desk(place.app.store)
    form = {**as_recorded(browser.get(here).text), "visited_on-day": "23", "reason": "mistyped"}
    before = desk.everything()["CP-1"]

    check = browser.post(here, data={**form, "go": "check"})

    assert check.status_code == 200
    assert "(was Tue 24 Mar 2026)" in check.text
    assert "What it moves" in check.text
    assert "No letter and no message is sent." in check.text
    assert desk.everything()["CP-1"] == before
    done = browser.post(here, data={**hidden_in(check.text), "go": "do"})
    assert done.headers["location"] == "/cases/CP-1?done=correct"
    assert "Recorded: Corrects row" in browser.get(done.headers["location"]).text
    row = next(row for row in desk.counting() if row.name == "record_visit")
    assert row.facts["visited_on"] == day("Mon 23 Mar 2026")
    assert desk.history()[-1].facts["reason"] == "mistyped"


def test_what_did_not_happen_is_taken_out_and_stays_in_the_story(
    place: WebOffice, browser: TestClient
) -> None:
    here, desk = page_of(place), Desk(place.app.store)
    form = {**hidden_in(browser.get(here).text), "retract": "yes", "reason": "another child"}

    check = browser.post(here, data={**form, "go": "check"})
    browser.post(here, data={**hidden_in(check.text), "go": "do"})

    assert "counts no more" in check.text
    assert not any(row.name == "record_visit" for row in desk.counting())
    assert "no longer counts" in browser.get("/cases/CP-1").text


@pytest.mark.parametrize(
    ("otherwise", "sentence"),
    [
        ({"reason": "why"}, "Nothing is different yet"),
        ({"visited_on-day": "23", "reason": " "}, "Say in a few words why the row was wrong"),
        ({"visited_on-day": "31", "visited_on-month": "2", "reason": "-"}, "Look at this again"),
        ({"visited_on-day": "30", "reason": "in the future"}, "Look at this again"),
        ({"child_seen": "", "reason": "a needed answer"}, "Look at this again"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    place: WebOffice, browser: TestClient, otherwise: dict[str, str], sentence: str
) -> None:
    here, desk = page_of(place), Desk(place.app.store)
    before = desk.everything()["CP-1"]

    page = browser.post(
        here, data={**as_recorded(browser.get(here).text), **otherwise, "go": "check"}
    )

    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="2026"' in page.text
    assert desk.everything()["CP-1"] == before


def test_where_the_case_has_changed_meanwhile_nothing_is_corrected(
    place: WebOffice, browser: TestClient
) -> None:
    here, desk = page_of(place), Desk(place.app.store)
    form = {**as_recorded(browser.get(here).text), "visited_on-day": "23", "reason": "mistyped"}
    desk.does("CP-1", "report_missing", DAY, by="asha")

    page = browser.post(here, data={**form, "go": "do"})

    assert page.status_code == 422
    assert "The case has changed" in page.text
    assert 'value="23"' in page.text


def test_sent_twice_it_is_corrected_once(place: WebOffice, browser: TestClient) -> None:
    here, desk = page_of(place), Desk(place.app.store)
    form = {**as_recorded(browser.get(here).text), "visited_on-day": "23", "reason": "mistyped"}

    for _ in range(2):
        browser.post(here, data={**form, "go": "do"})

    assert sum(row.name == "correct" for row in desk.history()) == 1


def test_who_may_not_record_it_may_not_correct_it(place: WebOffice) -> None:
    assert place.signed_in("una").get(page_of(place)).status_code == 403


@pytest.mark.parametrize("row", ["0", "999", "x"])
def test_a_row_that_is_not_there_is_none(browser: TestClient, row: str) -> None:
    assert browser.get(f"/cases/CP-1/rows/{row}/correct").status_code in (404, 409, 422)


def test_what_was_typed_into_a_correction_is_a_draft(place: WebOffice, browser: TestClient) -> None:
    here = page_of(place)
    post(browser, here, go="draft", reason="wrong child & day")

    assert "wrong child &amp; day" in browser.get(here).text
    assert "Correct: Record a visit, CP-1" in browser.get("/").text


def test_a_correction_of_one_cell_leaves_what_the_form_does_not_ask_of_its_row(
    place: WebOffice,
) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.booked_only("Tue 31 Mar 2026", "CP-2", ref="CONF-2", kind="initial")
    people = [
        {"kind": "parent", "name": "Robin", "email": "robin@home.example", "person": "gone.1"},
        {"kind": "school", "agency": "Northwick School"},
    ]
    desk.does("CONF-2", "invite", "Tue 24 Mar 2026", participants=people)
    browser = place.signed_in("asha")
    here = f"/cases/CONF-2/rows/{desk.row('invite', 'CONF-2')}/correct"
    page = browser.get(here).text
    assert '<option value="gone.1" selected>gone.1</option>' in page
    told = {
        "participants-0-kind": "parent",
        "participants-0-name": "Robyn",
        "participants-0-email": "robin@home.example",
        "participants-0-person": "gone.1",
        "participants-1-kind": "school",
        "participants-1-agency": "Northwick School",
    }

    check = browser.post(
        here, data={**hidden_in(page), **told, "reason": "misspelt", "go": "check"}
    )
    assert check.status_code == 200, check.text
    browser.post(here, data={**hidden_in(check.text), "go": "do"})

    row = next(row for row in desk.counting("CONF-2") if row.name == "invite")
    assert list(row.facts["participants"]) == [{**people[0], "name": "Robyn"}, people[1]]
