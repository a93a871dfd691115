"""A report in a real browser: sent by the school without an account, read by who may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import files
from browser.windows import DESKTOP, PHONE, Window, served, window
from web.office import WebOffice
from web.post_room import CONFERENCE, post_room, posted, reply_path

MEETING = f"/cases/{CONFERENCE}/meeting"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path, secret_key="k" * 32) as opened:
        yield opened


def send_report(seen: Window, link: str, folder: Path) -> None:
    """As the school: first a file with a password, then the report, parts of it restricted."""
    locked, report = folder / "locked.pdf", folder / "Report of 3 March.pdf"
    locked.write_bytes(files.LOCKED_PDF)
    report.write_bytes(files.PDF)
    page = seen.page
    page.goto(seen.address + link)
    seen.accessible()
    page.locator("#report").set_input_files(locked)
    page.get_by_role("group", name="Parts of the report are restricted").get_by_label("Yes").check()
    kept_from = page.get_by_role("group", name="Participants who may not see the restricted parts")
    kept_from.get_by_label("Parent", exact=True).check()
    expect(kept_from).not_to_contain_text("Ann")  # a link names nobody
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("has a password or is locked").first).to_be_visible()
    expect(kept_from.get_by_label("Parent", exact=True)).to_be_checked()
    seen.accessible()
    page.locator("#report").set_input_files(report)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def receive_another(seen: Window, folder: Path) -> None:
    """As the unit: a report that came by post, with a second thought about the file."""
    paper = folder / "scan.png"
    paper.write_bytes(files.PNG)
    page = seen.page
    page.get_by_role("link", name="Receive a report").click()
    page.get_by_role("radio", name="General practitioner: High Street Surgery").check()
    page.locator("#report").set_input_files(paper)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="scan.png")).to_be_visible()
    seen.accessible()
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Take this file away")).to_be_visible()
    seen.accessible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded:")).to_be_visible()


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_a_report_from_the_school_to_those_who_may_read_it(
    place: WebOffice, browser: Browser, tmp_path: Path, size: tuple[int, int], scripts: bool
) -> None:
    link = reply_path(posted(place, "/school", "report_requested"))
    with served(place.web) as address:
        with window(browser, address, size=size, scripts=scripts) as seen:
            send_report(seen, link, tmp_path)
            seen.page.goto(address + link)
            expect(seen.page.get_by_role("heading", name="You have answered")).to_be_visible()
        with window(browser, address, size=size, scripts=scripts) as seen:
            seen.sign_in("una")
            seen.page.goto(address + MEETING)
            receive_another(seen, tmp_path)
            school = seen.page.get_by_role("row").filter(has_text="Northwick School").last
            expect(school).to_contain_text("Restricted")
            seen.accessible()
            with seen.page.expect_download() as coming:
                school.get_by_role("link", name="Report of 3 March.pdf").click()
            assert Path(coming.value.path()).read_bytes() == files.PDF
            assert coming.value.suggested_filename == "Report of 3 March.pdf"
            restricted = school.get_by_role("link").get_attribute("href")
            seen.page.goto(f"{address}/cases/{CONFERENCE}")
            expect(seen.page.get_by_role("heading", name="Documents")).to_be_visible()
            seen.accessible()
        with window(browser, address, size=size, scripts=scripts) as seen:
            seen.sign_in("sam")
            seen.page.goto(address + MEETING)
            expect(seen.page.get_by_text("for those who are named")).to_be_visible()
            expect(seen.page.get_by_text("Report of 3 March.pdf")).to_have_count(0)
            seen.accessible()
            seen.page.goto(f"{address}{restricted}")
            expect(seen.page.get_by_text("for those whom it names")).to_be_visible()
            seen.accessible()
