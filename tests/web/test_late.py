"""What happened while a step was open is recorded late, in its place, on the page of the step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post

VISIT = "/cases/CP-1/steps/record_visit"
LATE = f"{VISIT}?late=yes"
ENDED = {
    "decision": "end",
    "plan_end_reason": "no_longer_at_risk",
    "support_after": "-",
    "continuing_support_plan": "-",
    "lead_practitioner": "ben",
}


def seen_on(day: str, month: str = "6") -> dict[str, str]:
    yes = dict.fromkeys(("child_seen", "seen_alone", "bedroom_seen"), "yes")
    return {"visited_on-day": day, "visited_on-month": month, "visited_on-year": "2026", **yes}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Two days before a review ends the plan of CP-1."""
    with office(tmp_path, on="Sat 13 Jun 2026") as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        opened.employs(*people, a_person("worker.1", "social_worker"))
        yield opened


def plan_ends(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.met("Mon 15 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    desk.decided("Mon 15 Jun 2026", "CONF-2", CP_1=ENDED)
    place.time.now = place.time.now.replace(day=17)


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in("worker.1")


def visits(place: WebOffice) -> list[int | None]:
    rows = Desk(place.app.store).history()
    return [row.placed_after for row in rows if row.name == "record_visit"]


def test_a_step_that_is_not_open_any_more_is_recorded_late_in_its_place(
    place: WebOffice,
) -> None:
    plan_ends(place)
    browser = place.signed_in("worker.1")
    closed = browser.get(VISIT)
    assert (closed.status_code, "?late=yes" in closed.text) == (409, True)

    check = post(browser, VISIT, LATE, go="check", **seen_on("12"))
    assert "It is recorded late, in its place" in check.text
    assert visits(place) == []
    done = browser.post(VISIT, data={**hidden_in(check.text), "go": "do"})

    assert done.headers["location"] == "/cases/CP-1?done=record_visit"
    (placed_after,) = visits(place)
    assert placed_after is not None


@pytest.mark.parametrize(("day", "month"), [("16", "6"), ("1", "2")])
def test_on_a_day_on_which_it_was_not_open_it_is_refused_and_kept(
    place: WebOffice, day: str, month: str
) -> None:
    plan_ends(place)
    browser = place.signed_in("worker.1")

    page = post(browser, VISIT, LATE, go="check", **seen_on(day, month))

    assert page.status_code == 422
    assert "“Record a visit” was not open in CP-1 on the day it happened." in page.text
    assert f'value="{day}"' in page.text
    assert visits(place) == []


@pytest.mark.parametrize("go", ["check", "do"])
def test_where_the_step_has_closed_meanwhile_what_was_typed_comes_back_with_what_happened(
    place: WebOffice, browser: TestClient, go: str
) -> None:
    form = hidden_in(browser.get(VISIT).text)
    plan_ends(place)
    browser = place.signed_in("worker.1")
    fresh = hidden_in(browser.get("/").text)["csrf"]

    page = browser.post(VISIT, data={**form, **seen_on("12"), "csrf": fresh, "go": go})

    assert page.status_code == 422
    assert "This step is not open any more" in page.text
    assert "Recorded since this form was made:" in page.text
    assert 'value="12"' in page.text
    late = browser.post(VISIT, data={**hidden_in(page.text), **seen_on("12"), "go": "check"})
    assert "It is recorded late, in its place" in late.text


def test_what_was_typed_late_is_a_draft_that_leads_there(place: WebOffice) -> None:
    plan_ends(place)
    browser = place.signed_in("worker.1")
    post(browser, VISIT, LATE, go="draft", **seen_on("12"))

    assert f'href="{LATE}"' in browser.get("/").text
    assert 'value="12"' in browser.get(LATE).text


def test_steps_that_are_not_open_are_listed_for_what_happened_earlier(place: WebOffice) -> None:
    plan_ends(place)
    browser = place.signed_in("worker.1")
    assert 'href="/cases/CP-1/late"' in browser.get("/cases/CP-1").text

    page = browser.get("/cases/CP-1/late").text

    assert f'href="{LATE}"' in page


@pytest.mark.parametrize(
    ("day", "month", "year"), [("31", "2", "2026"), ("x", "6", "2026"), ("12", "", "")]
)
def test_a_day_of_the_step_that_cannot_be_is_not_taken_for_today(
    place: WebOffice, browser: TestClient, day: str, month: str, year: str
) -> None:
    here, asha = "/cases/CP-1/steps/update_child_details", place.signed_in("asha")
    on = {"occurred_on-day": day, "occurred_on-month": month, "occurred_on-year": year}

    page = post(asha, here, go="check", **on)

    assert page.status_code == 422
    assert "is no day there is" in page.text
    assert f'value="{day}"' in page.text


def test_the_opening_of_a_case_is_nothing_that_is_recorded_late(place: WebOffice) -> None:
    assert place.signed_in().get("/cases/CP-1/steps/open_case?late=yes").status_code == 404
