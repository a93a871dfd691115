"""Pages call colleagues by their names: histories know them by short ones, which nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from days import at
from engine.building import Desk, a_person
from process.building import an_outcome
from web.office import WebOffice, hidden_in, office, post
from web.test_diary import books

INVITED = [{"kind": "school", "name": "Ms Green"}, {"kind": "social_worker", "person": "wale"}]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """CP-1 on a plan, whose social worker is wale; its review, CONF-2, is to be chaired by ivan."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
        wale, ivan = a_person("wale", "social_worker"), a_person("ivan", "conference_chair")
        opened.employs(a_person("asha", *every), wale, ivan)
        desk = Desk(opened.app.store)
        on = "Mon 23 Mar 2026"
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
        desk.met(on, "CP-1")
        plan = an_outcome(on, "protection_plan") | {"lead_social_worker": "wale"}
        desk.decided(on, CP_1=plan)
        books(desk, "CONF-2", "CP-1", "Mon 1 Jun 2026", "10:00", record_taker="asha")
        desk.does("CONF-2", "invite", "Tue 24 Mar 2026", participants=INVITED)
        yield opened


def read(page: str) -> str:
    """What stands on a page, without its markup."""
    body = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<script.*?</script>", "", body)))


def short_names(page: str) -> list[str]:
    """Where a colleague is named by the short name alone."""
    return re.findall(r".{0,40}\b(?:wale|ivan|asha)\b(?! \(invented\)).{0,20}", read(page))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/cases/CP-1?story=all", "wale (invented)"),
        ("/cases/CP-1/sheets/todays_plan", "wale (invented)"),
        ("/cases/CONF-2?story=all", "ivan (invented)"),
        ("/cases/CONF-2/meeting", "Lead social worker: wale (invented)"),
        ("/cases/CONF-2/pack", "ivan (invented)"),
        ("/cases/CONF-2/steps/receive_report", "Lead social worker: wale (invented)"),
        ("/board/lists/conference/planned", "ivan (invented)"),
    ],
)
def test_each_page_calls_colleagues_by_their_names(place: WebOffice, page: str, says: str) -> None:
    place.time.now = at("Mon 1 Jun 2026 12:00")
    found = place.signed_in("asha").get(page)

    assert found.status_code == 200
    assert says in read(found.text)
    assert short_names(found.text) == []


def test_the_check_page_and_what_came_meanwhile_name_them_too(place: WebOffice) -> None:
    browser = place.signed_in("asha")
    here = "/cases/CP-1/steps/change_lead_social_worker"
    form = browser.get(here)
    checked = post(browser, here, lead_social_worker="wale", go="check")
    assert "wale (invented)" in read(checked.text)
    assert short_names(checked.text) == []

    desk = Desk(place.app.store)
    desk.does("CP-1", "update_child_details", "Tue 24 Mar 2026", child_name="Another")
    typed = {**hidden_in(form.text), "lead_social_worker": "wale", "go": "do"}
    stale = browser.post(here, data=typed)
    assert "by asha (invented)" in read(stale.text)
