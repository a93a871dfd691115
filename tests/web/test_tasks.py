"""A task of the worklist: seen, taken, handed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from workflow.store.stored import Person

TASK = "/cases/CP-1/tasks/visit_child/1"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """On the day after a conference that decided on a plan for CP-1, led by worker.1."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        opened.employs(*people, a_person("worker.1", "social_worker"), a_person("ben", "police"))
        yield opened


@pytest.mark.parametrize(
    ("go", "person", "event", "taker"),
    [
        ("seen", "", "acknowledge", None),
        ("take", "", "hand_over", "worker.1"),
        ("hand", "asha", "hand_over", "asha"),
    ],
)
def test_what_is_done_about_a_task_is_kept_once(
    place: WebOffice, go: str, person: str, event: str, taker: str | None
) -> None:
    browser = place.signed_in("worker.1")
    assert TASK in browser.get("/").text

    answer = post(browser, TASK, go=go, person=person)

    assert answer.status_code == 303
    row = Desk(place.app.store).history()[-1]
    assert (row.name, row.facts.get("person")) == (event, taker)


def test_who_hands_a_task_over_is_told_that_an_e_mail_says_so(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    answer = post(browser, TASK, go="hand", person="asha")

    assert "an e-mail tells them" in browser.get(answer.headers["location"]).text


def test_the_page_of_a_task_leads_to_its_case(place: WebOffice) -> None:
    page = place.signed_in("worker.1").get(TASK).text

    assert '<a class="govuk-link" href="/cases/CP-1">CP-1 (Child: Invented)</a>' in page


def test_a_task_leads_to_the_step_that_finishes_it_from_the_list_and_its_page(
    place: WebOffice,
) -> None:
    browser = place.signed_in("worker.1")
    step = 'href="/cases/CP-1/steps/record_visit"'

    line = next(each for each in browser.get("/").text.split("<tr") if TASK in each)
    assert f"{step}>Record it" in line
    assert step in browser.get(TASK).text
    assert browser.get("/cases/CP-1/steps/record_visit").status_code == 200


def test_who_may_not_finish_a_task_is_told_who_may(place: WebOffice) -> None:
    browser = place.signed_in("ivan")
    task = "/cases/CP-1/tasks/hold_core_group/1"

    page = browser.get(task).text
    assert "/cases/CP-1/steps/" not in page
    assert "which is for: " in page


def test_a_task_that_a_linked_case_finishes_leads_to_opening_one(place: WebOffice) -> None:
    page = place.signed_in("asha").get("/cases/CP-1/tasks/hold_review/1").text

    assert 'href="/open/conference?about=CP-1"' in page
    assert "done when a linked case tells of it" in page


@pytest.mark.parametrize("person", ["ben", "", "<b>nobody</b>"])
def test_nobody_gets_a_task_who_has_not_its_role(place: WebOffice, person: str) -> None:
    answer = post(place.signed_in("worker.1"), TASK, go="hand", person=person)

    assert answer.status_code == 422
    assert "This was not done" in answer.text
    assert "<b>" not in answer.text


def test_a_task_that_is_not_open_is_told_so(place: WebOffice) -> None:
    assert place.signed_in("worker.1").get(f"{TASK}9").status_code == 409


def test_a_task_that_was_taken_leaves_the_lists_of_those_who_could_have_had_it(
    place: WebOffice,
) -> None:
    cleo, una = a_person("cleo", "conference_unit"), a_person("una", "conference_unit")
    place.employs(*_everybody(place), cleo, una)
    task = "/cases/CONF-1/tasks/send_decision/1"
    assert task in place.signed_in("cleo").get("/").text

    post(place.signed_in("una"), task, go="take")

    assert "handed over to una" in place.signed_in("una").get("/").text
    assert task not in place.signed_in("cleo").get("/").text


def test_who_has_the_case_still_sees_a_task_that_was_handed_over(place: WebOffice) -> None:
    post(place.signed_in("worker.1"), TASK, go="hand", person="asha")

    assert "handed over to asha" in place.signed_in("worker.1").get("/").text


def test_a_task_that_was_handed_over_is_in_the_list_of_who_got_it_and_theirs_to_do(
    place: WebOffice,
) -> None:
    """Though somebody else leads the case."""
    colleague = a_person("wanda", "social_worker")
    place.employs(*_everybody(place), colleague)
    assert TASK not in place.signed_in("wanda").get("/").text

    post(place.signed_in("worker.1"), TASK, go="hand", person="wanda")

    browser = place.signed_in("wanda")
    assert TASK in browser.get("/").text
    assert browser.get("/cases/CP-1").status_code == 200
    assert post(browser, TASK, go="seen").status_code == 303


def test_what_was_handed_on_leaves_the_list_of_who_had_got_it(place: WebOffice) -> None:
    place.employs(
        *_everybody(place), a_person("wanda", "social_worker"), a_person("will", "social_worker")
    )
    post(place.signed_in("worker.1"), TASK, go="hand", person="wanda")

    post(place.signed_in("wanda"), TASK, go="hand", person="will")

    assert TASK in place.signed_in("will").get("/").text
    assert TASK not in place.signed_in("wanda").get("/").text


def test_a_task_goes_back_to_all_who_may_do_it_when_its_taker_has_left(place: WebOffice) -> None:
    people = _everybody(place)
    cleo, una = a_person("cleo", "conference_unit"), a_person("una", "conference_unit")
    place.employs(*people, cleo, una)
    task = "/cases/CONF-1/tasks/send_decision/1"
    post(place.signed_in("una"), task, go="take")
    assert task not in place.signed_in("cleo").get("/").text

    place.employs(*people, cleo)

    assert task in place.signed_in("cleo").get("/").text


def _everybody(place: WebOffice) -> list[Person]:
    with place.app.store.reading() as reading:
        return reading.people()
