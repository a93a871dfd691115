"""The unit's morning and the chair's pack, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.test_meeting import on_day
from browser.windows import DESKTOP, PHONE, Window, picture, served, window
from engine.building import Desk, a_person
from web.office import WebOffice
from web.post_room import CONFERENCE, post_room, posted
from web.test_diary import books
from workflow.store.stored_message import MessageState


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """On Tue 24 Mar 2026 Ivan chairs two conferences at one hour of the next day; of the first a
    letter waits to be printed, and a message to the school came back.
    """
    with post_room(tmp_path) as opened:
        opened.employs(
            a_person("asha", *opened.roles_but_the_chair()),
            a_person("una", "conference_unit"),
            a_person("ivan", "conference_chair"),
            a_person("olga", "conference_chair"),
            a_person("rita", "record_taker"),
        )
        desk = Desk(opened.app.store)
        desk.does(CONFERENCE, "change_chair", "Tue 24 Mar 2026", chair="ivan")
        desk.does(CONFERENCE, "receive_report", "Tue 24 Mar 2026", reported_by="school")
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-3", "CP-4")
        books(desk, "CONF-3", "CP-3", "Wed 25 Mar 2026", "11:00")
        desk.does(
            "CONF-4", "open_case", "Tue 3 Mar 2026", conference_kind="initial", considers=["CP-4"]
        )
        with opened.app.store.writing() as writing:
            writing.set_state([posted(opened, "/school").id], MessageState.FAILED)
        yield opened


def sees_the_double_booking(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="Diary of this week").click()
    clash = page.get_by_text("Chair ivan (invented) is also at CONF-3, 11:00 to 13:00")
    expect(clash).to_be_visible()
    seen.accessible()
    page.get_by_role("link", name="Week after").click()
    expect(page.get_by_role("heading", name="Mon 30 Mar 2026", exact=True)).to_be_visible()
    page.get_by_role("link", name="This week").click()


def gives_it_to_another_chair(seen: Window) -> None:
    page = seen.page
    page.get_by_role("link", name="CONF-3", exact=True).click()
    page.get_by_role("link", name="Change the chair").click()
    seen.accessible()
    olga = page.get_by_label("olga (invented)")
    expect(page.get_by_text("At another meeting then: Wed 25 Mar 2026")).to_be_visible()
    olga.check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded:")).to_be_visible()
    seen.accessible()
    page.get_by_role("link", name="diary of that week").click()
    expect(page.get_by_text("is also at CONF-3")).to_have_count(0)


def takes_up_what_came_back_and_posts_a_letter(seen: Window) -> None:
    page = seen.page
    page.goto(f"{seen.address}/unit")
    expect(page.get_by_text("Mend the address and send it again")).to_be_visible()
    page.locator("tr", has_text="Mend the address").get_by_role("link").first.click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("It goes with the next round.")).to_be_visible()
    page.goto(f"{seen.address}/unit")
    page.get_by_role("link", name="Letters to print and post").click()
    seen.accessible()
    in_post = page.get_by_role("button", name="It is in the post")
    waiting = in_post.count()
    invitation = re.compile(": Child protection conference on .* to General practitioner$")
    page.get_by_role("button", name=invitation).click()
    expect(in_post).to_have_count(waiting - 1)


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_the_units_morning(
    place: WebOffice, browser: Browser, tmp_path: Path, size: tuple[int, int], scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        seen.sign_in("una")
        seen.goes_to("Today")
        seen.accessible()
        picture(seen.page, tmp_path, "unit")
        sees_the_double_booking(seen)
        picture(seen.page, tmp_path, "diary")
        gives_it_to_another_chair(seen)
        takes_up_what_came_back_and_posts_a_letter(seen)

    assert posted(place, "/school").message.state == MessageState.WAITING
    assert posted(place, "/gp").message.state == MessageState.SENT


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_who_is_free_is_seen_before_a_chair_is_chosen(
    place: WebOffice, browser: Browser, tmp_path: Path, size: tuple[int, int], scripts: bool
) -> None:
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        seen.sign_in("una")
        seen.page.goto(f"{address}/cases/CONF-4/steps/book_conference")
        on_day(seen.page, "Planned for", "Wed 25 Mar 2026", "10:30")
        seen.page.get_by_label("Venue").fill("Room 9")
        seen.page.get_by_role("button", name="See who is free then").click()
        busy = seen.page.get_by_role("group", name="Chair").get_by_text("At another meeting then")
        expect(busy).to_be_visible()
        expect(seen.page.get_by_label("Venue")).to_have_value("Room 9")
        seen.accessible()
        picture(seen.page, tmp_path, "free")


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_a_chair_reads_the_pack_prints_it_and_runs_the_room(
    place: WebOffice, browser: Browser, tmp_path: Path, size: tuple[int, int], scripts: bool
) -> None:
    meeting = f"/cases/{CONFERENCE}/meeting"
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        seen.sign_in("ivan")
        seen.page.goto(address + meeting)
        seen.accessible()
        picture(seen.page, tmp_path, "meeting")
        seen.page.get_by_role("link", name="Pack to read and print").click()
        expect(seen.page.get_by_text("has not opened the pack")).to_be_visible()
        seen.accessible()
        picture(seen.page, tmp_path, "pack")
        printed = seen.page.pdf()
        seen.page.reload()
        expect(seen.page.get_by_text("has not opened the pack")).to_have_count(0)
        assert printed.startswith(b"%PDF")

        seen.page.goto(f"{address}{meeting}?view=large")
        picture(seen.page, tmp_path, "large")
        assert [b for b in seen.page.get_by_role("button").all() if b.is_visible()] == []
        seen.page.get_by_role("link", name="Hold the conference").focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/steps/hold_conference?view=large")
        seen.accessible()
