"""My work: narrowed by the question itself, acted on in the list, and what others did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader
from starlette.testclient import TestClient

from days import at
from engine.building import Desk, a_person, visited
from web.office import WebOffice, hidden_in, office, post
from workflow.deadlines.naming import day_name, moment_name
from workflow.engine import worklist as listed
from workflow.engine.door import NAMED

DAY = "Tue 24 Mar 2026"
VISIT, GROUP = "Visit and see the child", "Hold the core group"


def at_work(opened: WebOffice) -> None:
    """On the day after a conference that decided on a plan for CP-1, led by worker.1 of the North;
    wanda is of the South, tess manages the North.
    """
    people = [
        a_person("asha", *opened.roles_but_the_chair()),
        a_person("ivan", "conference_chair"),
        replace(a_person("worker.1", "social_worker"), team="North"),
        replace(a_person("wanda", "social_worker"), team="South"),
        replace(a_person("tess", "team_manager"), team="North"),
        a_person("pat", "panel_member"),
    ]
    opened.employs(*people)
    Desk(opened.app.store).on_plan("Mon 23 Mar 2026")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on=DAY) as opened:
        opened.time.now = at(f"{DAY} 12:00")
        yield opened


def tasks(page: str) -> list[str]:
    """The titles of the tasks of a list, in its order."""
    return re.findall(r'data-label="Task"><a [^>]*>([^<]*)</a>', page)


def do(browser: TestClient, title: str, *, go: str, person: str = "") -> int:
    """Press that button in the line of that task; `person` stands beside it."""
    return browser.post("/work", data=pressed(browser.get("/").text, title, go, person)).status_code


def pressed(page: str, title: str, go: str, person: str = "") -> dict[str, str]:
    """What the browser sends then."""
    row = next(each for each in page.split("<tr")[1:] if f">{title}</a>" in each)
    (button,) = re.findall(rf'name="do" value="(go={go}&amp;[^"]*)"', row)
    (field,) = re.findall(r'<input [^>]*name="([^"]*)"', row)
    return {**hidden_in(page), "do": unescape(button), unescape(field): person}


def news_of(place: WebOffice, person: str = "worker.1") -> str:
    """What the list tells that person of what others did."""
    page = place.signed_in(person).get("/").text
    return page.partition("cw-news")[2].partition("</ul>")[0]


def test_a_task_of_a_meeting_is_of_who_works_on_the_case_that_it_is_about(
    place: WebOffice,
) -> None:
    """Not of everybody who has such a role: nobody has it on the meeting itself."""
    Desk(place.app.store).booked_only("Mon 8 Jun 2026", "CP-1", ref="CONF-2", kind="review")
    report = "Send the report to the conference unit"

    assert report in tasks(place.signed_in("worker.1").get("/").text)
    assert report not in tasks(place.signed_in("wanda").get("/").text)

    lead = {"lead_social_worker": "wanda"}
    Desk(place.app.store).does("CP-1", "change_lead_social_worker", DAY, **lead)

    assert report not in tasks(place.signed_in("worker.1").get("/").text)
    assert report in tasks(place.signed_in("wanda").get("/").text)


def test_who_takes_a_step_for_somebody_else_is_told_whose_case_it_is(place: WebOffice) -> None:
    visit = "/cases/CP-1/steps/record_visit"
    told = "Lead social worker of this case is worker.1 (invented); what you record stands under"

    assert told in place.signed_in("wanda").get(visit).text
    assert "of this case is" not in place.signed_in("worker.1").get(visit).text


# -- whom it is about ------------------------------------------------------------------------------


def test_a_task_says_whom_its_case_is_about_and_that_is_kept_once_a_day(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    for _ in range(2):
        assert '<span class="cw-faint">Child: Invented</span>' in browser.get("/").text

    def looks() -> list[str]:
        with place.app.store.reading() as reading:
            return [look.person for look in reading.looks("CP-1") if look.what == NAMED]

    assert looks() == ["worker.1"]
    place.time.now += timedelta(days=1)
    place.signed_in("worker.1").get("/")
    assert looks() == ["worker.1", "worker.1"]


def test_who_stands_in_for_somebody_away_has_their_tasks_and_sees_in_whose_place(
    place: WebOffice,
) -> None:
    """As long as they are away: who is reminded of a task has it in their list."""
    with place.app.store.writing() as writing:
        people = {each.person: each for each in writing.people()}
        first, last = date(2026, 3, 23), date(2026, 3, 27)
        people["worker.1"] = replace(
            people["worker.1"], manager="tess", away_from=first, away_to=last
        )
        writing.replace_people(people.values())

    page = place.signed_in("tess").get("/").text
    assert VISIT in tasks(page)
    assert "in place of worker.1 (invented), away until Fri 27 Mar 2026" in page
    place.time.now = at("Sat 28 Mar 2026 12:00")
    assert VISIT not in tasks(place.signed_in("tess").get("/").text)


def test_what_only_people_who_are_away_could_do_is_in_the_list_of_the_next_up(
    place: WebOffice,
) -> None:
    with place.app.store.writing() as writing:
        people = {each.person: each for each in writing.people()}
        for name in ("asha", "worker.1", "wanda"):
            people[name] = replace(people[name], manager="tess", away_from=date(2026, 3, 23))
        writing.replace_people(people.values())

    page = place.signed_in("tess").get("/").text
    assert "in place of everybody of this role, away" in page


def test_a_task_of_a_meeting_says_whom_the_meeting_is_about_and_that_is_a_look_at_them(
    place: WebOffice,
) -> None:
    Desk(place.app.store).booked_only("Tue 31 Mar 2026", "CP-1", ref="CONF-2", kind="review")
    page = place.signed_in("asha").get("/").text
    line = next(each for each in page.split("<tr") if ">CONF-2</a>" in each)

    assert "Child: Invented" in line
    with place.app.store.reading() as reading:
        assert ("asha", NAMED) in [(look.person, look.what) for look in reading.looks("CP-1")]
        assert NAMED not in [look.what for look in reading.looks("CONF-2")]


def test_a_task_says_for_when_it_is_set_until_that_day_is_over(place: WebOffice) -> None:
    def told() -> bool:
        page = place.signed_in("worker.1").get("/").text
        line = next(each for each in page.split("<tr") if f">{GROUP}</a>" in each)
        return "set for Mon 30 Mar 2026" in line

    assert told()
    place.time.now = at("Tue 31 Mar 2026 12:00")
    assert not told()


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 3, 27), "today"),
        (at("Fri 27 Mar 2026 23:30"), "today"),
        (date(2026, 3, 28), "no working day left"),  # a Saturday
        (at("Sun 29 Mar 2026 10:00"), "no working day left"),
    ],
)
def test_what_is_due_at_the_weekend_is_not_due_on_the_friday_before(due: date, said: str) -> None:
    pages = Environment(loader=PackageLoader("workflow.web"))
    pages.filters |= {"moment": moment_name, "day": day_name}
    parts: Any = pages.get_template("parts.html").module

    assert f"<strong>{said}</strong>" in parts.days(0, False, due, date(2026, 3, 27))


# -- narrowing -------------------------------------------------------------------------------------


def test_a_list_is_narrowed_before_it_is_cut(
    place: WebOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "MOST", 1)
    browser = place.signed_in("asha")
    (first,) = tasks(browser.get("/").text)

    assert tasks(browser.get("/?kind=child_protection").text) != [first]
    assert tasks(browser.get("/?kind=child_protection&role=conference_chair").text) == []
    assert len(tasks(browser.get("/?role=conference_unit").text)) == 1


def test_late_ones_come_first_and_alone_if_so_chosen(place: WebOffice) -> None:
    assert "0 late" in place.signed_in("worker.1").get("/").text

    place.time.now = at("Fri 10 Apr 2026 12:00")
    browser = place.signed_in("worker.1")
    late = tasks(browser.get("/?late=yes").text)

    assert GROUP in late
    assert tasks(browser.get("/").text)[: len(late)] == late
    assert "working days late" in browser.get("/").text


def test_who_sees_a_team_sees_its_work_and_whose_it_is(place: WebOffice) -> None:
    browser = place.signed_in("tess")
    page = browser.get("/?team=North").text

    assert VISIT in tasks(page)
    assert "worker.1</span>" in page
    assert VISIT not in tasks(browser.get("/").text)
    assert tasks(browser.get("/?team=South").text) == []
    assert tasks(browser.get("/?team=North&role=conference_unit").text) == []
    assert VISIT in tasks(browser.get("/?team=North&role=social_worker").text)


def test_who_sees_their_own_cases_alone_is_offered_no_team(place: WebOffice) -> None:
    browser = place.signed_in("pat")

    assert 'name="team"' not in browser.get("/").text
    assert tasks(browser.get("/?team=North").text) == []


def test_a_team_that_is_not_there_has_no_work(place: WebOffice) -> None:
    assert tasks(place.signed_in("worker.1").get("/?team=Nowhere").text) == []


# -- doing -----------------------------------------------------------------------------------------


def test_a_task_is_handed_over_in_the_list_to_who_then_has_it_in_theirs(place: WebOffice) -> None:
    assert do(place.signed_in("worker.1"), VISIT, go="hand", person="wanda") == 303

    wanda = place.signed_in("wanda")
    assert tasks(wanda.get("/").text) == [VISIT]
    assert f'I take it<span class="govuk-visually-hidden">: {VISIT}' not in wanda.get("/").text
    assert tasks(place.signed_in("tess").get("/?team=South").text) == [VISIT]


def test_a_task_is_taken_and_seen_in_the_list(place: WebOffice) -> None:
    place.employs(a_person("una", "conference_unit"), a_person("cleo", "conference_unit"))
    una = place.signed_in("una")
    title = tasks(una.get("/").text)[0]

    assert do(una, title, go="take") == 303
    assert do(una, title, go="seen") == 303

    assert "You have read it" in una.get("/").text
    assert title not in tasks(place.signed_in("cleo").get("/").text)


def test_a_second_click_does_nothing_more_and_another_button_of_the_page_still_does(
    place: WebOffice,
) -> None:
    browser = place.signed_in("worker.1")
    page = browser.get("/").text
    before = len(Desk(place.app.store).history())
    for button, person in (("seen", ""), ("seen", ""), ("hand", "wanda")):
        answer = browser.post("/work", data=pressed(page, VISIT, button, person))
        assert answer.status_code == 303

    assert [row.name for row in Desk(place.app.store).history()[before:]] == [
        "acknowledge",
        "hand_over",
    ]


def test_a_list_stays_as_it_was_chosen(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    chosen = "/?role=social_worker&kind=child_protection"
    page = browser.get(chosen).text
    assert 'action="/work?role=social_worker&amp;kind=child_protection"' in page

    answer = browser.post(
        "/work?role=social_worker&kind=child_protection", data=pressed(page, VISIT, "seen")
    )

    assert answer.headers["location"] == chosen.replace("?", "?done=seen&")
    assert "It is kept that you have read it." in browser.get(answer.headers["location"]).text


@pytest.mark.parametrize("person", ["pat", "", "nobody", "<b>"])
def test_what_cannot_be_done_is_said_in_the_list_and_changes_nothing(
    place: WebOffice, person: str
) -> None:
    browser, before = place.signed_in("worker.1"), Desk(place.app.store).everything()

    assert do(browser, VISIT, go="hand", person=person) == 422

    after = Desk(place.app.store).everything()
    assert before["CP-1"] == after["CP-1"]
    assert before["rows"]["history"] == after["rows"]["history"]


def test_a_task_that_was_done_meanwhile_is_said_to_be_done(place: WebOffice) -> None:
    browser = place.signed_in("worker.1")
    page = browser.get("/").text
    Desk(place.app.store).does("CP-1", "record_visit", DAY, by="asha", **visited(DAY))

    answer = browser.post("/work", data=pressed(page, VISIT, "seen"))

    assert answer.status_code == 422
    assert "This was not done" in answer.text


# -- what others did -------------------------------------------------------------------------------


def test_what_others_did_on_my_cases_is_told_until_i_say_that_i_have_seen_it(
    place: WebOffice,
) -> None:
    desk, browser = Desk(place.app.store), place.signed_in("worker.1")
    assert "Outcome of the initial conference" in news_of(place)  # within the week before
    post(browser, "/seen", on="/", told=told(browser))
    assert news_of(place) == ""

    desk.does("CP-1", "record_visit", DAY, by="asha", **visited(DAY))
    desk.does("CP-1", "record_visit", DAY, by="worker.1", **visited(DAY))

    found = news_of(place)
    assert found.count("<li>") == 1
    assert "asha (invented)" in found
    assert 'href="/cases/CP-1#story"' in found
    assert news_of(place) == found  # to look moves nothing


def test_what_came_after_the_page_was_opened_is_not_seen_with_it(place: WebOffice) -> None:
    desk, browser = Desk(place.app.store), place.signed_in("worker.1")
    opened = told(browser)
    desk.does("CP-1", "record_visit", DAY, by="asha", **visited(DAY))

    post(browser, "/seen", on="/", told=opened)
    assert news_of(place).count("<li>") == 1

    later = told(browser)
    post(browser, "/seen", on="/", told=later)
    post(browser, "/seen", on="/", told=opened)  # the other window, late
    assert news_of(place) == ""


@pytest.mark.parametrize("row", ["CP-1:99999", "CP-404:1", "CP-1:x", ":", "CP-1:99999999999999"])
def test_nobody_has_seen_what_is_yet_to_come(place: WebOffice, row: str) -> None:
    desk, browser = Desk(place.app.store), place.signed_in("worker.1")
    assert post(browser, "/seen", on="/", told=row).status_code == 303

    desk.does("CP-1", "record_visit", DAY, by="asha", **visited(DAY))

    assert "asha (invented)" in news_of(place)


def test_who_got_a_task_is_told_what_others_do_on_its_case(place: WebOffice) -> None:
    assert news_of(place, "wanda") == ""

    do(place.signed_in("worker.1"), VISIT, go="hand", person="wanda")

    assert "Handed over" in news_of(place, "wanda")


def told(browser: TestClient) -> list[str]:
    """What the page says that it tells."""
    return re.findall(r'name="told" value="([^"]*)"', browser.get("/").text)
