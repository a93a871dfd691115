"""Answering a letter by its link: what is shown, what is recorded, and what cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from days import day
from engine.building import Desk
from process.building import EVERYBODY
from web.office import WebOffice, hidden_in, post
from web.post_room import CONFERENCE, post_room, posted, reply_path

COMES = {"reply": "attends"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path) as opened:
        yield opened


def replies(place: WebOffice) -> object:
    return Desk(place.app.store).case(CONFERENCE).facts.get("replies")


def test_an_answer_needs_no_account_and_is_recorded_as_theirs(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))

    page = place.browser().get(link)
    thanks = post(place.browser(), link, **COMES)

    assert page.status_code == 200
    assert "Wed 25 Mar 2026" in page.text
    assert "Thank you" in thanks.text
    assert replies(place) == [{"reply_from": "school", "reply": "attends"}]
    assert Desk(place.app.store).history(CONFERENCE)[-1].actor == "school"


def test_nothing_of_the_case_is_shown_beyond_what_the_message_said(place: WebOffice) -> None:
    page = place.browser().get(reply_path(posted(place, "/school"))).text

    for hidden in ("Cleo", "Robin", "CP-2", "reply_from", "Sign out"):
        assert hidden not in page


def test_looking_answers_nothing(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))

    for _ in range(3):
        assert place.browser().get(link).status_code == 200

    assert replies(place) is None


def test_somebody_else_comes_and_who_is_asked(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))
    browser = place.browser()

    refused = post(browser, link, reply="somebody_else")
    done = post(browser, link, reply="somebody_else", comes_instead="Kim Deputy")

    assert refused.status_code == 422
    assert "Who comes instead" in refused.text
    assert done.status_code == 200
    assert replies(place) == [
        {"reply_from": "school", "reply": "somebody_else", "comes_instead": "Kim Deputy"}
    ]


def test_a_choice_that_nobody_can_make_is_told_in_the_words_of_the_page(place: WebOffice) -> None:
    refused = post(place.browser(), reply_path(posted(place, "/school")), reply="attend")

    assert refused.status_code == 422
    assert (
        "choose one of: Attends; Does not come, but sends a report or writes; Somebody else comes;"
        " Does not come." in refused.text
    )
    assert "must be one of" not in refused.text
    assert "did you mean" not in refused.text


def test_a_link_is_used_once(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))
    browser = place.browser()
    post(browser, link, **COMES)

    again = place.browser().get(link)
    sent_again = browser.post(link, data={"reply": "declines"})

    assert again.status_code == 410
    assert "You have answered" in again.text
    assert sent_again.status_code == 403  # from no page of ours
    assert replies(place) == [{"reply_from": "school", "reply": "attends"}]


def test_a_form_that_was_open_twice_is_taken_once(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))
    one, other = place.browser(), place.browser()
    for browser in (one, other):
        browser.get(link)
    forms = [hidden_in(browser.get(link).text) for browser in (one, other)]

    answers = [
        browser.post(link, data={**form, **COMES})
        for browser, form in zip((one, other), forms, strict=True)
    ]

    assert [answer.status_code for answer in answers] == [200, 410]


@pytest.mark.parametrize("change", ["x{}", "{}x", "{}.", "", "%00", "ü"])
def test_a_link_that_somebody_changed_says_so(place: WebOffice, change: str) -> None:
    token = reply_path(posted(place, "/school")).removeprefix("/reply/")

    answer = place.browser().get(f"/reply/{change.format(token)}")

    assert answer.status_code in (404, 410)
    assert "Robin" not in answer.text


def test_a_link_that_is_too_old_says_so(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))
    place.time.now += timedelta(days=61)

    answer = place.browser().get(link)

    assert answer.status_code == 410
    assert "This link is too old" in answer.text
    assert "ring the number" in answer.text


def test_when_the_conference_was_held_it_is_too_late(place: WebOffice) -> None:
    link = reply_path(posted(place, "/school"))
    held = day("Tue 24 Mar 2026")
    Desk(place.app.store).does(
        CONFERENCE, "hold_conference", "Tue 24 Mar 2026", held_on=held, attended=EVERYBODY
    )

    answer = place.browser().get(link)

    assert answer.status_code == 410
    assert "too late" in answer.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eevil", "x" * 300_000, "=1+1"])
def test_hostile_answers_are_text(place: WebOffice, text: str) -> None:
    link = reply_path(posted(place, "/school"))

    answer = post(place.browser(), link, reply="", comes_instead=text)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text
