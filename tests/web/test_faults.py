"""What no page of ours sends is answered as a page answers, and never with what we are made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import files
from web.office import WebOffice, hidden_in
from web.post_room import CONFERENCE, post_room

REPORT = f"/cases/{CONFERENCE}/steps/receive_report"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path, secret_key="k" * 32, largest_document="1") as opened:
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in("una")


def test_the_head_of_a_page_is_that_of_the_page(browser: TestClient) -> None:
    for path in ("/sign-in", f"/cases/{CONFERENCE}", "/messages"):
        page, head = browser.get(path), browser.head(path)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == page.headers["content-type"]


def test_a_way_that_an_address_does_not_take_is_told_with_those_that_it_takes(
    browser: TestClient,
) -> None:
    answer = browser.get("/sign-out")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "There is no such page" not in answer.text

    assert browser.put("/sign-in").headers["allow"] == "GET, HEAD, POST"


def test_a_form_that_cannot_be_read_is_no_missing_page(browser: TestClient) -> None:
    kind = {"content-type": "multipart/form-data"}
    answer = browser.post("/sign-in", content=b"--x", headers=kind)

    assert answer.status_code == 400
    assert "This cannot be read" in answer.text


def test_an_address_in_which_something_cannot_be_is_no_page(browser: TestClient) -> None:
    for path in (f"/cases/{CONFERENCE}/rows/abc/correct", "/cases/CP-1/dates/x/y"):
        answer = browser.get(path)

        assert answer.status_code == 404
        assert "<h1" in answer.text
        assert "There is no such page" in answer.text


def test_a_file_that_is_far_too_large_is_told_so(browser: TestClient) -> None:
    hidden = hidden_in(browser.get(REPORT).text)
    large = {"report-file": ("a.pdf", files.PDF + b" " * 3_200_000)}

    answer = browser.post(REPORT, data=hidden, files=large)

    assert answer.status_code == 413
    assert "This file is too large" in answer.text
    assert "One file may have 1 MB" in answer.text
    assert "hand it in as a file" not in answer.text


def test_a_file_where_a_text_is_asked_for_is_none(browser: TestClient) -> None:
    hidden = hidden_in(browser.get(REPORT).text)
    in_a_text = {"report_not_shared_reason": ("a.pdf", files.PDF)}

    answer = browser.post(REPORT, data={**hidden, "go": "check"}, files=in_a_text)

    assert "UploadFile" not in answer.text
    assert "UploadFile" not in browser.get(REPORT).text
