"""What every answer says to a browser, and what a browser may not send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.office import office
from workflow.request_limit import LONGEST
from workflow.throttle import SECONDS, TRIES, Throttle


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient]:
    with office(tmp_path) as opened:
        yield opened.browser()


def test_scripts_run_by_the_nonce_of_their_answer_alone(browser: TestClient) -> None:
    policies = [browser.get("/healthz").headers["content-security-policy"] for _ in range(2)]

    assert policies[0] != policies[1]
    assert "script-src 'nonce-" in policies[0]
    assert "unsafe" not in policies[0]


def test_nothing_is_kept_but_files_whose_address_changes_with_them(browser: TestClient) -> None:
    static = browser.app.state.site.pages.static  # type: ignore[attr-defined]  # our own

    assert browser.get("/healthz").headers["cache-control"] == "no-store"
    assert browser.get("/no-such-page").headers["cache-control"] == "no-store"
    assert "immutable" in browser.get(f"{static}/main.css").headers["cache-control"]


def test_a_form_that_is_too_long_is_refused(browser: TestClient) -> None:
    assert browser.post("/sign-in", data={"person": "x" * (LONGEST + 1)}).status_code == 413
    assert (
        "This form is too long"
        in browser.post("/sign-in", data={"person": "x" * (LONGEST + 1)}).text
    )


def test_an_address_may_try_so_often_and_then_has_to_wait() -> None:
    seconds = 0.0
    throttle = Throttle(lambda: seconds)

    assert [throttle.allows("a") for _ in range(TRIES + 1)] == [True] * TRIES + [False]
    assert throttle.allows("b")
    seconds += SECONDS
    assert throttle.allows("a")
