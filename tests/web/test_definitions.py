"""The process owner's pages: what is published, what it says, and where it says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from definitions import FOLDER
from engine.building import Desk, a_person
from real_process import release
from web.office import WebOffice, office
from workflow.definition.bpmn import bpmn

PROCESS = FOLDER / "child_protection"
FLOWS = sorted(release().process.workflows)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path) as opened:
        opened.employs(a_person("asha", "process_owner"))
        yield opened


@pytest.fixture
def browser(place: WebOffice) -> TestClient:
    return place.signed_in()


def test_every_workflow_is_listed_with_its_release_and_how_many_cases_are_open(
    place: WebOffice,
) -> None:
    place.employs(a_person("asha", *place.roles_but_the_chair()))
    Desk(place.app.store).referred("Mon 2 Mar 2026", "CP-1")
    browser = place.signed_in()

    page = browser.get("/definitions").text

    for flow in release().process.workflows.values():
        assert flow.title in page
    assert "New cases go by release 1, since Mon 1 Jan 2024" in page
    assert page.count('data-label="Open cases">1<') == 2  # of the child's case, of its release


def test_what_a_policy_changes_is_said_as_caseward_diff_says_it(browser: TestClient) -> None:
    page = browser.get("/definitions").text

    assert "Liverpool" in page
    assert "6 weeks after the last" in page


def test_a_workflow_shows_its_picture_its_ways_and_its_tasks(browser: TestClient) -> None:
    page = browser.get("/definitions/appeal").text

    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert 'id="step-received-acknowledge_appeal"' in page
    assert 'id="task-acknowledge_appeal"' in page
    assert "/definitions/appeal/source?policy=" in page


@pytest.mark.parametrize("name", FLOWS)
def test_a_part_is_anchored_on_both_pages_and_each_leads_to_the_other(
    browser: TestClient, name: str
) -> None:
    flow = release().process.workflows[name]
    tables, source = (browser.get(f"/definitions/{name}{end}").text for end in ("", "/source"))

    for task in flow.tasks:
        assert f'id="task-{task.name}"' in tables
        if task.position.file == flow.position.file:
            assert f'id="task-{task.name}"' in source
            assert f"#task-{task.name}" in source
        assert f"#task-{task.name}" in tables


def test_every_line_of_the_source_is_shown_with_its_number(browser: TestClient) -> None:
    lines = (PROCESS / "appeal.yaml").read_text("utf-8").splitlines()

    page = browser.get("/definitions/appeal/source").text

    for number in range(1, len(lines) + 1):
        assert f'<span class="cw-beside__number">{number}</span>' in page


def test_a_policy_is_read_by_its_own_release(browser: TestClient) -> None:
    page = browser.get("/definitions/child_protection?policy=liverpool").text
    source = browser.get("/definitions/child_protection/source?policy=liverpool").text

    assert "policies/liverpool.yaml" in source
    assert '<option value="liverpool" selected>' in page


def test_a_state_is_marked_where_something_is_late(place: WebOffice) -> None:
    place.employs(a_person("asha", *place.roles_but_the_chair()))
    Desk(place.app.store).referred("Mon 2 Mar 2026", "CP-1")
    browser = place.signed_in()
    path = "/definitions/child_protection"

    assert 'data-marks=""' in browser.get(path).text
    late = browser.get(f"{path}?late=yes").text
    assert 'data-marks="state-awaiting_strategy_discussion:cw-heat-4"' in late
    assert "Strategy discussion awaited: 100% late" in late


def test_the_document_of_the_picture_is_that_of_the_command(browser: TestClient) -> None:
    answer = browser.get("/definitions/appeal/bpmn?save=yes")

    process = release().process
    assert answer.text == bpmn(process, process.workflows["appeal"])
    assert answer.headers["content-disposition"] == 'attachment; filename="appeal.bpmn"'


def test_only_the_page_of_a_picture_loads_what_draws_it(browser: TestClient) -> None:
    assert "elk.js" in browser.get("/definitions/appeal").text
    for path in ("/", "/definitions", "/definitions/appeal/source"):
        assert "elk.js" not in browser.get(path).text


@pytest.mark.parametrize(
    "path",
    [
        "/definitions/no_such",
        "/definitions/appeal?policy=nowhere",
        "/definitions/appeal/source?file=../settings.py",
        "/definitions/appeal/bpmn?policy=%00",
    ],
)
def test_a_definition_that_is_not_there_says_so(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_definitions_are_shown_to_nobody_who_has_not_signed_in(place: WebOffice) -> None:
    for path in ("/definitions", "/definitions/check", "/definitions/appeal/bpmn"):
        assert place.browser().get(path).status_code == 303


def test_what_is_wrong_stands_at_its_line_and_on_the_page_of_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "small" / "loan"
    folder.mkdir(parents=True)
    text = (PROCESS / "appeal.yaml").read_text("utf-8")
    shutil.copytree(PROCESS, folder, dirs_exist_ok=True)
    (folder / "appeal.yaml").write_text(text.replace("title: Complaint received", "titel: x", 1))
    with office(tmp_path, definitions=str(folder)) as opened:
        opened.employs(a_person("asha", "process_owner"))
        browser = opened.signed_in()

        check = browser.get("/definitions/check").text
        changed = browser.get("/definitions/appeal/source?checked=yes").text

    assert "appeal.yaml:" in check
    assert "titel" in check
    assert str(folder) not in check
    assert "another one by now" in changed


def test_a_file_without_a_fault_says_so(browser: TestClient) -> None:
    page = browser.get("/definitions/appeal/source?checked=yes").text

    assert "Nothing is wrong in this file." in page
