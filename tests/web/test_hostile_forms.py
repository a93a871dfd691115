"""Every form of the process, with answers that are wrong, missing or hostile: none does harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from real_process import release
from web.office import WebOffice, hidden_in, office
from workflow.throttle import Throttle
from workflow.typed_text import visible

DAY = "Tue 24 Mar 2026"
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
UNSEEN = "a\x00b\x1b[31m\u202egnp.exe\u2066\ufeff\ud7ff"
FORMULA = '=HYPERLINK("http://x.example")'
HOSTILE = (SCRIPT, UNSEEN, FORMULA, "-1", "")
REFS = {"child_protection": "CP-1", "conference": "CONF-2"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    """A child on a plan, two others and their conference; asha has every role there is."""
    with office(Path(tmp_path_factory.mktemp("hostile")), on=DAY) as opened:
        every = opened.roles_but_the_chair()
        people = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(*people)
        desk = Desk(opened.app.store)
        desk.on_plan("Mon 23 Mar 2026")
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-2", "CP-3")
        desk.booked_only(DAY, "CP-2", "CP-3", ref="CONF-2", kind="initial")
        opened.employs(a_person("asha", *every, "conference_chair"), people[1])
        yield opened


@pytest.fixture(scope="module")
def browser(place: WebOffice) -> TestClient:
    """At a site that no longer counts: here one person sends more than any does."""
    place.web.state.site = replace(place.web.state.site, writes=Throttle(tries=100_000))
    return place.signed_in()


def forms() -> Iterator[str]:
    """The address of the form of every step that people take, and of every opening."""
    for name, workflow in release().process.workflows.items():
        yield f"/open/{name}"
        ref = REFS.get(name)
        events = dict.fromkeys(step.event for step in workflow.steps if step.by)
        yield from (f"/cases/{ref}/steps/{event}?late=yes" for event in events if ref)


def inputs(page: str) -> list[str]:
    """The names of what can be typed or chosen in a form."""
    main = page.split("<main", 1)[1]
    found = re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]* name="([^"]+)"', main)
    return [name for name in dict.fromkeys(found) if name != "role"]


@pytest.mark.parametrize("address", list(forms()))
def test_no_answer_of_any_form_does_harm(browser: TestClient, address: str) -> None:
    page = browser.get(address)
    assert page.status_code == 200, page.text
    hidden, names = hidden_in(page.text), inputs(page.text)

    for hostile in HOSTILE:
        check = browser.post(
            address, data={**hidden, **dict.fromkeys(names, hostile), "go": "check"}
        )

        assert check.status_code in (200, 422), hostile
        is_harmless(check.text)
        if check.status_code == 422:
            comes_back(check.text, hostile, names)


def is_harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not {"\x00", "\x1b", "\u202e", "\u2066", "\ufeff"} & set(page)


def comes_back(page: str, typed: str, names: list[str]) -> None:
    """What was typed stands in the form again; of choices nothing can be that is not offered."""
    free = re.findall(r'<(?:input[^>]*type="text"|textarea)[^>]*name="([^"]+)"', page)
    if free and typed.strip():
        assert escape(visible(typed)) in page


@pytest.mark.parametrize("address", ["/cases/CP-1/steps/record_visit", "/open/child_protection"])
def test_a_text_of_nearly_all_that_a_request_may_hold_is_taken(
    browser: TestClient, address: str
) -> None:
    page = browser.get(address).text
    name = next(re.finditer(r'<(?:textarea|input)[^>]*name="(?!find|ref)(\w+)"', page))[1]
    free = [each for each in inputs(page) if not each.endswith(("-day", "-month", "-year"))]

    check = browser.post(
        address, data={**hidden_in(page), (free or [name])[-1]: "x" * 900_000, "go": "check"}
    )

    assert check.status_code in (200, 422)


def test_more_than_a_request_may_hold_is_refused_in_words(browser: TestClient) -> None:
    address = "/cases/CP-1/steps/record_visit"
    form: Mapping[str, str] = hidden_in(browser.get(address).text)

    answer = browser.post(address, data={**form, "who_was_seen": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "Nothing was changed. Go back to the page before" in answer.text


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ren\u00e9e O\u2019Brien", "Ren\u00e9e O\u2019Brien"),
        ("two\u00a0words\u2009here", "two words here"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\x00b\x08c\x7f\x9b", "abc"),
        ("\u202egnp.exe\u2069\u200f", "gnp.exe"),
        ("\ufeffword\u00ad", "word"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
        ("x\ufffe\U0001ffffy", "xy"),
    ],
)
def test_what_nobody_can_see_is_left_out_and_all_else_stays(typed: str, seen: str) -> None:
    assert visible(typed) == seen


def test_a_password_is_taken_as_it_was_typed(place: WebOffice) -> None:
    browser = place.browser()
    form = hidden_in(browser.get("/sign-in").text)

    hidden_mark = {"person": "asha", "password": "correct horse battery\u200e"}

    assert browser.post("/sign-in", data={**form, **hidden_mark}).status_code == 422
