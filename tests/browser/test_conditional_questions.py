"""Questions that come and go with other answers, and stand there where no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.windows import DESKTOP, PHONE, served, window
from engine.building import Desk, a_person
from process.building import EVERYBODY
from web.office import WebOffice, office

DAY = "Tue 24 Mar 2026"
VISIT = "/cases/CP-1/steps/record_visit"
OUTCOME = "/cases/CONF-2/steps/record_conference_outcome"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """CP-1 is on a plan; a conference about CP-2 and CP-3 has been held and decides today."""
    with office(tmp_path, on=DAY, secret_key="k" * 32) as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        desk = Desk(opened.app.store)
        desk.on_plan("Mon 23 Mar 2026")
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
        desk.booked_only(DAY, "CP-2", "CP-3", ref="CONF-2", kind="initial")
        held = {"held_on": opened.time.now.date(), "attended": EVERYBODY}
        desk.does("CONF-2", "hold_conference", DAY, **held)
        opened.employs(*people, a_person("worker.1", "social_worker"))
        yield opened


def group(page: Page, question: str) -> Locator:
    return page.get_by_role("group", name=question)


def visited_yesterday(page: Page) -> None:
    for part, text in (("Day", "23"), ("Month", "3"), ("Year", "2026")):
        group(page, "Visited on").get_by_label(part).fill(text)


def visit(place: WebOffice) -> dict[str, object]:
    """The facts of the one visit that was recorded."""
    (row,) = (r for r in Desk(place.app.store).counting() if r.name == "record_visit")
    return dict(row.facts)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_question_goes_with_the_answer_that_it_hangs_on_and_nothing_of_it_is_sent(
    place: WebOffice, browser: Browser, size: tuple[int, int]
) -> None:
    with served(place.web) as address, window(browser, address, size=size) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)
        expect(group(page, "Seen alone")).to_be_hidden()
        seen.accessible()

        visited_yesterday(page)
        group(page, "The child was seen").get_by_label("Yes").check()
        group(page, "Seen alone").get_by_label("Yes").check()
        expect(group(page, "Bedroom seen")).to_be_visible()
        seen.accessible()
        group(page, "The child was seen").get_by_label("No").check()
        expect(group(page, "Seen alone")).to_be_hidden()

        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: Record a visit")).to_be_visible()
    assert (visit(place)["child_seen"], visit(place).get("seen_alone")) == (False, None)


def test_an_answer_comes_back_with_its_question_also_out_of_a_draft(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)
        visited_yesterday(page)
        group(page, "The child was seen").get_by_label("Yes").check()
        group(page, "Seen alone").get_by_label("No").check()
        for answer in ("No", "Yes"):
            group(page, "The child was seen").get_by_label(answer).check()
        expect(group(page, "Seen alone").get_by_label("No")).to_be_checked()

        page.get_by_role("button", name="Keep as a draft").click()
        page.goto(address + VISIT)

        expect(group(page, "Seen alone").get_by_label("No")).to_be_checked()
        expect(group(page, "Bedroom seen")).to_be_visible()


def test_each_row_of_a_table_has_its_own_questions(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        page = seen.page
        seen.sign_in("ivan")
        page.goto(address + OUTCOME)
        plans = {
            ref: page.locator(f"[name=outcomes-{ref}-outline_plan]") for ref in ("CP-2", "CP-3")
        }
        day = page.locator("[name=outcomes-CP-2-first_review_on-day]")
        page.locator("[name=outcomes-CP-2-decision]").select_option("protection_plan")

        expect(plans["CP-2"]).to_be_visible()
        expect(day).to_be_enabled()
        expect(plans["CP-3"]).to_be_hidden()
        expect(plans["CP-3"]).to_be_disabled()
        seen.accessible()

        page.locator("[name=outcomes-CP-2-decision]").select_option("child_in_need")
        expect(plans["CP-2"]).to_be_hidden()
        expect(day).to_be_disabled()


def test_a_date_decides_and_what_is_put_into_the_page_later_is_judged_too(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        page = seen.page
        seen.sign_in("asha")
        page.goto(address + "/open/child_protection")
        expected = page.locator("[name=expected_date_of_birth-day]")
        authority = page.locator("[name=originating_authority]")
        expect(expected).to_be_visible()
        expect(authority).to_be_hidden()
        for part, text in (("day", "6"), ("month", "2"), ("year", "2019")):
            page.locator(f"[name=date_of_birth-{part}]").fill(text)
        expect(expected).to_be_hidden()

        # As a part of a page that is fetched: written anew, with nothing hidden in it.
        page.evaluate(
            """() => { const form = document.querySelector("form[data-draft]");
            form.outerHTML = form.outerHTML.replace(/ (hidden|disabled)=""/g, ""); }"""
        )
        expect(authority).to_be_hidden()
        page.locator("[name=route][value=transfer_in]").check()
        expect(authority).to_be_visible()


def test_without_scripts_all_stand_there_with_their_condition(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address, scripts=False) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)

        for question in ("Seen alone", "Bedroom seen"):
            expect(group(page, question)).to_be_visible()
            expect(group(page, question)).to_contain_text("Only if “The child was seen”")
        visited_yesterday(page)
        group(page, "The child was seen").get_by_label("No").check()
        group(page, "Seen alone").get_by_label("Yes").check()
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("alert")).to_contain_text("“Seen alone” is asked only if")
        group(page, "The child was seen").get_by_label("Yes").check()
        group(page, "Bedroom seen").get_by_label("Yes").check()
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: Record a visit")).to_be_visible()
    assert visit(place)["seen_alone"] is True
