"""A lead social worker in a real browser: from signing in to a visit recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, Window, served, window
from engine.building import Desk, a_person
from web.office import WebOffice, office


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """On the day after a conference that decided on a plan for CP-1, led by worker.1."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        opened.employs(
            *people, a_person("worker.1", "social_worker"), a_person("pat", "panel_member")
        )
        yield opened


def fill_in_a_visit(seen: Window) -> None:
    page = seen.page
    for part, text in (("Day", "23"), ("Month", "3"), ("Year", "2026")):
        page.get_by_role("group", name="Visited on").get_by_label(part).fill(text)
    for question in ("The child was seen", "Seen alone", "Bedroom seen"):
        page.get_by_role("group", name=question).get_by_label("Yes").check()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_worklist_to_a_visit_recorded(
    place: WebOffice, browser: Browser, size: tuple[int, int], scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        page = seen.page
        seen.sign_in("worker.1")
        page.get_by_role("link", name="CP-1").first.click()
        page.get_by_role("link", name="Record a visit").first.click()
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("alert")).to_contain_text("The child was seen: this is needed")
        fill_in_a_visit(seen)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
        page.get_by_role("button", name="Record it").click()

        expect(page.get_by_text("Recorded: Record a visit")).to_be_visible()
        assert Desk(place.app.store).history()[-1].name == "record_visit"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_page_is_accessible_and_fits_the_window(
    place: WebOffice, browser: Browser, size: tuple[int, int]
) -> None:
    with served(place.web) as address, window(browser, address, size=size) as seen:
        page = seen.page
        for path in ("/sign-in", "/password"):
            page.goto(address + path)
            seen.accessible()
        seen.sign_in("worker.1")
        seen.accessible()
        for path in (
            "/cases/CP-1?story=all",
            "/cases/CP-1/dates/hold_core_group/1",
            "/cases/CP-1/steps/record_visit",
            "/cases/CP-1/steps/hold_core_group",
            "/cases/CP-1/steps/update_child_details",
            "/cases/CP-404",
        ):
            page.goto(address + path)
            seen.accessible()
        page.goto(f"{address}/cases/CP-1/steps/record_visit")
        page.get_by_role("button", name="Go on").click()
        seen.accessible()
        fill_in_a_visit(seen)
        page.get_by_role("button", name="Go on").click()
        seen.accessible()


def test_how_a_date_comes_about_is_shown_in_its_place(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("worker.1")
        seen.page.goto(f"{address}/cases/CP-1")
        link = seen.page.get_by_role("link", name="How this date comes about")
        link.filter(has_text="Hold the core group").click()

        expect(seen.page.get_by_text("not counted:").first).to_be_visible()
        assert seen.page.url == f"{address}/cases/CP-1"
        seen.accessible()


def test_who_does_not_see_a_case_gives_a_reason(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("pat")
        seen.page.goto(f"{address}/cases/CP-1")
        seen.accessible()
        seen.page.get_by_label("Why you have to see it").fill("The panel meets tonight.")
        seen.page.get_by_role("button", name="Open the case").click()

        expect(seen.page.get_by_text("The panel meets tonight.")).to_be_visible()
