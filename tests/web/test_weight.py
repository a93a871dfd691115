"""What a browser fetches when it opens the list of work for the first time, in bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gzip import compress
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import Desk, a_person
from web.office import WebOffice, office
from workflow.engine.worklist import MOST

MAY_WEIGH = 300_000


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Thirty people to whom a task can be handed, and a child on a plan."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        everybody = opened.roles_but_the_chair()
        others = [a_person(f"worker.{n}", "social_worker", "team_manager") for n in range(30)]
        chair = a_person("ivan", "conference_chair")
        opened.employs(a_person("asha", *everybody), chair, *others)
        Desk(opened.app.store).on_plan("Mon 23 Mar 2026")
        yield opened


def weight(browser: TestClient, path: str) -> int:
    """The bytes of an answer as they go over the line."""
    return int(browser.get(path).headers["content-length"])


def test_the_longest_list_with_all_that_it_brings_is_light_enough(place: WebOffice) -> None:
    browser = place.signed_in()
    page = browser.get("/").text
    lines = [len(line.encode()) for line in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
    brought = set(re.findall(r'(?:href|src)="(/static/[^"]*)"', page))
    # Which the first script asks for.
    brought.add(
        next(each for each in brought if "start" in each).replace("start", "govuk-frontend")
    )

    whole = weight(browser, "/") + MOST * max(lines)
    whole += sum(weight(browser, path) for path in brought)

    assert len(brought) == 6
    assert len(lines) > 3
    assert whole < MAY_WEIGH


def test_files_are_compressed_for_whoever_takes_them_so_and_pages_never(place: WebOffice) -> None:
    browser = place.signed_in()
    style = f"{browser.app.state.site.pages.static}/main.css"  # type: ignore[attr-defined]  # our own
    packed, plain = (
        browser.get(style, headers={"accept-encoding": how}) for how in ("gzip", "identity")
    )

    assert packed.content == plain.content
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert packed.headers["vary"] == "Accept-Encoding"
    assert "immutable" in packed.headers["cache-control"]
    assert "content-encoding" not in browser.get("/").headers


def test_the_page_of_a_definition_fetches_what_draws_it_only_when_asked(place: WebOffice) -> None:
    browser = place.signed_in()
    page = browser.get("/definitions/child_protection").text
    brought = set(re.findall(r'(?:href|src)="(/static/[^"]*)"', page))
    brought.add(
        next(each for each in brought if "start" in each).replace("start", "govuk-frontend")
    )

    assert not any("elk" in each for each in brought)
    # The target is for what is compressed, which a page of ours is not (see `_Lasting`).
    whole = len(compress(page.encode())) + sum(weight(browser, each) for each in brought)
    assert whole < MAY_WEIGH / 2
