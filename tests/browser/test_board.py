"""A manager in a real browser: from the board to the cases behind a figure, and an escalation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, served, window
from engine.building import Desk, a_person
from web.office import WebOffice, office


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Ten weeks after a conference that decided on a plan, which nobody has done anything about."""
    with office(tmp_path, on="Tue 2 Jun 2026") as opened:
        every = opened.roles_but_the_chair()
        opened.employs(a_person("asha", *every), a_person("ivan", "conference_chair"))
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        opened.app.ticker().tick(opened.app.now())
        yield opened


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_board_to_a_case_and_an_escalation_acknowledged(
    place: WebOffice, browser: Browser, scripts: bool
) -> None:
    with served(place.web) as address, window(browser, address, scripts=scripts) as seen:
        page = seen.page
        seen.sign_in("asha")
        seen.goes_to("Board")
        page.get_by_role("link", name="First core group not held in time").click()
        page.get_by_role("link", name="CP-1").click()
        expect(page.get_by_role("heading", name="CP-1")).to_be_visible()
        page.goto(f"{address}/board/escalations")
        buttons = page.get_by_role("button", name="Acknowledge")
        before = buttons.count()
        buttons.first.click()

        expect(buttons).to_have_count(before - 1)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_page_of_the_board_is_accessible_and_fits_the_window(
    place: WebOffice, browser: Browser, size: tuple[int, int]
) -> None:
    with served(place.web) as address, window(browser, address, size=size) as seen:
        seen.sign_in("asha")
        for path in (
            "",
            "/lists/child_protection/no_first_core_group",
            "/tasks/child_protection/hold_core_group?late=yes",
            "/workload",
            "/forecast",
            "/waits",
            "/escalations",
        ):
            seen.page.goto(f"{address}/board{path}")
            seen.accessible()
