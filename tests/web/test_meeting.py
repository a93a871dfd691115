"""The page of a meeting: who sees what of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.building import Desk, a_person
from web.office import WebOffice, hidden_in, office, post
from workflow.engine.door import NAMED

MEETING = "/cases/CONF-1/meeting"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """A conference about CP-1 and CP-2 that was held; the outcome is still to be recorded."""
    with office(tmp_path, on="Tue 24 Mar 2026") as opened:
        every = opened.roles_but_the_chair()
        asha, ivan = a_person("asha", *every), a_person("ivan", "conference_chair")
        opened.employs(asha, ivan)
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
        desk.met("Mon 23 Mar 2026", "CP-1", "CP-2")
        opened.employs(asha, ivan, a_person("pat", "panel_member"))
        yield opened


def test_it_tells_who_came_whether_that_is_a_quorum_and_about_whom_it_is(place: WebOffice) -> None:
    page = place.signed_in("ivan").get(MEETING).text

    for text in ("Quorate", "Police", ">CP-1<", ">CP-2<", "Record the outcome for each child"):
        assert text in page


def test_it_tells_what_has_been_done_so_far_and_what_a_quorum_lacks(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-3")
    desk.booked_only("Wed 25 Mar 2026", "CP-3", ref="CONF-3", kind="initial")
    invited = [{"kind": "school", "name": "Ms Green"}, {"kind": "gp", "name": "Dr Brown"}]
    on = "Fri 20 Mar 2026"
    desk.does("CONF-3", "invite", on, participants=invited)
    desk.does("CONF-3", "record_reply", on, reply_from="gp", reply="attends")
    desk.does("CONF-3", "receive_report", on, reported_by="school", report_shared_with_family=True)

    page = place.signed_in("ivan").get("/cases/CONF-3/meeting").text

    assert "Cannot be quorate yet" in page
    assert "Missing: Children&#39;s social care." in page
    assert "Attends: 1. No answer yet: 1. Reports: 1 of 2 have come." in page
    assert "The family has seen it beforehand: yes; Happened on: Fri 20 Mar 2026" in page
    assert "Fri 20 Mar 2026: Record a reply" in page
    assert 'href="/diary?week=2026-W13"' in page


def test_in_large_type_steps_stay_large_to_the_end(place: WebOffice) -> None:
    browser = place.signed_in("ivan")
    step = "/cases/CONF-1/steps/exclude_from_part?view=large"
    assert step in browser.get(MEETING + "?view=large").text
    told = {"exclusion_reason_told": "To be safe.", "other_contribution": "In writing."}
    answers = {"excluded_person": "Uncle", "exclusion_reason": "Invented.", "go": "check", **told}

    checked = post(browser, step, **answers)
    assert "cw-large" in checked.text

    done = browser.post(step, data={**hidden_in(checked.text), "go": "do"})
    assert done.headers["location"].endswith("/meeting?done=exclude_from_part&view=large")


def test_a_look_at_the_meeting_is_a_look_at_the_cases_on_its_page(place: WebOffice) -> None:
    place.signed_in("ivan").get(MEETING)

    with place.app.store.reading() as reading:
        looks = [(look.person, look.what) for look in reading.looks("CP-2")]
    assert looks[0] == ("ivan", "in meeting CONF-1")


def test_the_room_sees_whom_it_is_about_and_no_more_of_the_head(place: WebOffice) -> None:
    page = place.signed_in("ivan").get(MEETING + "?view=large").text

    assert "Invented" in page[page.index("Children") :]
    assert "Referral" not in page


def test_what_is_dangerous_in_a_childs_case_is_in_the_head_but_not_read_in_the_room(
    place: WebOffice,
) -> None:
    desk, browser = Desk(place.app.store), place.signed_in("ivan")
    assert "Somebody must not be told" not in browser.get(MEETING).text
    told = {"must_not_be_told": ["Uncle Invented"]}
    desk.does("CP-1", "update_child_details", "Tue 24 Mar 2026", **told)

    page = browser.get(MEETING).text
    assert "Somebody must not be told" in page
    assert "Uncle Invented" not in page.partition("What you can do now")[0]
    assert "Somebody must not be told" not in browser.get(MEETING + "?view=large").text


def test_a_form_that_names_whom_a_case_is_about_is_a_look_at_that_case(place: WebOffice) -> None:
    place.signed_in("ivan").get("/cases/CONF-1/steps/record_conference_outcome")
    place.signed_in("ivan").get("/cases/CONF-1")

    with place.app.store.reading() as reading:
        looks = [(look.person, look.what) for look in reading.looks("CP-2")]
    assert {what for _, what in looks} == {NAMED, "in step record_conference_outcome of CONF-1"}


def test_an_outcome_told_to_each_child_asks_what_its_case_takes(place: WebOffice) -> None:
    page = place.signed_in("ivan").get("/cases/CONF-1/steps/record_conference_outcome").text

    assert 'name="outcomes-CP-1-decision"' in page
    assert 'name="outcomes-CP-2-outline_plan"' in page
    assert "plan_end_reason" not in page


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        ("pat", MEETING, 403),
        ("ivan", "/cases/CP-1/meeting", 404),
        ("ivan", "/cases/CONF-404/meeting", 404),
    ],
)
def test_there_is_no_page_of_what_is_no_meeting_or_not_seen(
    place: WebOffice, person: str, path: str, status: int
) -> None:
    assert place.signed_in(person).get(path).status_code == status


def test_who_does_not_come_is_not_counted_for_the_quorum(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-3")
    desk.booked_only("Wed 25 Mar 2026", "CP-3", ref="CONF-3", kind="initial")
    kinds, on = ("social_worker", "school", "gp"), "Fri 20 Mar 2026"
    invited = [{"kind": kind, "name": f"{kind} (invented)"} for kind in kinds]
    desk.does("CONF-3", "invite", on, participants=invited)
    assert "Can be quorate" in place.signed_in("ivan").get("/cases/CONF-3/meeting").text

    desk.does("CONF-3", "record_reply", on, reply_from="gp", reply="declines")
    page = place.signed_in("ivan").get("/cases/CONF-3/meeting").text

    assert "Would not be quorate" in page
    assert "Missing: 1 other agency." in page
    assert "Invited, and nobody of them comes: General practice" in page
