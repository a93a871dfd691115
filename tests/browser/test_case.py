"""A worker reads a case in a real browser: what to do by when, and how it came to this."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.windows import DESKTOP, PHONE, served, window
from days import day
from engine.building import Desk, a_person, visited
from web.office import WebOffice, office


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """CP-1 is on a plan since 23 March, was seen on the 26th (typed as the 27th) and is missing."""
    with office(tmp_path, on="Tue 7 Apr 2026") as opened:
        people = (
            a_person("asha", *opened.roles_but_the_chair()),
            a_person("ivan", "conference_chair"),
            a_person("worker.1", "social_worker"),
        )
        opened.employs(*people)
        desk = Desk(opened.app.store)
        desk.on_plan("Mon 23 Mar 2026")
        desk.referred("Tue 24 Mar 2026", "CP-2")
        seen = {**visited("Fri 27 Mar 2026"), "recorded": "Thu 2 Apr 2026"}
        desk.does("CP-1", "record_visit", "Fri 27 Mar 2026", by="worker.1", **seen)
        to = {"to": "Thu 26 Mar 2026", "visited_on": day("Thu 26 Mar 2026")}
        desk.corrects("CP-1", desk.row("record_visit"), "Thu 2 Apr 2026", **to)
        desk.does("CP-1", "report_missing", "Mon 6 Apr 2026", by="worker.1")
        yield opened


def reads_the_head(page: Page) -> None:
    expect(page.get_by_text("Warning: Missing since: Mon 6 Apr 2026, yesterday")).to_be_visible()
    expect(page.get_by_text("Neglect, 15 days, since Mon 23 Mar 2026")).to_be_visible()
    seen = "Thu 26 Mar 2026, 12 days ago, recorded by worker.1 (invented)"
    expect(page.get_by_text(seen).first).to_be_visible()
    expect(page.get_by_text("by Wed 8 Apr 2026, 1 working day left").first).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_head_over_a_date_the_plan_and_the_picture_to_the_story(
    place: WebOffice, browser: Browser, size: tuple[int, int], scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        page, here = seen.page, f"{address}/cases/CP-1"
        seen.sign_in("worker.1")
        page.goto(here)
        reads_the_head(page)
        seen.accessible()

        link = page.get_by_role("link", name="How this date comes about")
        link.filter(has_text="Hold the core group").click()
        expect(page.get_by_text("not counted:").first).to_be_visible()
        assert (page.url == here) is scripts
        page.goto(here)

        page.get_by_role("link", name="Today's plan").click()
        expect(page.get_by_role("heading", name="What is done by whom")).to_be_visible()
        expect(page.get_by_text("Missing since").first).to_be_visible()
        seen.accessible()
        page.get_by_role("link", name="CP-1").click()

        page.get_by_role("link", name="Show it in the picture").click()
        expect(page.get_by_text("Visits").first).to_be_visible()
        expect(page.get_by_role("img").first).to_be_visible()
        seen.accessible()
        page.get_by_role("link", name="A smaller picture").click()
        seen.accessible()
        page.get_by_role("link", name="CP-1").click()

        visit = page.get_by_role("listitem").filter(has_text="recorded 6 days later")
        expect(visit.get_by_text("(was Fri 27 Mar 2026)").first).to_be_visible()
        page.get_by_role("link", name="Corrections (1)").click()
        expect(page.get_by_text("mistyped").first).to_be_visible()
        page.get_by_role("link", name="CP-2").click()
        expect(page.get_by_role("heading", name="CP-2")).to_be_visible()


def test_the_head_stays_in_view_and_never_covers_what_is_read(
    place: WebOffice, browser: Browser
) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        seen.sign_in("worker.1")
        seen.page.goto(f"{address}/cases/CP-1")
        seen.page.mouse.wheel(0, 3000)
        missing = seen.page.get_by_text("Missing since")
        expect(missing.first).to_be_in_viewport()

    half = DESKTOP[0] // 2, DESKTOP[1] // 2  # what a page at 200 % has
    with served(place.web) as address, window(browser, address, size=half) as seen:
        seen.sign_in("worker.1")
        seen.page.goto(f"{address}/cases/CP-1")
        seen.accessible()
        seen.page.get_by_role("heading", name="What happened").scroll_into_view_if_needed()
        seen.page.mouse.wheel(0, 600)
        expect(seen.page.get_by_text("Missing since").first).not_to_be_in_viewport()
