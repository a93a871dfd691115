"""Forms in a real browser: nothing that was typed is lost, and nothing happens unforeseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.windows import DESKTOP, PHONE, Window, picture, served, window
from engine.building import Desk, a_person
from waiting import wait_until
from web.office import PASSWORD, WebOffice, office

VISIT = "/cases/CP-1/steps/record_visit"
WHO = "Robin's aunt & two <cousins>"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """On the day after a conference that decided on a plan for CP-1."""
    with office(tmp_path, on="Tue 24 Mar 2026", secret_key="k" * 32) as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        opened.employs(*people, *(a_person(f"worker.{n}", "social_worker") for n in (1, 2)))
        yield opened


def visits(place: WebOffice) -> int:
    return sum(row.name == "record_visit" for row in Desk(place.app.store).counting())


def typed(place: WebOffice) -> tuple[tuple[str, str], ...]:
    """What the one draft of worker.1 holds."""
    with place.app.store.reading() as reading:
        (draft,) = place.web.state.site.drafts.of(reading, "worker.1", place.time.now)
    found: tuple[tuple[str, str], ...] = draft.typed
    return found


def fill_in_a_visit(page: Page) -> None:
    for part, text in (("Day", "23"), ("Month", "3"), ("Year", "2026")):
        page.get_by_role("group", name="Visited on").get_by_label(part).fill(text)
    for question in ("The child was seen", "Seen alone", "Bedroom seen"):
        page.get_by_role("group", name=question).get_by_label("Yes").check()
    who(page).fill(WHO)


def who(page: Page) -> Locator:
    return page.locator("[name=who_was_seen]")


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_of_two_who_take_one_step_the_second_sees_what_changed_and_keeps_what_they_typed(
    place: WebOffice, browser: Browser, scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, scripts=scripts) as one,
        window(browser, address, scripts=scripts) as other,
    ):
        for seen, person in ((one, "worker.1"), (other, "worker.2")):
            seen.sign_in(person)
            seen.page.goto(address + VISIT)
            fill_in_a_visit(seen.page)
            press(seen.page, "Go on")
        press(one.page, "Record it")
        expect(one.page.get_by_text("Recorded: Record a visit")).to_be_visible()

        press(other.page, "Record it")

        expect(other.page.get_by_role("alert")).to_contain_text("The case has changed")
        expect(
            other.page.get_by_text("Record a visit, Mon 23 Mar 2026, by worker.1")
        ).to_be_visible()
        assert who(other.page).input_value() == WHO
        assert visits(place) == 1
        press(other.page, "Go on")
        press(other.page, "Record it")
        expect(other.page.get_by_text("Recorded: Record a visit")).to_be_visible()
        assert visits(place) == 2


def test_a_whole_step_is_taken_by_the_keyboard(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address, window(browser, address) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)
        tab_to(page, "visited_on-day")
        for number in ("23", "3", "2026"):
            page.keyboard.type(number)
            page.keyboard.press("Tab")
        for question in ("child_seen", "seen_alone", "bedroom_seen"):
            tab_to(page, question)
            page.keyboard.press("Space")
        tab_to(page, "who_was_seen")
        page.keyboard.type("Sam")
        tab_to(page, "go")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What will be sent")).to_be_visible()
        tab_to(page, "go")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Recorded: Record a visit")).to_be_visible()
    assert visits(place) == 1


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the input of that name has the focus."""
    for _ in range(200):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {name}")


def test_what_is_typed_survives_the_window(place: WebOffice, browser: Browser) -> None:
    with served(place.web) as address:
        with window(browser, address) as seen:
            seen.sign_in("worker.1")
            seen.page.goto(address + VISIT)
            who(seen.page).press_sequentially("Sam and the ")
            expect(seen.page.get_by_text("What you typed is kept as a draft.")).to_be_visible()
            who(seen.page).press_sequentially("dog")
            seen.page.goto(f"{address}/board")
            wait_until(lambda: ("who_was_seen", "Sam and the dog") in typed(place))
        with window(browser, address) as again:
            again.sign_in("worker.1")
            again.page.get_by_role("link", name="Record a visit, CP-1").click()
            expect(again.page.get_by_text("Your draft of Tue 24 Mar 2026, 09:00")).to_be_visible()
            assert who(again.page).input_value() == "Sam and the dog"
            press(again.page, "Start afresh")
            expect(who(again.page)).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    place: WebOffice, browser: Browser, scripts: bool
) -> None:
    with served(place.web) as address, window(browser, address, scripts=scripts) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)
        fill_in_a_visit(page)
        place.time.now += timedelta(hours=2)
        press(page, "Go on")
        expect(page.get_by_text("What you typed is kept")).to_be_visible()
        page.get_by_label("Your short name").fill("worker.1")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Sign in")

        assert who(page).input_value() == WHO
        press(page, "Go on")
        press(page, "Record it")
        expect(page.get_by_text("Recorded: Record a visit")).to_be_visible()
    assert visits(place) == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (640, 450)])  # the last is 200 % of the first
def test_form_check_and_correction_are_accessible_and_fit_the_window(
    place: WebOffice, browser: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    with served(place.web) as address, window(browser, address, size=size) as seen:
        page = seen.page
        seen.sign_in("worker.1")
        page.goto(address + VISIT)
        fill_in_a_visit(page)
        press(page, "Keep as a draft")
        looked_at(seen, tmp_path, "form", size)
        press(page, "Go on")
        looked_at(seen, tmp_path, "check", size)
        press(page, "Record it")
        page.get_by_role("link", name="Correct this").first.click()
        looked_at(seen, tmp_path, "correction", size)
        page.get_by_role("textbox", name="Why it was wrong").fill("It was another day")
        page.get_by_role("group", name="Visited on").get_by_label("Day").fill("24")
        press(page, "Go on")
        looked_at(seen, tmp_path, "correction-check", size)
        press(page, "Correct it")
        expect(page.get_by_text("Recorded: Corrects row")).to_be_visible()
        page.goto(f"{address}/cases/CP-1/late")
        looked_at(seen, tmp_path, "late", size)


def looked_at(seen: Window, folder: Path, name: str, size: tuple[int, int]) -> None:
    picture(seen.page, folder, f"{name}-{size[0]}")
    seen.accessible()
