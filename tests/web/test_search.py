"""Finding cases by what people remember of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.building import Desk
from web.office import WebOffice, hidden_in
from web.post_room import post_room
from workflow.engine.door import NAMED
from workflow.engine.search import plain_words


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """With CP-2, CONF-2, and CP-7 of a child with accents."""
    with post_room(tmp_path, secret_key="k" * 32) as opened:
        desk = Desk(opened.app.store)
        facts = {"child_name": "Zoë Ångström-Smith", "date_of_birth": "2019-03-27"}
        desk.referred("Mon 16 Mar 2026", "CP-7", **facts)
        yield opened


def find(place: WebOffice, typed: str, person: str = "asha") -> str:
    answer = place.signed_in(person).get("/find", params={"ref": typed})
    return answer.headers.get("location", "") or answer.text


@pytest.mark.parametrize(
    "typed",
    [
        "zoe",
        "ZOË",
        "angstrom",
        "27/3/2019",
        "2019-03",
        "zoe 27.03.2019",
        "27 March 2019",
        "27 Mar 2019",
    ],
)
def test_a_child_is_found_by_name_and_by_date(place: WebOffice, typed: str) -> None:
    page = find(place, typed)

    assert "/cases/CP-7" in page
    assert "/cases/CP-2" not in page


def test_a_reference_leads_to_its_case_at_once(place: WebOffice) -> None:
    assert find(place, " CP-7 ") == "/cases/CP-7"
    assert "/cases/CP-7" in find(place, "cp-")


def test_every_word_has_to_fit(place: WebOffice) -> None:
    assert "No case that you see" in find(place, "zoe jones")


def test_who_does_not_see_a_case_does_not_find_it(place: WebOffice) -> None:
    assert "No case that you see" in find(place, "zoe", person="pat")


def test_the_list_says_whom_a_case_is_about_and_that_is_kept_as_a_look(place: WebOffice) -> None:
    for _ in range(2):
        assert "Child: Zoë Ångström-Smith" in find(place, "zoe")

    with place.app.store.reading() as reading:
        looks = reading.looks("CP-7")
        others = reading.looks("CP-2")
    assert [(look.person, look.what) for look in looks] == [("asha", NAMED)]  # once a day
    assert others == []


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "'; drop table", "x" * 5000, "\x00", "\u202e", "<b>", " , ; "]
)
def test_hostile_words_find_nothing_and_break_nothing(place: WebOffice, typed: str) -> None:
    page = find(place, typed)

    assert "/cases/" not in page
    assert "<b>" not in page


def test_words_are_compared_without_capitals_and_accents() -> None:
    assert list(plain_words("  Zoë, O'Brien;\tStraße ")) == ["zoe", "o'brien", "strasse"]


def test_what_is_typed_stands_in_no_address(place: WebOffice) -> None:
    browser = place.signed_in("asha")
    form = hidden_in(browser.get("/find").text) | {"ref": "Ångström"}

    found = browser.post("/find", data=form, follow_redirects=False)

    assert "ngstr" not in found.headers["location"]
    assert "CP-7" in browser.get(found.headers["location"]).text
    assert "No case" not in browser.get("/find?seek=changed").text
