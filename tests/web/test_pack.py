"""The pack of a meeting: what is read before it, and who has read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from days import at
from engine.building import Desk, a_person
from web.office import WebOffice, office
from web.test_diary import books

PACK = "/cases/CONF-1/pack"
INVITED = [
    {"kind": "school", "name": "Ms Green"},
    {"kind": "gp", "name": "Dr Brown"},
    {"kind": "social_worker", "person": "wale", "name": "Wale Worker"},
]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """A conference about CP-1 to which school, doctor and social worker are invited."""
    with office(tmp_path, on="Tue 10 Mar 2026") as opened:
        every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
        opened.employs(
            a_person("asha", *every),
            a_person("ivan", "conference_chair"),
            a_person("wale", "social_worker"),
            a_person("rita", "record_taker"),
            a_person("pat", "panel_member"),
        )
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
        books(desk, "CONF-1", "CP-1", "Mon 16 Mar 2026", "10:00")
        desk.does("CONF-1", "invite", "Wed 4 Mar 2026", participants=INVITED)
        yield opened


def reads(place: WebOffice, person: str, when: str) -> str:
    place.time.now = at(when)
    answer = place.signed_in(person).get(PACK)
    assert answer.status_code == 200
    return answer.text


def of_person(page: str, name: str) -> str:
    """The row of the table that tells what somebody has read."""
    read = page[page.index('id="read"') :]
    row = read[read.index(f"{name} (invented)") :]
    return row[: row.index("</tr>")]


def test_it_tells_who_has_not_opened_it_and_what_came_since(place: WebOffice) -> None:
    page = reads(place, "ivan", "Tue 10 Mar 2026 09:00")
    assert "has not opened the pack" in of_person(page, "ivan")
    assert "No report has come yet." in page

    Desk(place.app.store).does("CONF-1", "receive_report", "Wed 11 Mar 2026", reported_by="school")

    page = reads(place, "asha", "Thu 12 Mar 2026 09:00")
    assert "Tue 10 Mar 2026, 09:00" in of_person(page, "ivan")
    assert "School: Ms Green" in of_person(page, "ivan")
    assert "has not opened the pack" in of_person(page, "wale")

    reads(place, "ivan", "Thu 12 Mar 2026 10:00")

    page = reads(place, "asha", "Thu 12 Mar 2026 11:00")
    assert ">nothing<" in of_person(page, "ivan")


def test_it_tells_what_is_still_to_be_settled(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.does("CONF-1", "receive_report", "Wed 11 Mar 2026", reported_by="school")
    desk.does("CONF-1", "record_reply", "Wed 11 Mar 2026", reply_from="gp", reply="attends")

    page = reads(place, "ivan", "Thu 12 Mar 2026 09:00")

    assert "No reply from School: Ms Green." in page
    assert "No reply from General practitioner" not in page
    assert "No report from General practitioner: Dr Brown." in page
    assert "No report from School" not in page
    assert "Not invited, and should be:" in page
    assert "There was time to read the reports." in page


def test_it_tells_what_is_known_of_each_child_and_what_was_decided_before(
    place: WebOffice,
) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-2")
    desk.met("Mon 23 Mar 2026", "CP-2", ref="CONF-7")
    desk.decided("Mon 23 Mar 2026", ref="CONF-7", CP_2="protection_plan")
    desk.booked_only("Mon 8 Jun 2026", "CP-2", ref="CONF-2", kind="review")
    place.time.now = at("Mon 1 Jun 2026 09:00")

    page = place.signed_in("ivan").get("/cases/CONF-2/pack").text

    assert "What earlier meetings decided" in page
    assert "Outcome of the initial conference" in page
    assert "Outline plan" in page
    assert "Hold the core group: late" in page


def test_a_look_at_the_pack_is_a_look_at_each_case_in_it(place: WebOffice) -> None:
    reads(place, "ivan", "Tue 10 Mar 2026 09:00")

    with place.app.store.reading() as reading:
        assert next((look.person, look.what) for look in reading.looks("CP-1")) == (
            "ivan",
            "pack of CONF-1",
        )
        assert reading.looks("CONF-1")[0].what == "pack"


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [("pat", PACK, 403), ("ivan", "/cases/CP-1/pack", 404), ("ivan", "/cases/CONF-9/pack", 404)],
)
def test_there_is_no_pack_of_what_is_no_meeting_or_not_seen(
    place: WebOffice, person: str, path: str, status: int
) -> None:
    assert place.signed_in(person).get(path).status_code == status
