"""A worker's morning in a real browser: what is late, what changed, and who does what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.windows import PHONE, picture, served, window
from engine.building import Desk, a_person, visited
from web.office import WebOffice, office

VISIT, LATE = "Visit and see the child", "Agree the full plan"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Three weeks after a conference that decided on a plan for CP-1, which worker.1 leads; asha
    saw the child this morning, and the full plan is not agreed.
    """
    with office(tmp_path, on="Tue 14 Apr 2026") as opened:
        people = [
            a_person("asha", *opened.roles_but_the_chair()),
            a_person("ivan", "conference_chair"),
            replace(a_person("worker.1", "social_worker"), team="North"),
            replace(a_person("wanda", "social_worker"), team="North"),
        ]
        opened.employs(*people)
        desk = Desk(opened.app.store)
        desk.on_plan("Mon 23 Mar 2026")
        desk.does(
            "CP-1", "record_visit", "Tue 14 Apr 2026", by="asha", **visited("Tue 14 Apr 2026")
        )
        yield opened


def titles(page: Page) -> list[str]:
    return page.locator("td[data-label=Task] a").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_morning_from_what_is_late_to_a_task_that_somebody_else_now_has(
    place: WebOffice, browser: Browser, scripts: bool, tmp_path: Path
) -> None:
    with served(place.web) as address:
        with window(browser, address, scripts=scripts) as seen:
            page = seen.page
            seen.sign_in("worker.1")
            assert titles(page)[0] == LATE
            expect(page.locator("tr.cw-row-late").first).to_contain_text("late")
            page.get_by_text("changed on your cases").click()
            expect(page.locator(".cw-news")).to_contain_text("asha (invented)")
            picture(page, tmp_path, "morning")
            seen.accessible()
            page.get_by_role("button", name="I have seen these").click()
            expect(page.locator(".cw-news")).to_have_count(0)

            page.get_by_label("When").select_option("Late")
            page.get_by_role("button", name="Show").click()
            assert VISIT not in titles(page)
            page.get_by_role("button", name=re.compile(f"I have read it.*{LATE}")).click()
            expect(page.get_by_text("You have read it", exact=True)).to_be_visible()
            page.get_by_label("When").select_option("All")
            page.get_by_role("button", name="Show").click()
            line = page.locator("tr", has_text=VISIT)
            line.locator("summary").click()
            line.get_by_label("To").fill("wanda")
            line.get_by_label("To").press("Enter")  # does nothing: it could mean any line
            line.get_by_role("button", name=re.compile("Hand over")).click()
            expect(page.locator("tr", has_text=VISIT)).to_contain_text("handed over to wanda")
        with window(browser, address, scripts=scripts) as other:
            other.sign_in("wanda")
            assert titles(other.page) == [VISIT]
            other.page.get_by_role("link", name="CP-1").first.click()
            expect(other.page.get_by_role("link", name="Record a visit").first).to_be_visible()


def test_the_list_fits_a_phone(place: WebOffice, browser: Browser, tmp_path: Path) -> None:
    with served(place.web) as address, window(browser, address, size=PHONE) as seen:
        seen.sign_in("worker.1")
        seen.page.get_by_text("changed on your cases").click()
        seen.page.locator("tr", has_text=VISIT).locator("summary").click()
        seen.accessible()
        picture(seen.page, tmp_path, "phone")


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_links_stand_behind_a_button_that_is_there_only_with_scripts(
    place: WebOffice, browser: Browser, scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, size=PHONE, scripts=scripts) as seen,
    ):
        seen.sign_in("worker.1")
        board = seen.page.get_by_role("banner").get_by_role("link", name="Board")
        if scripts:
            expect(board).not_to_be_visible()
            seen.page.get_by_role("button", name="Menu").press("Enter")
            seen.accessible()
        board.click()
        expect(seen.page.get_by_role("heading", name="Board")).to_be_visible()
