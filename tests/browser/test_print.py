"""What comes out of a printer: tables stay tables on A4, nothing to press, and no empty sheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, PdfMargins
from pypdf import PdfReader

from browser.windows import served, window
from engine.building import Desk, a_person
from web.office import WebOffice, office

SHEET_OF_PAPER = {"width": 718, "height": 1047}
"""A4 less a centimetre on each side, as the browser counts."""

_LAID_OUT = """which => [...document.querySelectorAll(which)]
  .map(each => getComputedStyle(each).display)"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Ten weeks after a conference that decided on a plan, which nobody has done anything about."""
    with office(tmp_path, on="Tue 2 Jun 2026") as opened:
        every = opened.roles_but_the_chair()
        opened.employs(a_person("asha", *every), a_person("ivan", "conference_chair"))
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        yield opened


def sheets(page: Page) -> list[str]:
    """What stands on each sheet of paper."""
    edge = "1cm"
    margin: PdfMargins = {"top": edge, "bottom": edge, "left": edge, "right": edge}
    printed = page.pdf(format="A4", margin=margin)
    return [each.extract_text() for each in PdfReader(BytesIO(printed)).pages]


def stays_a_table(page: Page) -> None:
    """Every cell of it, and what is hidden on paper is none of them."""
    page.set_viewport_size(SHEET_OF_PAPER)  # type: ignore[arg-type]  # these two keys
    page.emulate_media(media="print")
    cells = page.evaluate(_LAID_OUT, ".cw-folds td:not(.cw-no-print)")
    assert set(cells) == {"table-cell"}
    for hidden in ("main button", ".cw-no-print", ".cw-filter", ".cw-tabs", ".cw-bar"):
        assert set(page.evaluate(_LAID_OUT, hidden)) <= {"none"}, hidden
    page.emulate_media(media="null")


@pytest.mark.parametrize("path", ["/", "/board", "/cases/CP-1"])
def test_a_list_is_printed_as_a_table_without_what_is_pressed(
    place: WebOffice, browser: Browser, path: str
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("asha")
        seen.page.goto(address + path)
        stays_a_table(seen.page)

        text = "".join(sheets(seen.page))

    assert "CP-1" in text
    assert "I have read it" not in text
    assert "Hand over" not in text


def test_many_tasks_take_few_sheets(place: WebOffice, browser: Browser) -> None:
    desk = Desk(place.app.store)
    for number in range(2, 5):
        desk.referred("Mon 1 Jun 2026", f"CP-{number}")
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("asha")
        tasks = seen.page.locator(".cw-folds tbody tr").count()

        printed = sheets(seen.page)

    assert tasks > 12
    assert len(printed) <= 1 + tasks // 13


def test_a_sheet_begins_on_the_first_page_and_the_case_of_a_plan_is_one(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("asha")
        seen.page.goto(f"{address}/cases/CP-1/sheets/todays_plan")

        (printed,) = sheets(seen.page)

    assert "Today's plan" in printed
