"""What is typed on pages that are no steps is not lost either when a session ends before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import PASSWORD, WebOffice, hidden_in, office, post

WHY = "The panel meets tonight and needs the dates."
CASE = "/cases/CP-1?story=all"


def at_work(opened: WebOffice) -> None:
    """CP-1 waits for its conference; asha has every role but the chair's, pat sees none of it."""
    every = opened.roles_but_the_chair()
    people = a_person("asha", *every), a_person("pat", "panel_member")
    opened.employs(*people)
    Desk(opened.app.store).awaiting_conference("Mon 23 Mar 2026", "CP-1")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on="Tue 24 Mar 2026", secret_key="k" * 32) as opened:
        yield opened


def too_late(
    place: WebOffice, browser: TestClient, page: str, to: str, **typed: str
) -> tuple[str, Response]:
    """The address to which signing in leads after a form of that page was sent too late; the page.

    Nobody but the person finds anything there.
    """
    form = hidden_in(browser.get(page).text)
    place.time.now += timedelta(hours=2)
    asked = browser.post(to, data={**form, **typed}).headers["location"]
    who = "pat" if "reason" in to else "asha"
    told = browser.get(asked).text
    assert "What you typed is kept" in told
    entered = browser.post(
        "/sign-in", data={**hidden_in(told), "person": who, "password": PASSWORD}
    )
    back = entered.headers["location"]
    return back, browser.get(back)


def test_the_reason_to_see_a_case_is_found_again_and_opens_it(place: WebOffice) -> None:
    browser = place.signed_in("pat")

    back, page = too_late(place, browser, CASE, "/cases/CP-1/reason", reason=WHY)

    assert back == CASE
    assert page.status_code == 403
    assert WHY in page.text
    opened = post(browser, "/cases/CP-1/reason", on=CASE, reason=WHY)
    assert opened.headers["location"] == CASE
    assert browser.get("/cases/CP-1").status_code == 200
    assert "Your drafts" not in browser.get("/").text


def test_a_reason_that_is_too_short_stays_in_the_form(place: WebOffice) -> None:
    answer = post(place.signed_in("pat"), "/cases/CP-1/reason", on=CASE, reason="tonight")

    assert answer.status_code == 422
    assert ">tonight</textarea>" in answer.text


@pytest.mark.parametrize("page", ["/people/new", "/people/person/pat"])
def test_what_was_typed_of_a_person_is_found_again_as_a_draft(place: WebOffice, page: str) -> None:
    browser = place.signed_in()
    typed = {"person": "ben", "name": "Ben Invented", "roles": "team_manager", "phone": "12345"}

    back, shown = too_late(place, browser, page, page, **typed)

    assert back == page
    assert 'value="Ben Invented"' in shown.text
    assert "Your draft of Tue 24 Mar 2026, 11:00" in shown.text
    post(browser, page, go="afresh")
    assert "Ben Invented" not in browser.get(page).text


def test_a_change_that_was_kept_after_all_is_no_draft_any_more(place: WebOffice) -> None:
    browser, page = place.signed_in(), "/people/person/pat"
    too_late(place, browser, page, page, name="Pat Invented")

    kept = post(browser, page, name="Pat Invented", roles="panel_member")

    assert kept.headers["location"] == f"{page}?done=changed"
    assert "Your draft" not in browser.get(page).text
    assert "Your drafts" not in browser.get("/").text


def test_the_reason_to_stop_all_sending_is_found_again(place: WebOffice) -> None:
    browser = place.signed_in()

    back, page = too_late(
        place, browser, "/messages", "/messages/sending", go="stop", reason="A wrong letter"
    )

    assert back == "/messages"
    assert 'value="A wrong letter"' in page.text
    assert "No message is sent" not in page.text
    post(browser, "/messages/sending", on="/messages", go="stop", reason="A wrong letter")
    assert "Your drafts" not in browser.get("/").text
