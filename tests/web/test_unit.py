"""The day of somebody: meetings, tasks of their roles, messages, and what they check unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counting import questions
from days import at
from engine.building import Desk, a_person
from web.office import WebOffice, office, post
from web.post_room import post_room, posted
from web.test_diary import books
from workflow.store.stored_message import MessageState


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """Two days after a conference with Ivan as its chair, which decided on a plan for CP-1."""
    with office(tmp_path, on="Wed 18 Mar 2026") as opened:
        every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
        opened.employs(
            a_person("asha", *every),
            a_person("ivan", "conference_chair"),
            a_person("olga", "conference_chair"),
            a_person("una", "conference_unit"),
            a_person("rita", "record_taker"),
        )
        desk = Desk(opened.app.store)
        desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
        books(desk, "CONF-1", "CP-1", "Mon 16 Mar 2026", "10:00")
        came = ["social_worker", "school", "police"]
        on = "Mon 16 Mar 2026"
        desk.does("CONF-1", "hold_conference", on, held_on=at(f"{on} 10:00").date(), attended=came)
        desk.decided(on, CP_1="protection_plan")
        books(desk, "CONF-2", "CP-2", "Wed 18 Mar 2026", "14:00", chair="olga", record_taker="")
        yield opened


def figures(page: str) -> dict[str, str]:
    """Every figure that opens something: its words, and the address behind it."""
    found = re.findall(
        r'href="([^"]+)">(\d+)<span class="govuk-visually-hidden"> ([^<]+)</span>', page
    )
    return {f"{count} {words}": path.replace("&amp;", "&") for path, count, words in found}


def test_the_unit_sees_what_is_late_and_due_and_opens_what_is_behind_it(place: WebOffice) -> None:
    browser = place.signed_in("una")
    found = figures(browser.get("/unit").text)

    path = found["1 late: Send the decision and outline plan"]
    behind = browser.get(path).text
    assert ">CONF-1<" in behind
    assert "Late, Safeguarding and conference unit" in behind
    assert not any("Meet the family" in words for words in found)


def test_the_figure_and_what_is_behind_it_agree(place: WebOffice) -> None:
    browser = place.signed_in("asha")
    for words, path in figures(browser.get("/unit").text).items():
        lines = browser.get(path + "&form=csv").text.strip().splitlines()[1:]
        assert len(lines) == int(words.split()[0]), words


def test_what_is_anothers_is_not_counted_for_who_has_the_same_role(place: WebOffice) -> None:
    """The record is for the chair of CONF-1, who is Ivan: My work of Olga does not show it."""
    place.time.now = at("Mon 30 Mar 2026 09:00")
    late = {name: figures(place.signed_in(name).get("/unit").text) for name in ("ivan", "olga")}
    shown = {name: place.signed_in(name).get("/").text for name in ("ivan", "olga")}
    theirs = "Approve the record"

    assert theirs in shown["ivan"]
    assert theirs not in shown["olga"]
    assert any(theirs in words for words in late["ivan"])
    assert not any(theirs in words for words in late["olga"])


def test_what_was_handed_over_is_counted_for_who_got_it_and_not_for_the_others(
    place: WebOffice,
) -> None:
    send = "Send the decision and outline plan"
    place.employs(
        a_person("una", "conference_unit"),
        a_person("ute", "conference_unit"),
        a_person("ivan", "conference_chair"),
    )
    post(place.signed_in("ute"), "/cases/CONF-1/tasks/send_decision/1", go="take", person="")

    counted = {
        name: any(send in words for words in figures(place.signed_in(name).get("/unit").text))
        for name in ("una", "ute")
    }
    assert counted == {"una": False, "ute": True}


def test_todays_meetings_and_what_they_lack_stand_first(place: WebOffice) -> None:
    page = place.signed_in("una").get("/unit").text

    assert "14:00 to 16:00" in page
    assert "No record-taker" in page
    assert page.index("CONF-2") < page.index("What is to be done")


@pytest.mark.requirement("T35")
@pytest.mark.requirement("S2-13")
def test_a_chair_checks_the_plans_that_they_decided_on_and_no_others(place: WebOffice) -> None:
    place.time.now = at("Mon 18 May 2026 09:00")

    page = place.signed_in("ivan").get("/unit").text

    path = "/board/lists/child_protection/core_group_late?worker=ivan"
    assert re.search(rf'href="{re.escape(path)}">[^<]+</a> <span class="cw-late">1<', page)
    assert ">CP-1<" in place.signed_in("ivan").get(path).text
    other = place.signed_in("olga").get("/unit").text
    assert 'core_group_late?worker=olga">' in other
    assert '<span class="cw-late">' not in other[other.index('id="checks"') :]


def test_who_has_no_such_role_is_shown_no_checks(place: WebOffice) -> None:
    assert "Checks between meetings" not in place.signed_in("una").get("/unit").text


def test_one_of_several_roles_is_chosen(place: WebOffice) -> None:
    page = place.signed_in("asha").get("/unit?role=team_manager").text

    assert "Send the decision and outline plan" not in page


def test_what_was_not_sent_is_told_with_what_to_do(tmp_path: Path) -> None:
    with post_room(tmp_path) as place:
        found = posted(place, "/school")
        with place.app.store.writing() as writing:
            writing.set_state([found.id], MessageState.FAILED)

        page = place.signed_in("una").get("/unit").text

    assert "Mend the address and send it again" in page
    assert f'href="/messages/{found.id}"' in page
    assert re.search(r'href="/messages\?state=failed">Failed</a> <span class="cw-faint">1<', page)
    assert re.search(r"Letters to print and post</a> <span class=\"cw-faint\">[1-9]", page)


def test_a_long_day_takes_no_more_questions(place: WebOffice) -> None:
    browser = place.signed_in("asha")
    before = questions(lambda: browser.get("/unit"))
    Desk(place.app.store).awaiting_conference("Mon 2 Mar 2026", "CP-5", "CP-6")

    assert questions(lambda: browser.get("/unit")) == before
