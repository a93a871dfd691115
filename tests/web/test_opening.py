"""Opening a case on a page, about a case that there is, with its family offered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post

OPENING = "/open/conference?about=CP-1"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """CP-1 and CP-2 are of one family, and each awaits a conference; CP-3 is of another."""
    with office(tmp_path, on="Tue 3 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        opened.employs(a_person("asha", *every))
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
        desk.referred("Mon 2 Mar 2026", "CP-3", family_reference="FAM-2")
        una = a_person("una", "conference_unit")
        opened.employs(a_person("asha", *every), una, a_person("pat", "panel_member"))
        yield opened


def test_the_page_of_a_case_offers_what_can_be_opened_about_it(place: WebOffice) -> None:
    assert OPENING in place.signed_in("una").get("/cases/CP-1").text


def test_the_family_is_offered_and_the_case_itself_is_ticked(place: WebOffice) -> None:
    page = place.signed_in("una").get(OPENING).text

    assert 'value="CP-1" checked' in page
    assert 'value="CP-2"' in page
    assert 'value="CP-2" checked' not in page
    assert "CP-3" not in page


def test_it_is_opened_once_about_those_who_were_ticked_or_typed(place: WebOffice) -> None:
    browser = place.signed_in("una")
    considers = ["CP-1", "CP-2, \u202e"]
    check = post(browser, OPENING, go="check", conference_kind="initial", considers=considers)
    assert "is opened: Conference asked for" in check.text

    answers = [browser.post(OPENING, data=_again(check.text)) for _ in range(2)]

    where = {answer.headers["location"] for answer in answers}
    assert where == {"/cases/CONFERENCE-2026-1/meeting?done=open_case"}
    assert set(Desk(place.app.store).case("CONFERENCE-2026-1").links["considers"]) == {
        "CP-1",
        "CP-2",
    }


def test_another_conference_that_is_open_is_told_before_a_second_is_opened(
    place: WebOffice,
) -> None:
    browser = place.signed_in("una")
    check = post(browser, OPENING, go="check", conference_kind="initial", considers=["CP-1"])
    assert "Another conference considers" not in check.text
    browser.post(OPENING, data={**_again(check.text), "considers": ["CP-1"]})

    second = post(browser, OPENING, go="check", conference_kind="initial", considers=["CP-1"])

    assert "Another conference considers one of these children already" in second.text


def _again(page: str) -> dict[str, str | list[str]]:
    return {**hidden_in(page), "considers": ["CP-1", "CP-2"], "go": "do"}


def test_what_is_wrong_comes_back_with_all_that_was_typed(place: WebOffice) -> None:
    given = {"conference_kind": "initial", "considers": "CP-404\n<b>"}
    back = post(place.signed_in("una"), OPENING, go="check", **given)

    assert back.status_code == 422
    assert "CP-404\n&lt;b&gt;" in back.text


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        ("pat", OPENING, 403),
        ("una", "/open/child_protection", 403),
        ("una", "/open/nothing", 404),
        ("una", "/open/conference?about=CP-404", 404),
    ],
)
def test_nobody_opens_what_is_not_theirs_or_not_there(
    place: WebOffice, person: str, path: str, status: int
) -> None:
    assert place.signed_in(person).get(path).status_code == status


def test_what_may_be_opened_is_listed(place: WebOffice) -> None:
    mine, others = place.signed_in("una").get("/open").text.split("What others open")

    assert "Open a conference" in mine
    assert "Record a referral" not in mine
    assert "Record a referral or a transfer" in others
    assert "Team manager" in others
    assert "Nothing in your role" in place.signed_in("pat").get("/open").text


def test_nothing_is_offered_about_a_closed_case_that_cannot_be_tied_to_it(
    place: WebOffice,
) -> None:
    browser = place.signed_in("una")
    assert OPENING in browser.get("/cases/CP-1").text
    gone = {"left_uk_evidence": "tickets", "left_uk_approved_by": "asha"}
    Desk(place.app.store).does("CP-1", "record_left_uk", "Tue 3 Mar 2026", **gone)

    assert "/open/conference" not in browser.get("/cases/CP-1").text


def test_what_is_needed_only_sometimes_says_when(place: WebOffice) -> None:
    page = post(
        place.signed_in("asha"), "/open/child_protection", go="check", child_name="Ann"
    ).text

    assert "not yet born: this is needed if “Date of birth” is not known" in page
