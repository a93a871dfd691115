"""Letters in a real browser: answered by a parent's link, looked at and printed by the unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, served, window
from engine.building import Desk
from web.office import WebOffice
from web.post_room import CONFERENCE, post_room, posted, reply_path
from workflow.store.stored_message import MessageState


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, False), (DESKTOP, True)])
def test_a_school_answers_by_its_link(
    place: WebOffice, browser: Browser, size: tuple[int, int], scripts: bool
) -> None:
    link = reply_path(posted(place, "/school"))
    with (
        served(place.web) as address,
        window(browser, address, size=size, scripts=scripts) as seen,
    ):
        seen.page.goto(address + link)
        if scripts:
            seen.accessible()
        seen.page.get_by_label("Somebody else comes").check()
        seen.page.get_by_role("button", name="Send my answer").click()
        expect(seen.page.get_by_role("alert")).to_contain_text("Who comes instead")
        seen.page.get_by_label("Who comes instead").fill("Kim Deputy")
        seen.page.get_by_role("button", name="Send my answer").click()
        expect(seen.page.get_by_role("heading", name="Thank you")).to_be_visible()

    assert Desk(place.app.store).history(CONFERENCE)[-1].name == "record_reply"


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_unit_lets_a_held_list_go_and_posts_a_letter(
    place: WebOffice, browser: Browser, size: tuple[int, int]
) -> None:
    held = [posted(place, to).id for to in ("/school", "/parent")]
    with place.app.store.writing() as writing:
        writing.set_state(held, MessageState.HELD)
    with served(place.web) as address, window(browser, address, size=size) as seen:
        seen.sign_in("una")
        for path in ("/messages", "/messages/to-post", "/incidents", "/find?ref=cp"):
            seen.page.goto(address + path)
            seen.accessible()
        seen.page.goto(f"{address}/messages/{held[0]}")
        expect(seen.page.get_by_text("office@school.example")).to_be_visible()
        seen.page.get_by_role("button", name="Let all 2 go").click()
        expect(seen.page.get_by_text("They go with the next round.")).to_be_visible()
        seen.page.goto(f"{address}/messages/to-post")
        seen.page.get_by_role("button", name="It is in the post").first.click()
        seen.page.wait_for_load_state()

    assert posted(place, "/school").message.state == MessageState.WAITING
