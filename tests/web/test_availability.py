"""Who can take a part in a meeting, as the form that chooses somebody tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from days import day
from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from web.test_diary import books

BOOK = "/cases/CONF-9/steps/book_conference"
ON_MONDAY = {
    "planned_for-day": "16",
    "planned_for-month": "3",
    "planned_for-year": "2026",
    "planned_for-time": "11:00",
    "venue": "Room 2",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Ivan, Olga, Mona and Leo are chairs; Mona decided on the referral of CP-9, Ivan has CONF-1
    on Mon 16 Mar 2026 at 10:00, Leo is away that week. A conference about CP-9 is to be booked.
    """
    with office(tmp_path, on="Tue 10 Mar 2026") as opened:
        every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
        opened.employs(
            a_person("asha", *every),
            a_person("ivan", "conference_chair"),
            a_person("olga", "conference_chair"),
            a_person("mona", "conference_chair", "team_manager"),
            replace(
                a_person("leo", "conference_chair"),
                away_from=day("Mon 16 Mar 2026"),
                away_to=day("Fri 20 Mar 2026"),
            ),
            a_person("rita", "record_taker"),
        )
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-9")
        desk.does("CP-9", "record_supervision", "Tue 3 Mar 2026", by="mona", role="team_manager")
        books(desk, "CONF-1", "CP-1", "Mon 16 Mar 2026", "10:00")
        desk.does(
            "CONF-9", "open_case", "Tue 3 Mar 2026", conference_kind="initial", considers=["CP-9"]
        )
        yield opened


def asked(browser: TestClient, go: str, **more: str) -> str:
    return post(browser, BOOK, **{**ON_MONDAY, "go": go, **more}).text


def test_the_form_tells_what_each_chair_has_in_the_two_weeks_ahead(place: WebOffice) -> None:
    page = place.signed_in().get(BOOK).text

    assert "In the next two weeks: Mon 16 Mar 2026, 10:00 to 12:00 (CONF-1)." in page
    assert "In the next two weeks: no meeting." in page


@pytest.mark.requirement("S1-7")
@pytest.mark.requirement("S2-8")
def test_who_worked_the_case_is_not_offered_as_its_chair_and_it_is_said_why(
    place: WebOffice,
) -> None:
    page = place.signed_in().get(BOOK).text

    assert "mona (invented) has acted as Team manager on CP-9" in page
    assert 'value="mona"' not in page
    assert 'value="ivan"' in page


def test_once_a_day_is_typed_the_form_tells_who_is_free_then(place: WebOffice) -> None:
    page = asked(place.signed_in(), "free")

    assert "At another meeting then: Mon 16 Mar 2026, 10:00 to 12:00 (CONF-1)." in page
    assert "Free that day; the same week: no meeting." in page
    assert "Away on Mon 16 Mar 2026." in page
    assert 'value="Room 2"' in page or ">Room 2<" in page


def test_a_chair_who_is_elsewhere_then_is_warned_of_before_it_is_recorded(
    place: WebOffice,
) -> None:
    browser = place.signed_in()

    assert "Chair, ivan (invented): At another meeting then" in asked(
        browser, "check", chair="ivan"
    )
    assert "At another meeting then" not in asked(browser, "check", chair="olga")


def test_a_room_that_is_taken_then_is_told_and_warned_of(place: WebOffice) -> None:
    browser = place.signed_in()
    taken = "Room 1 by CONF-1, 10:00 to 12:00"

    assert f"Taken then: {taken}." in asked(browser, "free")
    assert "Room 1 is also taken by CONF-1, 10:00 to 12:00" in asked(
        browser, "check", chair="olga", venue="Room 1"
    )
    assert "also taken by" not in asked(browser, "check", chair="olga")
    assert "Taken then" not in browser.get(BOOK).text


def test_a_day_after_the_limit_and_one_on_which_nobody_works_are_told_before_it_is_recorded(
    place: WebOffice,
) -> None:
    browser = place.signed_in()
    good_friday = {"planned_for-day": "3", "planned_for-month": "4", "chair": "olga"}

    page = asked(browser, "check", **good_friday)
    assert "after the day by which the initial conference must be held" in page
    assert "Planned for: Fri 3 Apr 2026 is not a working day (Good Friday)." in page
    in_time = asked(browser, "check", chair="olga")
    assert "must be held" not in in_time
    assert "not a working day" not in in_time
    over = {"planned_for-day": "24", "planned_for-month": "2", "chair": "olga"}
    assert "Planned for: Tue 24 Feb 2026 is over." in asked(browser, "check", **over)


def test_whoever_is_kept_out_and_named_all_the_same_is_refused(place: WebOffice) -> None:
    answer = post(place.signed_in(), BOOK, **{**ON_MONDAY, "go": "check", "chair": "mona"})

    assert answer.status_code == 422
    assert "independent of those who work or manage the case" in answer.text


def test_a_change_of_chair_looks_at_the_day_that_is_booked(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    books(desk, "CONF-9b", "CP-9", "Mon 16 Mar 2026", "13:00", chair="olga")

    page = place.signed_in().get("/cases/CONF-9b/steps/change_chair").text

    assert "Free then; the same day: Mon 16 Mar 2026, 10:00 to 12:00 (CONF-1)." in page
