"""A process owner in a real browser: the definitions, a picture that is explored, the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, Window, served, window
from definitions import FOLDER
from engine.building import a_person
from real_process import release
from web.office import WebOffice, office
from workflow.engine.definition_shelf import wrong_in

ZOOM = "() => document.querySelector('.viewport').getCTM().a"
ON_TOP = """logo => {
  logo.scrollIntoView({block: "center"});
  const { x, y, width, height } = logo.getBoundingClientRect();
  return logo.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path) as opened:
        opened.employs(a_person("asha", "process_owner"))
        yield opened


def drawn(seen: Window, name: str) -> None:
    seen.page.goto(f"{seen.address}/definitions/{name}", timeout=60_000)
    seen.page.get_by_role("button", name="Explore the picture").click()
    seen.page.wait_for_selector("[data-drawn=yes]", timeout=60_000)


def test_a_picture_is_explored_by_buttons_and_keys(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        page = seen.page
        seen.sign_in("asha")
        seen.goes_to("Definitions")
        page.get_by_role("link", name="Complaint about a conference").click()
        drawn(seen, "appeal")
        expect(page.locator(".bjs-powered-by")).to_be_visible()
        assert page.locator(".bjs-powered-by").evaluate(ON_TOP)

        before = page.evaluate(ZOOM)
        page.get_by_role("button", name="Zoom in").click()
        assert page.evaluate(ZOOM) > before
        page.locator("[data-canvas] svg[tabindex]").first.focus()
        page.keyboard.press("-")
        page.keyboard.press("-")
        assert page.evaluate(ZOOM) < before

        page.get_by_role("button", name="The whole").click()
        page.locator("[data-container-id='state-panel'] button").click()
        expect(page.locator("[data-element-id='task-hold_panel-panel']")).to_be_visible()
        page.locator("[data-element-id='task-hold_panel-panel']").click()
        expect(page.get_by_role("status")).to_contain_text("Whose task it is")
        page.get_by_role("button", name="One level up").click()
        expect(page.locator("[data-element-id='state-panel']")).to_be_visible()
        seen.accessible()


@pytest.mark.parametrize("name", sorted(release().process.workflows))
def test_every_workflow_is_drawn_without_a_complaint(
    place: WebOffice, browser: Browser, name: str
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("asha")
        drawn(seen, name)

        flow = release().process.workflows[name]
        shown = seen.page.locator("[data-element-id^='state-']:not([data-element-id$='_label'])")
        outer = [state for state in flow.states.values() if state.parent is None]
        assert shown.count() >= len(outer)


def test_without_scripts_there_are_the_picture_and_the_tables(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address, scripts=False) as seen:
        page = seen.page
        seen.sign_in("asha")
        page.goto(f"{address}/definitions/appeal")

        expect(page.locator("#explore")).to_be_hidden()
        expect(page.get_by_role("img", name="Complaint about a conference")).to_be_visible()
        page.get_by_role("row", name="Acknowledge the complaint").first.get_by_role("link").click()
        expect(page.locator("#step-received-acknowledge_appeal")).to_be_visible()
        page.locator("#step-received-acknowledge_appeal").get_by_role("link").click()
        expect(page.get_by_role("table", name="What may happen")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_page_of_definitions_is_accessible_and_fits_the_window(
    place: WebOffice, browser: Browser, size: tuple[int, int]
) -> None:
    wrong_in(FOLDER / "child_protection")  # kept from then on: a busy machine takes its time
    with served(place.web) as address, window(browser, address, size=size) as seen:
        seen.sign_in("asha")
        for path in ("", "/check", "/core_group/source", "/core_group/source?file=facts.yaml"):
            seen.page.goto(f"{address}/definitions{path}")
            seen.accessible()
        drawn(seen, "core_group")
        seen.accessible()
