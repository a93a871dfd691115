"""What is typed into a form and not recorded: kept, found again, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post

VISIT = "/cases/CP-1/steps/record_visit"
SEEN = {
    "visited_on-day": "23",
    "visited_on-month": "3",
    "visited_on-year": "2026",
    "child_seen": "yes",
    "seen_alone": "yes",
    "bedroom_seen": "yes",
}
WHO = "Robin & <two> cousins"


def at_work(opened: WebOffice) -> None:
    """On the day after a conference that decided on a plan for CP-1."""
    every = opened.roles_but_the_chair()
    people = a_person("asha", *every), a_person("ivan", "conference_chair")
    opened.employs(*people)
    Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
    opened.employs(*people, *(a_person(f"worker.{n}", "social_worker") for n in (1, 2)))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on="Tue 24 Mar 2026", secret_key="k" * 32) as opened:
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in("worker.1")


def drafts(place: WebOffice) -> int:
    with place.app.store.reading() as reading:
        return sum(len(reading.drafts(person)) for person in ("worker.1", "worker.2"))


def test_a_draft_that_is_kept_is_found_again_and_listed(
    place: WebOffice, browser: TestClient
) -> None:
    kept = post(browser, VISIT, go="draft", who_was_seen=WHO)
    assert "Your draft of Tue 24 Mar 2026, 09:00" in kept.text

    page = place.signed_in("worker.1").get(VISIT).text

    assert "Robin &amp; &lt;two&gt; cousins" in page
    assert "Your draft of Tue 24 Mar 2026, 09:00" in page
    assert f'href="{VISIT}">Record a visit, CP-1</a>' in browser.get("/").text


@pytest.mark.parametrize("go", ["check", "more", "change"])
def test_whatever_is_sent_is_kept(place: WebOffice, browser: TestClient, go: str) -> None:
    post(browser, VISIT, go=go, who_was_seen=WHO)

    assert "Robin &amp; &lt;two&gt; cousins" in browser.get(VISIT).text


def test_nobody_else_sees_a_draft(place: WebOffice, browser: TestClient) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)

    other = place.signed_in("worker.2")

    assert "Robin" not in other.get(VISIT).text
    assert "Your drafts" not in other.get("/").text


def test_whoever_reads_the_tables_reads_no_draft(place: WebOffice, browser: TestClient) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)

    with place.app.store.reading() as reading:
        ((_, sealed),) = reading.drafts("worker.1")
    assert "Robin" not in sealed
    assert b"Robin" not in (Path(place.app.store.url.removeprefix("sqlite:///"))).read_bytes()


def test_a_draft_moved_to_somebody_else_in_the_tables_opens_for_nobody(
    place: WebOffice, browser: TestClient
) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)
    with place.app.store.writing() as writing:
        ((at, sealed),) = writing.drafts("worker.1")
        writing.put_draft("worker.2", "CP-1", "record_visit", sealed=sealed, touched_at=at)

    other = place.signed_in("worker.2")

    assert "Robin" not in other.get(VISIT).text
    assert "Your drafts" not in other.get("/").text


def test_what_was_recorded_is_no_draft_any_more(place: WebOffice, browser: TestClient) -> None:
    check = post(browser, VISIT, go="check", **SEEN)
    assert drafts(place) == 1

    browser.post(VISIT, data={**hidden_in(check.text), "go": "do"})

    assert drafts(place) == 0


def test_what_a_script_sends_after_it_was_recorded_makes_no_draft(
    place: WebOffice, browser: TestClient
) -> None:
    check = hidden_in(post(browser, VISIT, go="check", **SEEN).text)
    browser.post(VISIT, data={**check, "go": "do"})

    late = browser.post(
        VISIT, data={**check, **SEEN, "go": "draft"}, headers={"caseward-draft": "typing"}
    )

    assert (late.status_code, drafts(place)) == (204, 0)


def test_started_afresh_the_form_is_empty(place: WebOffice, browser: TestClient) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)

    answer = post(browser, VISIT, go="afresh")

    assert answer.headers["location"] == VISIT
    assert "Robin" not in browser.get(VISIT).text
    assert drafts(place) == 0


def test_where_all_was_taken_out_again_no_draft_is_kept(
    place: WebOffice, browser: TestClient
) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)
    post(browser, VISIT, go="draft", who_was_seen=" ")

    assert drafts(place) == 0


def test_a_draft_is_gone_after_a_fortnight(place: WebOffice, browser: TestClient) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)
    place.time.now += timedelta(days=14, minutes=1)
    later = place.signed_in("worker.2")
    assert "Robin" not in place.signed_in("worker.1").get(VISIT).text

    post(later, VISIT, go="draft", who_was_seen="Sam")

    assert drafts(place) == 1


def test_a_draft_of_a_case_that_has_changed_tells_what_changed(
    place: WebOffice, browser: TestClient
) -> None:
    post(browser, VISIT, go="draft", **SEEN)
    Desk(place.app.store).does("CP-1", "report_missing", "Mon 23 Mar 2026", by="asha")

    page = browser.get(VISIT)

    assert "Recorded since this form was made:" in page.text
    assert "by asha" in page.text
    assert 'value="2026"' in page.text


def test_a_draft_of_a_case_to_be_opened_is_kept_by_what_it_is_about(
    place: WebOffice,
) -> None:
    browser = place.signed_in()
    post(browser, "/open/conference?about=CP-1", go="draft", conference_kind="review")

    assert "Your draft of" in browser.get("/open/conference?about=CP-1").text
    assert "Your draft of" not in browser.get("/open/conference").text
    assert 'href="/open/conference?about=CP-1"' in browser.get("/").text


# -- a session that has ended ----------------------------------------------------------------------


@pytest.mark.parametrize("go", ["check", "do", "draft"])
def test_what_is_sent_after_the_session_has_ended_is_found_after_signing_in_again(
    place: WebOffice, browser: TestClient, go: str
) -> None:
    form = hidden_in(browser.get(VISIT).text)
    place.time.now += timedelta(hours=2)

    answer = browser.post(VISIT, data={**form, **SEEN, "who_was_seen": WHO, "go": go})

    assert answer.status_code == 303
    asked = browser.get(answer.headers["location"])
    assert "What you typed is kept" in asked.text
    entered = browser.post(
        "/sign-in",
        data={**hidden_in(asked.text), "person": "worker.1", "password": "correct horse battery"},
    )
    assert entered.headers["location"] == VISIT
    page = browser.get(VISIT).text
    assert "Robin &amp; &lt;two&gt; cousins" in page
    assert not any(row.name == "record_visit" for row in Desk(place.app.store).history())


def test_whoever_signs_in_instead_finds_nothing_of_it(
    place: WebOffice, browser: TestClient
) -> None:
    form = hidden_in(browser.get(VISIT).text)
    place.time.now += timedelta(hours=2)
    browser.post(VISIT, data={**form, "who_was_seen": WHO, "go": "check"})

    assert "Robin" not in place.signed_in("worker.2").get(VISIT).text


def test_a_browser_that_has_forgotten_everything_loses_nothing(
    place: WebOffice, browser: TestClient
) -> None:
    form = hidden_in(browser.get(VISIT).text)

    answer = place.browser().post(VISIT, data={**form, "who_was_seen": WHO, "go": "check"})

    assert "kept=yes" in answer.headers["location"]
    assert "Robin &amp;" in place.signed_in("worker.1").get(VISIT).text


def test_a_form_of_before_signing_in_anew_comes_back_as_typed(place: WebOffice) -> None:
    form = hidden_in(place.signed_in("worker.1").get(VISIT).text)
    browser = place.signed_in("worker.1")

    answer = browser.post(VISIT, data={**form, "who_was_seen": WHO, "go": "do"})

    assert (answer.status_code, answer.headers["location"]) == (303, VISIT)
    assert "Robin &amp;" in browser.get(VISIT).text


@pytest.mark.parametrize("seal", ["", "x", "gAAAAA" + "x" * 80, "\u202e"])
def test_what_carries_no_seal_of_ours_is_not_kept(
    place: WebOffice, browser: TestClient, seal: str
) -> None:
    form = {**hidden_in(browser.get(VISIT).text), "seal": seal}
    place.time.now += timedelta(hours=2)

    answer = browser.post(VISIT, data={**form, "who_was_seen": WHO, "go": "check"})

    assert answer.headers["location"] == "/sign-in?to=/"
    assert drafts(place) == 0


def test_a_draft_is_no_seal(place: WebOffice, browser: TestClient) -> None:
    post(browser, VISIT, go="draft", who_was_seen=WHO)
    with place.app.store.reading() as reading:
        ((_, sealed),) = reading.drafts("worker.1")

    answer = place.browser().post(VISIT, data={"seal": sealed, "who_was_seen": "x", "go": "do"})

    assert answer.headers["location"] == "/sign-in?to=/"


def test_without_a_key_of_the_installation_drafts_last_as_long_as_the_program(
    tmp_path: Path,
) -> None:
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        opened.employs(a_person("asha", *opened.roles_but_the_chair()))
        browser = opened.signed_in()
        post(browser, "/open/conference", go="draft", conference_kind="review")

        assert "Your draft of" in browser.get("/open/conference").text
