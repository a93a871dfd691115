"""My work and the page of a case, as those who may see them see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from workflow.engine.door import BROKE_GLASS, REFUSED

DAY = "Tue 24 Mar 2026"
QUESTIONS = 14
"""Who signed in (3), the case and what their roles see (2), what is around it (2), who recorded
and who is named (2), history, messages, looks, and the case that the look is written to."""


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


@contextmanager
def asked_meanwhile() -> Iterator[list[str]]:
    """The statements that a database is given meanwhile."""
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


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


def test_who_looked_is_told_once_for_a_day_with_how_often(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    pages = [browser.get("/cases/CP-1").text for _ in range(3)]

    told = re.sub(r"<[^>]+>", "", pages[-1][pages[-1].index("Who looked") :])
    assert told.count("worker.1 (invented)") == 1
    assert "worker.1 (invented) Tue 24 Mar 2026, 09:00, 2 times that day" in told


def test_the_days_that_the_conference_agreed_stand_in_the_head(place: WebOffice) -> None:
    page = place.signed_in("worker.1").get("/cases/CP-1").text

    assert "First core group set for" in page
    assert "First review set for" in page


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
    assert looked(place) == [("pat", REFUSED)]

    short = post(browser, "/cases/CP-1/reason", on="/cases/CP-1", reason="why?")
    assert short.status_code == 422
    reason = "The panel meets tonight and needs the dates."
    opened = post(browser, "/cases/CP-1/reason", on="/cases/CP-1", reason=reason)

    assert opened.headers["location"] == "/cases/CP-1"
    page = browser.get("/cases/CP-1").text
    assert reason in page
    assert "tried, and was not let in" in page
    # In the same millisecond, as the clock of a test stands: in no order.
    assert sorted(looked(place)) == [("pat", BROKE_GLASS), ("pat", "case"), ("pat", REFUSED)]


def test_who_tries_again_and_again_is_kept_once_an_hour(place: WebOffice) -> None:
    browser = place.signed_in("pat")
    for _ in range(3):
        browser.get("/cases/CP-1")
        browser.get("/cases/CP-1/steps/record_visit")
    assert looked(place) == [("pat", REFUSED)]

    place.time.now += timedelta(hours=1, seconds=1)
    place.signed_in("pat").get("/cases/CP-1")
    assert looked(place) == [("pat", REFUSED)] * 2


def test_a_restricted_case_is_seen_by_those_alone_who_have_a_role_on_it(place: WebOffice) -> None:
    assert place.signed_in("ivan").get("/cases/CP-1").status_code == 200
    desk = Desk(place.app.store)
    desk.does("CP-1", "restrict_case", DAY, role="service_manager")

    assert place.signed_in("ivan").get("/cases/CP-1").status_code == 403
    assert place.signed_in("worker.1").get("/cases/CP-1").status_code == 200


def test_a_case_that_is_not_there_says_so(place: WebOffice) -> None:
    answer = place.signed_in().get("/cases/CP-404")

    assert answer.status_code == 404
    assert "There is no case CP-404. Look at the reference again" in answer.text


def test_todays_plan_is_one_click_away_and_leaves_a_row(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    assert "/cases/CP-1/sheets/todays_plan" in browser.get("/cases/CP-1").text

    sheet = browser.get("/cases/CP-1/sheets/todays_plan").text
    for text in ("Next dates", "Hold the core group", "9 working days left", "Neglect"):
        assert text in sheet
    assert ("worker.1", "sheet todays_plan") in looked(place)


def test_a_sheet_that_there_is_not_says_so(place: WebOffice) -> None:
    answer = place.signed_in().get("/cases/CP-1/sheets/menu")

    assert answer.status_code == 404
    assert "no such sheet" in answer.text


def test_where_a_case_is_stands_in_words_beside_the_picture(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    for view in ("", "?view=small"):
        page = browser.get(f"/cases/CP-1/picture{view}").text
        assert "First review conference awaited" in page
        assert 'data-state="protection_plan" data-current="true"' in page
    assert ("worker.1", "picture") in looked(place)


def test_what_others_can_do_says_who_they_are(place: WebOffice) -> None:
    asha = place.signed_in().get("/cases/CP-1").text
    pat = place.signed_in("ivan").get("/cases/CP-1").text

    assert "Lead social worker: worker.1 (invented)" not in asha  # asha can do it herself
    assert "Lead social worker: worker.1 (invented)" in pat


def test_a_date_has_the_step_that_does_it_beside_it(place: WebOffice) -> None:
    page = place.signed_in("worker.1").get("/cases/CP-1").text
    due = page[page.index('id="dates"') : page.index('id="next"')]

    assert "/cases/CP-1/steps/record_visit" in due
    assert "/cases/CP-1/steps/update_cp_is" not in due  # the unit does that


def test_a_message_leads_to_what_exactly_was_said(place: WebOffice) -> None:
    browser = place.signed_in()
    said = re.findall(r'href="(/messages/[^"]+)"', browser.get("/cases/CP-1").text)

    assert said
    assert browser.get(said[-1]).status_code == 200


def test_the_page_asks_the_database_as_often_for_a_long_story_as_for_a_short_one(
    place: WebOffice,
) -> None:
    def questions() -> int:
        browser = place.signed_in("worker.1")
        browser.get("/cases/CP-1")
        with asked_meanwhile() as statements:
            browser.get("/cases/CP-1")
        return len([each for each in statements if each.startswith("SELECT")])

    before = questions()
    desk = Desk(place.app.store)
    for ref in ("CP-2", "CP-3"):
        desk.referred(DAY, ref)
    for number in range(5):
        named = {"child_name": f"Invented {number}", "command_id": str(number)}
        desk.does("CP-1", "update_child_details", DAY, **named)

    assert questions() == before == QUESTIONS


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


def test_who_is_signed_in_finds_their_way_from_a_page_that_is_not_there(place: WebOffice) -> None:
    lost = place.signed_in().get("/nowhere")

    assert lost.status_code == 404
    assert 'href="/board"' in lost.text
    assert 'href="/board"' not in place.browser().get("/nowhere").text


def test_whom_the_case_writes_to_stands_among_its_people(place: WebOffice) -> None:
    mother = {"parent_name": "Ann Invented", "parent_email": "ann@home.example"}
    Desk(place.app.store).does("CP-1", "update_child_details", DAY, **mother)

    page = place.signed_in("worker.1").get("/cases/CP-1").text

    people = page[page.index('id="people"') :]
    people = people[: people.index("</section>")]
    assert 'Ann Invented <span class="cw-faint">Parent</span>' in people
    assert "ann@home.example" in people
