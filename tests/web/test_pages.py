"""My work and the page of a case, as those who may see them see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from workflow.engine.door import BROKE_GLASS

DAY = "Tue 24 Mar 2026"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """On the day after a conference that decided on a plan, which worker.1 leads."""
    with office(tmp_path, on=DAY) as opened:
        asha = a_person("asha", *sorted({*_roles(opened)} - {"panel_member", "conference_chair"}))
        ivan = a_person("ivan", "conference_chair")
        opened.employs(asha, ivan)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        worker = a_person("worker.1", "social_worker")
        opened.employs(asha, ivan, worker, a_person("pat", "panel_member"))
        yield opened


def _roles(place: WebOffice) -> set[str]:
    with place.app.store.reading() as reading:
        flows = place.app.catalogue.newest(reading, "").process.workflows.values()
    return {role for flow in flows for role in flow.roles}


def looked(place: WebOffice, ref: str = "CP-1") -> list[tuple[str, str]]:
    with place.app.store.reading() as reading:
        return [(look.person, look.what) for look in reading.looks(ref)]


def test_my_work_lists_what_is_mine_the_soonest_first_with_the_days_left(place: WebOffice) -> None:
    page = place.signed_in("worker.1").get("/").text

    visit, group = page.index("Visit and see the child"), page.index("Hold the core group")
    assert group < visit
    assert "working days left" in page


def test_what_is_somebody_elses_by_name_is_not_mine(place: WebOffice) -> None:
    asha = place.signed_in().get("/").text

    assert "Visit and see the child" not in asha  # worker.1 leads
    assert "Hold the review conference" in asha  # nobody is named for it


def test_a_case_shows_where_it_is_what_comes_next_and_leaves_a_row(place: WebOffice) -> None:
    page = place.signed_in("worker.1").get("/cases/CP-1").text

    for text in ("Subject of a child protection plan", "Record a visit", "Neglect", "CONF-1"):
        assert text in page
    assert looked(place) == [("worker.1", "case")]


def test_how_a_date_comes_about_is_told_on_a_page_and_in_place(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    where = "/cases/CP-1/dates/hold_core_group/1"

    assert "Mon 23 Mar 2026" in browser.get(where).text
    part = browser.get(where, headers={"hx-request": "true"}).text
    assert "Mon 23 Mar 2026" in part
    assert "<html" not in part


def test_a_case_that_one_does_not_see_opens_for_a_reason_that_is_kept(place: WebOffice) -> None:
    browser = place.signed_in("pat")
    shut = browser.get("/cases/CP-1")
    assert shut.status_code == 403
    assert "Cleo" not in shut.text
    assert looked(place) == []

    short = post(browser, "/cases/CP-1/reason", on="/cases/CP-1", reason="why?")
    assert short.status_code == 422
    reason = "The panel meets tonight and needs the dates."
    opened = post(browser, "/cases/CP-1/reason", on="/cases/CP-1", reason=reason)

    assert opened.headers["location"] == "/cases/CP-1"
    assert reason in browser.get("/cases/CP-1").text
    assert set(looked(place)) == {("pat", "case"), ("pat", BROKE_GLASS)}  # at one instant


def test_a_case_that_is_not_there_says_so(place: WebOffice) -> None:
    answer = place.signed_in().get("/cases/CP-404")

    assert answer.status_code == 404
    assert "CP-404" in answer.text


def test_what_was_typed_into_a_case_is_shown_as_text_and_never_run(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.does(
        "CP-1", "update_child_details", DAY, by="asha", child_name="<script>alert(1)</script>"
    )

    page = place.signed_in("worker.1").get("/cases/CP-1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_person_whose_team_is_not_known_still_sees_by_role(place: WebOffice) -> None:
    place.employs(replace(a_person("tess", "team_manager"), team="North"))

    assert place.signed_in("tess").get("/cases/CP-1").status_code == 200
