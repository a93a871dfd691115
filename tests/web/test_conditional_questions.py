"""Questions that are put under a condition, on the pages of the real definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.building import Desk, a_person
from process.building import EVERYBODY
from web.office import WebOffice, office, post

VISIT = "/cases/CP-1/steps/record_visit"
OPEN = "/open/child_protection"
NOT_SEEN = {
    "visited_on-day": "23",
    "visited_on-month": "3",
    "visited_on-year": "2026",
    "child_seen": "no",
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
    with office(tmp_path, at_work, on="Tue 24 Mar 2026") as opened:
        yield opened


def test_of(page: str, name: str) -> Any:
    """What the script is told of the question, if anything."""
    before = page.partition(f'name="{name}"')[0]
    opened = before.rpartition("data-asked-when='")[2]
    assert "cw-asked" in before
    return json.loads(unescape(opened.partition("'")[0]))


test_of.__test__ = False  # type: ignore[attr-defined]  # it helps tests, and is none


def test_what_only_a_child_who_was_seen_is_asked_stands_there_with_its_words(
    place: WebOffice,
) -> None:
    page = place.signed_in("worker.1").get(VISIT).text

    assert unescape(page).count("Only if “The child was seen”; then it is needed.") == 2
    assert test_of(page, "bedroom_seen") == ["of", "child_seen", "yes_no"]
    assert "expectant_mother_seen" not in page, "the child is born"


def test_an_answer_to_what_is_not_asked_is_refused_beside_its_question(place: WebOffice) -> None:
    page = unescape(
        post(place.signed_in("worker.1"), VISIT, go="check", **NOT_SEEN, seen_alone="yes").text
    )

    assert '<a href="#seen_alone">“Seen alone” is asked only if “The child was seen”' in page
    assert 'name="seen_alone" type="radio" value="yes" checked' in page, "nothing typed is lost"


def test_what_nobody_says_of_a_child_who_was_not_seen_is_recorded_without(place: WebOffice) -> None:
    page = post(place.signed_in("worker.1"), VISIT, go="check", **NOT_SEEN).text

    assert "What will happen" in page


def test_a_referral_asks_of_transfers_and_care_under_their_condition(place: WebOffice) -> None:
    page = place.signed_in().get(OPEN).text

    for name in ("originating_authority", "originating_category", "transfer_notified_on-day"):
        assert test_of(page, name)[1] == ["of", "route", "choice"]
    assert test_of(page, "legal_basis")[0] == "in"


def test_in_a_table_each_row_has_the_condition_of_its_own_case(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
    desk.booked_only("Tue 24 Mar 2026", "CP-2", "CP-3", ref="CONF-2", kind="initial")
    held = {"held_on": place.time.now.date(), "attended": EVERYBODY}
    desk.does("CONF-2", "hold_conference", "Tue 24 Mar 2026", **held)
    browser, step = place.signed_in("ivan"), "/cases/CONF-2/steps/record_conference_outcome"

    page = browser.get(step).text
    wrong = post(
        browser,
        step,
        go="check",
        **{
            "outcomes-CP-2-decision": "no_further_action",
            "outcomes-CP-2-reasons": "Invented.",
            "outcomes-CP-2-outline_plan": "Typed for the other child.",
            "outcomes-CP-3-decision": "no_further_action",
            "outcomes-CP-3-reasons": "Invented.",
        },
    ).text

    for ref in ("CP-2", "CP-3"):
        test = test_of(page, f"outcomes-{ref}-outline_plan")
        assert test == ["==", ["of", "decision", "choice"], ["is", "protection_plan"]]
        assert f'data-asked-in="outcomes-{ref}-"' in page
    assert "plan_end_reason" not in page, "there is no plan yet"
    assert 'href="#outcomes-CP-2-outline_plan"' in wrong
    assert 'href="#outcomes-CP-3-outline_plan"' not in wrong


def test_a_correction_asks_whatever_the_case_knows_now(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    seen = {"visited_on": place.time.now.date(), "child_seen": True}
    more = {"seen_alone": True, "bedroom_seen": True}
    desk.does("CP-1", "record_visit", "Tue 24 Mar 2026", by="asha", **seen, **more)

    page = place.signed_in("worker.1").get(f"/cases/CP-1/rows/{desk.row('record_visit')}/correct")

    assert "expectant_mother_seen" in page.text
    assert test_of(page.text, "seen_alone") == ["of", "child_seen", "yes_no"]
