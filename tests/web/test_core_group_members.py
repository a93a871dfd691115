"""A fact of a case that names people of the meeting about it: offered, read back and warned of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from days import day
from engine.building import Desk, a_person
from process.building import EVERYBODY, an_outcome
from web.office import WebOffice, hidden_in, office
from web.test_colleagues_by_name import read
from workflow.case.record import moment
from workflow.web.fields import day_parts

DAY = "Mon 23 Mar 2026"
FORM = "/cases/CONF-1/steps/record_conference_outcome"
MEMBERS = "outcomes-CP-1-core_group_members"
INVITED = [
    {"kind": "parent", "name": "Robin Invented"},
    {"kind": "parent", "name": "Sam Invented"},
    {"kind": "school", "name": "Ms Green"},
    {"kind": "social_worker", "person": "wale"},
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """A conference about CP-1 that was held; its outcome is still to be recorded."""
    with office(tmp_path, on=DAY) as opened:
        wale, ivan = a_person("wale", "social_worker"), a_person("ivan", "conference_chair")
        opened.employs(a_person("asha", *opened.roles_but_the_chair()), wale, ivan)
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
        desk.does("CP-1", "change_lead_social_worker", "Tue 3 Mar 2026", lead_social_worker="wale")
        desk.booked_only(DAY, "CP-1", ref="CONF-1", kind="initial")
        desk.does("CONF-1", "invite", "Tue 17 Mar 2026", participants=INVITED)
        desk.does("CONF-1", "hold_conference", DAY, held_on=day(DAY), attended=EVERYBODY)
        yield opened


def decides(place: WebOffice, *members: str) -> None:
    outcome = an_outcome(DAY, "protection_plan") | {"core_group_members": [*members]}
    Desk(place.app.store).decided(DAY, CP_1=outcome)


def test_those_on_the_list_of_the_meeting_are_offered_and_others_typed(place: WebOffice) -> None:
    page = unescape(place.signed_in("ivan").get(FORM).text)

    boxes = re.findall(rf'name="{MEMBERS}" type="checkbox" value="([^"]+)"', page)
    assert boxes == ["parent", "parent/2", "school", "social_worker"]
    for text in ("Parent: Sam Invented", "School: Ms Green", "Lead social worker: wale (invented)"):
        assert text in page
    assert "Others: core group members" in page


def test_a_row_begins_with_who_has_a_role_on_the_case_and_decides_nothing(place: WebOffice) -> None:
    page = place.signed_in("ivan").get(FORM).text

    chosen = re.findall(r'<option value="([^"]+)" selected', page)
    assert chosen == ["wale"]
    assert not re.search(r'name="outcomes-CP-1-decision"[^>]* checked', page)


def test_a_name_that_fits_nobody_on_the_list_is_warned_of_by_its_place(place: WebOffice) -> None:
    browser = place.signed_in("ivan")
    row, typed = "outcomes-CP-1-", dict[str, str | list[str]]()
    for name, value in an_outcome(DAY, "protection_plan").items():
        is_day = name.endswith("_on")
        typed |= dict(day_parts(row + name, moment(value)) if is_day else [(row + name, value)])
    typed |= {**hidden_in(browser.get(FORM).text), "go": "check"}

    checked = read(browser.post(FORM, data={**typed, MEMBERS: ["school", "schol"]}).text)
    assert "“Core group members”, name 2, fits nobody on the list of those invited" in checked
    assert "School: Ms Green" in checked

    right = browser.post(FORM, data={**typed, MEMBERS: ["school", "parent/2"]})
    assert "fits nobody" not in right.text


@pytest.mark.parametrize("page", ["sheets/todays_plan", "sheets/contingency_plan", "?story=all"])
def test_they_are_read_by_the_titles_of_their_kinds(place: WebOffice, page: str) -> None:
    decides(place, "parent/2", "school", "social_worker", "Aunt Invented")

    found = place.signed_in("asha").get(f"/cases/CP-1/{page}".replace("/?", "?"))

    assert "Parent 2, School, Lead social worker, Aunt Invented" in read(found.text)


def test_what_takes_sentences_has_a_box_and_what_is_one_line_has_a_line(place: WebOffice) -> None:
    browser = place.signed_in("asha")
    row = place.signed_in("ivan").get(FORM).text
    assert 'id="outcomes-CP-1-outline_plan" name="outcomes-CP-1-outline_plan" rows="5"' in row
    assert "cw-roomy" in row

    form = browser.get("/cases/CP-1/steps/update_child_details").text
    assert re.search(r'<input[^>]* name="family_reference"', form)
    assert re.search(r'<textarea[^>]* name="access_needs"', form)


def test_what_has_lines_already_keeps_them(place: WebOffice) -> None:
    where = "One\nTwo"
    browser = place.signed_in("asha")
    form = "/cases/CP-1/steps/update_child_details"
    typed = {**hidden_in(browser.get(form).text), "family_reference": where, "go": "change"}

    assert re.search(r'<textarea[^>]* name="family_reference"', browser.post(form, data=typed).text)
