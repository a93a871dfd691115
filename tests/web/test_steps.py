"""Taking a step on a page: asked, checked, done once, on the case as it was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from process.building import EVERYBODY
from web.office import WebOffice, hidden_in, office, post
from workflow.definition.model import OPEN_CASE

DAY = "Tue 24 Mar 2026"
VISIT = "/cases/CP-1/steps/record_visit"
SEEN = {
    "visited_on-day": "23",
    "visited_on-month": "3",
    "visited_on-year": "2026",
    "child_seen": "yes",
    "seen_alone": "yes",
    "bedroom_seen": "yes",
}


def at_work(opened: WebOffice) -> None:
    """On the day after a conference that decided on a plan for CP-1."""
    every = opened.roles_but_the_chair()
    people = a_person("asha", *every), a_person("ivan", "conference_chair")
    opened.employs(*people)
    Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
    opened.employs(*people, a_person("worker.1", "social_worker"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on=DAY) as opened:
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in("worker.1")


def events(place: WebOffice, name: str, ref: str = "CP-1") -> int:
    return sum(row.name == name for row in Desk(place.app.store).history(ref))


def test_a_step_is_asked_checked_and_recorded(place: WebOffice, browser: TestClient) -> None:
    check = post(browser, VISIT, go="check", **SEEN)
    assert check.status_code == 200
    for text in ("Mon 23 Mar 2026", "What will happen", "Visit and see the child: done"):
        assert text in check.text
    assert events(place, "record_visit") == 0

    done = browser.post(VISIT, data={**hidden_in(check.text), "go": "do"})

    assert done.headers["location"] == "/cases/CP-1?done=record_visit"
    assert "Recorded: Record a visit" in browser.get(done.headers["location"]).text
    assert events(place, "record_visit") == 1


def test_who_mends_what_the_case_knows_sees_it_beside_each_question(place: WebOffice) -> None:
    known = {
        "interpreter_needed": True,
        "parental_responsibility": ["Ann Invented", "Ben Invented"],
    }
    Desk(place.app.store).does("CP-1", "update_child_details", DAY, **known)
    browser = place.signed_in("worker.1")

    page = browser.get("/cases/CP-1/steps/update_child_details").text

    assert "Known now: yes" in page
    assert "Known now: Ann Invented, Ben Invented" in page
    assert page.count("Known now") < page.count("govuk-form-group")
    assert "Known now" not in browser.get(VISIT).text  # every visit is told anew


def test_each_of_several_whom_letters_did_not_reach_is_seen_to_alone(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    for whom in ("Parent (parent of CONF-1)", "School (school of CONF-1)"):
        failed = {"undelivered_to": whom, "undelivered_notice": "-", "undelivered_why": "-"}
        desk.does("CP-1", "record_undelivered", DAY, **failed)
    browser, step = place.signed_in("asha"), "/cases/CP-1/steps/undelivered_seen_to"
    page = browser.get(step).text
    assert 'value="Parent (parent of CONF-1)"' in page
    assert 'value="School (school of CONF-1)"' in page

    told = {"undelivered_to": "Parent (parent of CONF-1)", "undelivered_told_how": "by telephone"}
    desk.does("CP-1", "undelivered_seen_to", DAY, **told)

    assert "see_to_undelivered" in {task.name for task in desk.case().tasks}
    assert 'value="Parent (parent of CONF-1)"' not in browser.get(step).text
    desk.does(
        "CP-1",
        "undelivered_seen_to",
        DAY,
        **{**told, "undelivered_to": "School (school of CONF-1)"},
    )
    assert "see_to_undelivered" not in {task.name for task in desk.case().tasks}


def test_what_is_wrong_in_a_table_is_told_by_the_number_of_its_row_on_the_page(
    place: WebOffice,
) -> None:
    Desk(place.app.store).booked_only("Mon 8 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    rows = {
        "participants-0-kind": "parent",
        "participants-0-name": "Ann Invented",
        "participants-1-kind": "chair",  # offered, and left empty
        "participants-2-kind": "school",
        "participants-2-email": "no address",
    }

    page = post(place.signed_in("asha"), "/cases/CONF-2/steps/invite", go="check", **rows).text

    assert '<a href="#participants-2-email">Row 3 of “Participants”' in page
    assert 'id="participants-2-email-error"' in page
    assert "Row 2 of" not in page


def test_the_check_page_tells_which_letters_go_to_whom_and_which_cannot(
    place: WebOffice,
) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.booked_only(DAY, "CP-2", ref="CONF-2", kind="initial")
    invited = {
        "participants-0-kind": "parent",
        "participants-0-name": "Robin Invented",
        "participants-0-address": "1 High Street, Northwick",
        "participants-1-kind": "school",
        "participants-1-agency": "Northwick School",
    }

    check = post(place.signed_in(), "/cases/CONF-2/steps/invite", go="check", **invited).text

    assert "1 message goes out; 2 do not." in check
    assert "Parent: Robin Invented: by post" in check
    assert "School: Northwick School: <strong" in check
    assert "cannot go: no address is known that is safe and may be used" in check
    with place.app.store.reading() as reading:
        assert not [each for each in reading.postings() if each.message.notice == "invitation"]


def test_a_form_that_is_sent_twice_is_done_once(place: WebOffice, browser: TestClient) -> None:
    check = hidden_in(post(browser, VISIT, go="check", **SEEN).text)

    answers = [browser.post(VISIT, data={**check, "go": "do"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert events(place, "record_visit") == 1


def test_where_the_case_has_changed_meanwhile_the_form_comes_back_with_all_that_was_typed(
    place: WebOffice, browser: TestClient
) -> None:
    check = hidden_in(post(browser, VISIT, go="check", **SEEN).text)
    Desk(place.app.store).does("CP-1", "report_missing", "Mon 23 Mar 2026", by="asha")

    stale = browser.post(VISIT, data={**check, "go": "do"})
    assert stale.status_code == 422
    assert "The case has changed" in stale.text
    assert 'value="2026"' in stale.text
    assert events(place, "record_visit") == 0

    again = browser.post(VISIT, data={**hidden_in(stale.text), **SEEN, "go": "do"})
    assert again.status_code == 303


def test_what_is_missing_is_told_beside_its_question_and_above(browser: TestClient) -> None:
    page = post(browser, VISIT, go="check", **{**SEEN, "child_seen": ""})

    assert page.status_code == 422
    assert re.search('href="#child_seen">The child was seen: this is needed', page.text)
    assert 'id="child_seen-error"' in page.text
    assert 'value="23"' in page.text


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "2", "2026"), ("x", "3", "2026"), ("1", "1", "1"), ("9" * 400, "1", "2026"),
     ("²", "3", "2026"), ("24", "3", "2027"), ("", "3", "")],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused_and_kept(
    place: WebOffice, browser: TestClient, day: str, month: str, year: str
) -> None:
    typed = {"visited_on-day": day, "visited_on-month": month, "visited_on-year": year}
    page = post(browser, VISIT, go="check", **{**SEEN, **typed})

    assert page.status_code == 422
    assert f'value="{day}"' in page.text or not day
    assert events(place, "record_visit") == 0


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "=1+1", "a\x00b\x08c", "\u202eevil", "x" * 20_000]
)
def test_hostile_text_is_text(place: WebOffice, browser: TestClient, text: str) -> None:
    check = post(browser, VISIT, go="check", **SEEN, who_was_seen=text)

    assert check.status_code == 200
    assert "<img src=x" not in check.text
    assert not {"\x00", "\x08", "\u202e"} & set(check.text)


def test_a_field_that_the_step_does_not_ask_is_not_taken(
    place: WebOffice, browser: TestClient
) -> None:
    check = post(browser, VISIT, go="do", **SEEN, decision="end")

    assert check.status_code == 303
    assert "decision" not in Desk(place.app.store).history()[-1].facts


def test_a_step_of_another_role_is_refused(place: WebOffice, browser: TestClient) -> None:
    assert browser.get("/cases/CP-1/steps/record_supervision").status_code == 403
    assert browser.get("/cases/CP-1/steps/no_such_step").status_code == 404


def test_a_step_that_is_not_open_says_so(browser: TestClient) -> None:
    answer = browser.get("/cases/CP-1/steps/record_birth")

    assert answer.status_code == 409
    assert "is not open while the case is: " in answer.text
    assert "See what can be done now" in answer.text
    assert "record_" not in answer.text.partition("<h1")[2]  # names of events are for programs


def test_an_outcome_for_each_of_two_linked_cases_is_typed_into_one_table(
    place: WebOffice,
) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    desk.booked_only(DAY, "CP-2", "CP-3", ref="CONF-2", kind="initial")
    desk.does("CONF-2", "hold_conference", DAY, held_on=place.time.now.date(), attended=EVERYBODY)
    page = place.signed_in("ivan").get("/cases/CONF-2/steps/record_conference_outcome").text

    for ref in ("CP-2", "CP-3"):
        assert f'name="outcomes-{ref}-decision"' in page
        assert f'name="outcomes-{ref}-first_review_on-year"' in page
    # What no child without a plan can be told is not offered.
    assert 'value="not_decided_today"' in page
    assert 'value="continue"' not in page


def test_booking_says_of_which_children_and_by_when(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.does("CONF-2", OPEN_CASE, "Mon 9 Mar 2026", conference_kind="initial", considers=["CP-2"])

    page = place.signed_in("asha").get("/cases/CONF-2/steps/book_conference").text

    assert "CONF-2, CP-2 (Child: Invented): Conference asked for" in page
    assert "Hold the initial child protection conference, CP-2: by Mon 23 Mar 2026." in page


def test_what_is_missing_of_a_linked_case_is_told_beside_its_row(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    desk.booked_only(DAY, "CP-2", "CP-3", ref="CONF-2", kind="initial")
    desk.does("CONF-2", "hold_conference", DAY, held_on=place.time.now.date(), attended=EVERYBODY)
    answers = {
        "outcomes-CP-2-decision": "no_further_action",
        "outcomes-CP-2-reasons": "Invented.",
        "outcomes-CP-3-decision": "protection_plan",
    }

    page = post(
        place.signed_in("ivan"),
        "/cases/CONF-2/steps/record_conference_outcome",
        go="check",
        **answers,
    ).text

    assert (
        '<a href="#outcomes-CP-3-reasons">CP-3 (Child: Invented), Reasons: this is needed' in page
    )
    assert 'id="outcomes-CP-3-category_of_abuse-error"' in page
    assert "CP-2 (Child: Invented), Reasons" not in page
    assert "record_initial_outcome" not in page


def test_what_is_missing_of_several_children_is_told_at_once(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    desk.booked_only(DAY, "CP-2", "CP-3", ref="CONF-2", kind="initial")
    desk.does("CONF-2", "hold_conference", DAY, held_on=place.time.now.date(), attended=EVERYBODY)
    answers = {f"outcomes-{ref}-decision": "protection_plan" for ref in ("CP-2", "CP-3")}

    page = post(
        place.signed_in("ivan"),
        "/cases/CONF-2/steps/record_conference_outcome",
        go="check",
        **answers,
    ).text

    for ref in ("CP-2", "CP-3"):
        assert f'<a href="#outcomes-{ref}-reasons">{ref} (Child: Invented), Reasons' in page
