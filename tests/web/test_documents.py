"""Documents at pages: chosen with a step, handed in by a letter's link, opened by who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import files
from engine.building import Desk
from web.office import WebOffice, hidden_in, post
from web.post_room import CONFERENCE, DAY, post_room, posted, reply_path

STEP = f"/cases/{CONFERENCE}/steps/receive_report"
MEETING = f"/cases/{CONFERENCE}/meeting"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path, secret_key="k" * 32, largest_document="1") as opened:
        yield opened


def sends(
    browser: TestClient, path: str, *chosen: tuple[str, bytes], on: str = "", **fields: str
) -> Response:
    """Send the form of that page with these files, as a browser does: with none it sends one that
    has no name.
    """
    hidden = hidden_in(browser.get(on or path).text)
    parts = [("report-file", (name, content)) for name, content in chosen or [("", b"")]]
    return browser.post(path, data={**hidden, **fields}, files=parts)


def goes_on(browser: TestClient, page: Response, go: str = "do", **fields: str) -> Response:
    """Send the form of a page that came as an answer."""
    return browser.post(STEP, data={**hidden_in(page.text), "go": go, **fields})


def received(place: WebOffice, person: str = "una", **fields: str) -> str:
    """A report of the school is handed in at a page; its address."""
    browser = place.signed_in(person)
    given = {"go": "check", "reported_by": "school", **fields}
    page = sends(browser, STEP, ("Report.pdf", files.PDF), **given)
    done = goes_on(browser, page)
    assert done.status_code == 303
    return report_links(place.signed_in("una"))[-1]


def report_links(browser: TestClient) -> list[str]:
    return re.findall(rf'href="(/cases/{CONFERENCE}/documents/[^"]+)"', browser.get(MEETING).text)


def facts(place: WebOffice) -> object:
    return Desk(place.app.store).history(CONFERENCE)[-1].facts


def test_the_pack_leads_to_the_reports(place: WebOffice) -> None:
    report = received(place)

    assert f'href="{report}"' in place.signed_in("una").get(f"/cases/{CONFERENCE}/pack").text


def test_a_file_is_chosen_shown_and_handed_in(place: WebOffice) -> None:
    browser = place.signed_in("una")

    form = browser.get(STEP)
    checked = sends(browser, STEP, ("Report.pdf", files.PDF), go="check", reported_by="school")
    (aside,) = re.findall(r'href="(/put-aside/[^"]+)"', checked.text)
    before = browser.get(aside)
    done = goes_on(browser, checked)

    assert 'enctype="multipart/form-data"' in form.text
    assert "Report.pdf (PDF, " in checked.text
    assert (before.status_code, before.content) == (200, files.PDF)
    assert done.status_code == 303
    (link,) = report_links(browser)
    assert browser.get(link).content == files.PDF
    assert browser.get(aside).status_code == 404


def test_a_document_comes_as_a_file_that_nothing_keeps_or_runs(place: WebOffice) -> None:
    answer = place.signed_in("una").get(received(place))

    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Report.pdf"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_look_at_a_document_is_kept(place: WebOffice) -> None:
    link = received(place)

    place.signed_in("sam").get(link)

    with place.app.store.reading() as reading:
        looks = {(look.person, look.what) for look in reading.looks(CONFERENCE)}
    assert ("sam", f"document {link.rpartition('/')[2]}") in looks


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("report.pdf", files.PROGRAM, "is of a kind that is not taken"),
        ("report.docx", files.docm(), "holds macros"),
        ("report.pdf", files.LOCKED_PDF, "has a password or is locked"),
        ("report.pdf", b"", "is empty"),
        ("report.pdf", files.PDF + b" " * 1_100_000, "may have 1 MB at most"),
    ],
)
def test_what_is_not_taken_is_told_beside_the_field_and_all_else_stays(
    place: WebOffice, name: str, content: bytes, what: str
) -> None:
    page = sends(
        place.signed_in("una"), STEP, (name, content),
        go="check", reported_by="school", report_not_shared_reason="They were away.",
    )  # fmt: skip

    assert page.status_code == 422
    assert what in page.text
    assert 'href="#report"' in page.text
    assert "They were away." in page.text
    assert "put-aside" not in page.text


def test_of_two_files_none_is_taken(place: WebOffice) -> None:
    two = (("a.pdf", files.PDF), ("b.pdf", files.PDF))

    page = sends(place.signed_in("una"), STEP, *two, go="check", reported_by="school")

    assert page.status_code == 422
    assert "choose one file alone" in page.text


def test_what_is_far_too_long_is_refused_before_it_is_read(place: WebOffice) -> None:
    browser = place.signed_in("una")
    large = (("a.pdf", files.PDF + b" " * 3_200_000),)

    assert sends(browser, STEP, *large, go="check").status_code == 413
    assert sends(browser, "/sign-out", *large, on="/").status_code == 413


def test_a_file_stays_when_something_else_is_wrong_and_can_be_taken_away(place: WebOffice) -> None:
    browser = place.signed_in("una")

    page = sends(browser, STEP, ("Report.pdf", files.PDF), go="check")
    still = browser.post(
        STEP, data={**hidden_in(page.text), "go": "check", "reported_by": "school"},
        files={"report-file": ("", b"")},
    )  # fmt: skip
    back = goes_on(browser, still, "change")
    without = browser.post(
        STEP,
        data={**hidden_in(back.text), "go": "check", "reported_by": "school", "report-away": "yes"},
        files={"report-file": ("", b"")},
    )

    assert page.status_code == 422
    assert "Report.pdf (PDF, " in page.text
    assert "Report.pdf (PDF, " in still.text
    assert "Take this file away" in back.text
    assert without.status_code == 200
    assert "Report.pdf" not in without.text
    assert goes_on(browser, without).status_code == 303
    assert facts(place) == {"reported_by": "school"}


def test_a_file_that_was_chosen_a_day_ago_is_gone_and_has_to_be_chosen_again(
    place: WebOffice,
) -> None:
    chosen = (STEP, ("Report.pdf", files.PDF))
    checked = sends(place.signed_in("una"), *chosen, go="check", reported_by="school")
    old = hidden_in(checked.text)["report"]
    place.time.now += timedelta(hours=25)

    browser = place.signed_in("una")
    page = post(browser, STEP, go="check", reported_by="school", report=old)

    assert page.status_code == 422
    assert "choose the file again" in page.text
    with place.app.store.reading() as reading:
        assert reading.document(old) is None


def test_nobody_opens_what_somebody_else_put_aside(place: WebOffice) -> None:
    checked = sends(
        place.signed_in("una"), STEP, ("Report.pdf", files.PDF), go="check", reported_by="school"
    )
    (aside,) = re.findall(r'href="(/put-aside/[^"]+)"', checked.text)

    assert place.signed_in("sam").get(aside).status_code == 404
    assert place.browser().get(aside).status_code == 303


def test_a_restricted_report_is_there_for_all_and_opened_by_those_who_may(
    place: WebOffice,
) -> None:
    link = received(place, report_restricted="yes", restricted_from="parent")
    sam = place.signed_in("sam")

    page, answer = sam.get(MEETING), sam.get(link)

    assert answer.status_code == 403
    assert "for those whom it names" in answer.text
    assert "Restricted" in page.text
    assert "Report.pdf" not in page.text
    assert link not in page.text
    assert place.signed_in("una").get(link).content == files.PDF


def test_a_document_is_not_at_the_address_of_another_case(place: WebOffice) -> None:
    link = received(place)

    other = place.signed_in("una").get(link.replace(CONFERENCE, "CP-2"))

    assert other.status_code == 404
    assert "has no such document" in other.text


def test_the_page_of_a_meeting_tells_which_reports_are_in(place: WebOffice) -> None:
    received(place, report_shared_with_family="yes")

    page = place.signed_in("una").get(MEETING).text
    section = page[page.index('id="reports"') : page.index('id="about"')]
    rows = re.findall(r"<tr class.*?</tr>", section, re.S)[1:]

    told = {("Not in" if "Not in" in row else "In"): row for row in rows}
    assert "Northwick School" in told["In"]
    assert "The family has seen it beforehand: yes" in told["In"]
    assert "High Street Surgery" in told["Not in"]


def test_without_a_secret_key_nothing_is_taken_and_it_is_said_why(tmp_path: Path) -> None:
    with post_room(tmp_path) as place:
        page = sends(
            place.signed_in("una"), STEP, ("a.pdf", files.PDF), go="check", reported_by="school"
        )

    assert page.status_code == 422
    assert "CASEWARD_SECRET_KEY" in page.text


# -- by a link -------------------------------------------------------------------------------------


def link_of(place: WebOffice) -> str:
    return reply_path(posted(place, "/school", "report_requested"))


def test_an_agency_sends_its_report_by_the_link_of_the_letter(place: WebOffice) -> None:
    link = link_of(place)

    page = place.browser().get(link)
    thanks = sends(place.browser(), link, ("Report.pdf", files.PDF))

    assert "Report" in page.text
    assert "Colleagues" not in page.text
    assert thanks.status_code == 200
    assert "Thank you" in thanks.text
    row = Desk(place.app.store).history(CONFERENCE)[-1]
    assert (row.name, row.actor) == (
        "receive_report",
        "school",
    )
    assert row.facts["reported_by"] == "school"
    (address,) = report_links(place.signed_in("una"))
    assert place.signed_in("una").get(address).content == files.PDF


def test_a_link_takes_no_report_without_a_file(place: WebOffice) -> None:
    link = link_of(place)

    page = sends(place.browser(), link)

    assert page.status_code == 422
    assert "Report: this is needed" in page.text


def test_what_is_wrong_with_a_report_is_told_and_the_next_one_is_taken(place: WebOffice) -> None:
    link, browser = link_of(place), place.browser()

    page = sends(browser, link, ("report.pdf", files.LOCKED_PDF))
    thanks = sends(browser, link, ("report.pdf", files.PDF))

    assert page.status_code == 422
    assert "has a password or is locked" in page.text
    assert thanks.status_code == 200


def test_a_link_takes_one_report(place: WebOffice) -> None:
    link = link_of(place)
    browser = place.browser()
    form = hidden_in(browser.get(link).text)
    sends(browser, link, ("Report.pdf", files.PDF))

    again = browser.post(link, data=form, files={"report-file": ("b.pdf", files.PDF)})

    assert again.status_code == 410
    assert "You have answered" in again.text
    assert len(report_links(place.signed_in("una"))) == 1


@pytest.mark.parametrize("change", ["x{}", "{}x"])
def test_a_changed_link_takes_no_file(place: WebOffice, change: str) -> None:
    token = link_of(place).removeprefix("/reply/")

    answer = place.browser().post(
        f"/reply/{change.format(token)}", files={"report-file": ("b.pdf", files.PDF)}
    )

    assert answer.status_code == 410
    assert "This link does not work" in answer.text


def test_a_link_that_is_too_old_takes_no_file(place: WebOffice) -> None:
    link = link_of(place)
    place.time.now += timedelta(days=61)

    answer = place.browser().post(link, files={"report-file": ("b.pdf", files.PDF)})

    assert answer.status_code == 410
    assert "This link is too old" in answer.text


def test_files_come_by_links_only_so_often_from_one_place(place: WebOffice) -> None:
    link, browser = link_of(place), place.browser()

    answers = [sends(browser, link, ("a.pdf", files.LOCKED_PDF)).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_what_a_link_restricts_is_restricted(place: WebOffice) -> None:
    given = {"report_restricted": "yes", "restricted_from": "parent"}
    sends(place.browser(), link_of(place), ("Report.pdf", files.PDF), **given)
    (link,) = report_links(place.signed_in("una"))

    assert place.signed_in("sam").get(link).status_code == 403


def test_a_form_of_another_site_brings_no_file(place: WebOffice) -> None:
    browser = place.signed_in("una")

    answer = browser.post(STEP, data={"go": "check"}, files={"report-file": ("a.pdf", files.PDF)})

    assert answer.status_code == 403
    with place.app.store.reading() as reading:
        assert reading.put_aside_by("una", place.time.now) == []


# -- who has read them -----------------------------------------------------------------------------


def take_part(place: WebOffice, **roles: str) -> None:
    """These colleagues have these roles on the conference."""
    desk = Desk(place.app.store)
    for person, role in roles.items():
        given = desk.command(CONFERENCE, "assign", DAY, role="conference_unit")
        desk.run(replace(given, facts={"role": role, "person": person}))


def unread_of(place: WebOffice, person: str) -> str:
    """What the pack says that somebody has not read."""
    page = place.signed_in("una").get(f"/cases/{CONFERENCE}/pack").text
    read = page[page.index('id="read"') :]
    row = read[read.index(f"{person} (invented)") :]
    (said,) = re.findall(r'data-label="Has not read">([^<]*)<', row[: row.index("</tr>")])
    return str(said)


def test_who_opened_the_pack_has_not_read_a_document_until_they_opened_that(
    place: WebOffice,
) -> None:
    link = received(place)
    take_part(place, ivan="conference_chair")
    ivan = place.signed_in("ivan")
    ivan.get(f"/cases/{CONFERENCE}/pack")
    assert "Northwick School" in unread_of(place, "ivan")

    ivan.get(link)
    assert unread_of(place, "ivan") == "nothing"


def test_what_somebody_may_not_open_is_not_held_against_them(place: WebOffice) -> None:
    received(place, report_restricted="yes", restricted_from="parent")
    take_part(place, ivan="conference_chair", sam="social_worker")
    assert "Northwick School" in unread_of(place, "ivan")
    assert unread_of(place, "sam") == "nothing"
