"""From the worklist to a conference about two siblings, held and decided, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.windows import DESKTOP, PHONE, Window, served, window
from days import at, day
from engine.building import Desk, a_person
from web.office import WebOffice, office

INVITED = {
    "Parent": "Invented Parent",
    "Chair": "Ivan Chair",
    "Record taker": "Rita Taker",
    "Lead social worker": "Wale Worker",
    "Team manager": "Tess Manager",
    "School": "Ms Green",
    "General practitioner": "Dr Brown",
    "Police": "PC Black",
}
"""Those whom the form proposes for two children at school; housing is the ninth."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Two children of one family whose enquiries have found likely harm."""
    with office(tmp_path, on="Tue 3 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        asha = a_person("asha", *every)
        opened.employs(asha)
        Desk(opened.app.store).awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
        opened.employs(
            asha,
            a_person("una", "conference_unit", "team_manager"),
            a_person("ivan", "conference_chair"),
            a_person("worker.1", "social_worker"),
        )
        yield opened


def on_day(page: Page | Locator, question: str, said: str, clock: str = "") -> None:
    """Answer a question about a day, and the time of it."""
    when = day(said)
    group = page.get_by_role("group", name=question)
    for part, number in (("Day", when.day), ("Month", when.month), ("Year", when.year)):
        group.get_by_label(part).fill(str(number))
    if clock:
        group.get_by_label("Time").fill(clock)


def record(seen: Window) -> None:
    """Go on to what will happen, and record it."""
    seen.page.get_by_role("button", name="Go on").click()
    expect(seen.page.get_by_role("heading", name="What will happen")).to_be_visible()
    seen.accessible()
    seen.page.get_by_role("button", name="Record it").click()
    expect(seen.page.get_by_text("Recorded:")).to_be_visible()
    seen.accessible()


def open_and_book(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="CP-1", exact=True).first.click()
    page.get_by_role("link", name="Open a conference").click()
    expect(page.get_by_label("CP-1 (Child: Invented)")).to_be_checked()
    page.get_by_label("CP-2 (Child: Invented)").check()
    page.get_by_label("Initial child protection conference").check()
    seen.accessible()
    record(seen)
    page.get_by_role("link", name="Book the conference").click()
    on_day(page, "Planned for", "Mon 16 Mar 2026", "10:00")
    page.get_by_label("Venue").fill("Civic Centre, room 2")
    page.get_by_label("ivan (invented)").check()
    seen.accessible()
    record(seen)


def invite_nine(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="Invite", exact=True).click()
    seen.accessible()
    page.get_by_role("button", name="Add more rows").click()
    for row, name in enumerate(INVITED.values()):
        page.locator(f"[name='participants-{row}-name']").fill(name)
    page.locator("[name='participants-8-kind']").select_option(label="Housing")
    page.locator("[name='participants-8-name']").fill("Hana Homes")
    record(seen)
    for name in (*INVITED.values(), "Hana Homes"):
        expect(page.locator("td[data-label='Who']", has_text=name)).to_be_visible()


def hold(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="Hold the conference").click()
    on_day(page, "Held on", "Mon 16 Mar 2026")
    for who in ("Invented Parent", "Wale Worker", "Ms Green", "PC Black"):
        page.get_by_role("checkbox", name=who).check()
    seen.accessible()
    record(seen)
    expect(page.get_by_text("Quorate", exact=True)).to_be_visible()


def decide_differently(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="Record the outcome for each child").click()
    seen.accessible()
    first = page.get_by_role("group", name="CP-1 (Child: Invented)")
    first.get_by_label("Decision").select_option(label="Child protection plan")
    first.get_by_label("Reasons").fill("Harm that goes on.")
    first.get_by_label("Category of abuse").select_option(label="Neglect")
    first.get_by_role("combobox", name="Lead social worker").select_option(
        label="worker.1 (invented)"
    )
    first.get_by_label("Contingency plan").fill("We meet again at once.")
    first.get_by_label("Outline plan").fill("Visits each week.")
    on_day(first, "First core group on", "Mon 23 Mar 2026")
    on_day(first, "First review on", "Mon 8 Jun 2026")
    second = page.get_by_role("group", name="CP-2 (Child: Invented)")
    second.get_by_label("Decision").select_option(label="Child in Need plan")
    second.get_by_label("Reasons").fill("The harm is over.")
    record(seen)


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_from_the_worklist_to_the_first_core_group(
    place: WebOffice, browser: Browser, size: tuple[int, int], scripts: bool
) -> None:
    with served(place.web) as address:
        with window(browser, address, size=size, scripts=scripts) as seen:
            seen.sign_in("una")
            open_and_book(seen)
            invite_nine(seen)
            meeting = seen.page.url.partition("?")[0]
        place.time.now = at("Mon 16 Mar 2026 12:00")
        with window(browser, address, size=size, scripts=scripts) as seen:
            seen.sign_in("ivan")
            seen.page.goto(meeting)
            hold(seen)
            seen.page.goto(f"{meeting}?view=large")
            seen.accessible()
            decide_differently(seen)

            cards = seen.page.get_by_role("article")
            expect(cards.filter(has_text="CP-1")).to_contain_text("Hold the core group")
            expect(cards.filter(has_text="CP-2")).to_contain_text("Child in Need plan")
            expect(cards.filter(has_text="CP-2")).not_to_contain_text("core group")
