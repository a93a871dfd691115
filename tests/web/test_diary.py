"""The diary of a week: what meets when, who is wanted twice, what is not settled."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from counting import questions
from days import at, day
from engine.building import Desk, a_person
from process.building import EVERYBODY
from web.office import WebOffice, office

WEEK = "/diary?week=2026-W12"


def books(desk: Desk, ref: str, child: str, when: str, clock: str, **more: Any) -> None:
    """A conference about that child, booked on Tue 3 Mar 2026 for that day and hour."""
    desk.does(ref, "open_case", "Tue 3 Mar 2026", conference_kind="initial", considers=[child])
    booking = {"venue": "Room 1", "chair": "ivan", "record_taker": "rita"} | more
    planned = at(f"{when} {clock}")
    desk.does(ref, "book_conference", "Tue 3 Mar 2026", planned_for=planned, **booking)


def at_work(opened: WebOffice) -> None:
    """Three conferences in the week of Mon 16 Mar 2026, one in the week after it."""
    every = [role for role in opened.roles_but_the_chair() if role != "panel_member"]
    people = [
        a_person("asha", *every),
        a_person("ivan", "conference_chair"),
        a_person("olga", "conference_chair"),
        a_person("rita", "record_taker"),
    ]
    opened.employs(*people)
    desk = Desk(opened.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2", "CP-3", "CP-4")
    books(desk, "CONF-1", "CP-1", "Mon 16 Mar 2026", "10:00")
    books(desk, "CONF-2", "CP-2", "Mon 16 Mar 2026", "11:30", venue="room  1", record_taker="")
    books(desk, "CONF-3", "CP-3", "Thu 19 Mar 2026", "10:00", chair="olga")
    books(desk, "CONF-4", "CP-4", "Mon 23 Mar 2026", "10:00")
    opened.employs(*people, a_person("pat", "panel_member"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, at_work, on="Tue 10 Mar 2026") as opened:
        yield opened


def lines_of(place: WebOffice, path: str, person: str = "asha") -> list[list[str]]:
    """The file that the diary offers: case, room, chair, record-taker, what to look at."""
    text = place.signed_in(person).get(path).text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    return [[line[3], *line[5:]] for line in csv.reader(StringIO(text))][1:]


def test_a_week_holds_what_meets_in_it_day_by_day(place: WebOffice) -> None:
    page = place.signed_in().get(WEEK).text

    assert page.index("Mon 16 Mar 2026") < page.index("CONF-1") < page.index("CONF-3")
    assert "10:00 to 12:00" in page
    assert "CONF-4" not in page
    assert 'href="/diary?week=2026-W13"' in page
    assert 'href="/cases/CONF-1/meeting"' in page


def test_a_chair_and_a_room_that_are_wanted_twice_are_told_on_both_meetings(
    place: WebOffice,
) -> None:
    first, second, third = lines_of(place, WEEK + "&form=csv")

    assert first[-1] == (
        "Chair ivan (invented) is also at CONF-2, 11:30 to 13:30;"
        " Room 1 is also taken by CONF-2, 11:30 to 13:30"
    )
    assert "is also at CONF-1, 10:00 to 12:00" in second[-1]
    assert "No record-taker" in second[-1]
    assert third == ["CONF-3", "Room 1", "olga (invented)", "rita (invented)", ""]


def test_who_is_away_that_day_is_told(place: WebOffice) -> None:
    place.employs(
        a_person("asha", "conference_unit"),
        a_person("ivan", "conference_chair"),
        replace(
            a_person("olga", "conference_chair"),
            away_from=day("Wed 18 Mar 2026"),
            away_to=day("Thu 19 Mar 2026"),
        ),
    )

    assert lines_of(place, WEEK + "&form=csv")[2][-1] == "Chair olga (invented) is away that day"


def test_an_interpreter_is_told_until_one_is_booked(place: WebOffice) -> None:
    desk = Desk(place.app.store)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-5")
    books(desk, "CONF-5", "CP-5", "Fri 20 Mar 2026", "10:00", interpreter_needed=True)
    assert lines_of(place, WEEK + "&form=csv")[3][-1] == "Interpreter: to be arranged"

    on = "Mon 9 Mar 2026"
    desk.does("CONF-5", "book_interpreter", on, interpreter_booked="Invented Interpreting")

    assert lines_of(place, WEEK + "&form=csv")[3][-1] == ""
    assert "Interpreter: arranged" in place.signed_in().get(WEEK).text


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("&chair=olga", ["CONF-3"]),
        ("&record_taker=rita", ["CONF-1", "CONF-3"]),
        ("&at=Room 1", ["CONF-1", "CONF-3"]),
        ("&kind=core_group", []),
    ],
)
def test_meetings_are_chosen_by_room_chair_record_taker_and_kind(
    place: WebOffice, more: str, found: list[str]
) -> None:
    assert [line[0] for line in lines_of(place, f"{WEEK}{more}&form=csv")] == found


def test_of_a_meeting_that_is_not_seen_nothing_is_told_but_its_hours(place: WebOffice) -> None:
    """Pat sees what she has a role on: CONF-2 as its chair, not CONF-1 at the same time."""
    desk = Desk(place.app.store)
    desk.does("CONF-2", "change_chair", "Tue 10 Mar 2026", chair="pat")

    ((case, *_, told),) = lines_of(place, WEEK + "&form=csv", "pat")

    assert case == "CONF-2"
    assert "is also taken by a meeting that you do not see, 10:00 to 12:00" in told
    assert "CONF-1" not in place.signed_in("pat").get(WEEK).text


def test_a_conference_that_is_cancelled_leaves_the_diary(place: WebOffice) -> None:
    Desk(place.app.store).does(
        "CONF-3", "cancel_conference", "Tue 10 Mar 2026", put_off_reason="The family has moved."
    )

    assert [line[0] for line in lines_of(place, WEEK + "&form=csv")] == ["CONF-1", "CONF-2"]


@pytest.mark.parametrize("week", ["2026-W60", "next", "2026-12", "9999-W01"])
def test_a_week_that_there_is_not_is_told(place: WebOffice, week: str) -> None:
    answer = place.signed_in().get(f"/diary?week={week}")

    assert answer.status_code == 404
    assert "write it as 2026-W12" in answer.text


def test_more_meetings_take_no_more_questions(place: WebOffice) -> None:
    browser = place.signed_in()
    few = questions(lambda: browser.get("/diary?week=2026-W13"))

    assert questions(lambda: browser.get(WEEK)) == few


# -- held on another day ---------------------------------------------------------------------------


def day_of(place: WebOffice, ref: str) -> str:
    """On which day of the week it stands."""
    text = (
        place.signed_in("asha").get(WEEK + "&form=csv").text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    )
    (line,) = (line for line in csv.reader(StringIO(text)) if ref in line)
    return line[0]


def test_what_was_held_on_another_day_stands_on_that_day(place: WebOffice) -> None:
    assert day_of(place, "CONF-3") == "2026-03-19"
    holds(place, "CONF-3", "Wed 18 Mar 2026")

    assert day_of(place, "CONF-3") == "2026-03-18"


def test_what_is_planned_anew_stands_where_it_is_planned(place: WebOffice) -> None:
    holds(place, "CONF-3", "Wed 18 Mar 2026", attended=["parent", "social_worker"])
    again = {"planned_for": at("Fri 20 Mar 2026 10:00"), "venue": "Room 2", "chair": "olga"}
    Desk(place.app.store).does("CONF-3", "book_conference", "Wed 18 Mar 2026", **again)

    assert day_of(place, "CONF-3") == "2026-03-20"


def holds(place: WebOffice, ref: str, on: str, attended: Any = EVERYBODY) -> None:
    place.time.now = at(f"{on} 17:00")
    held = {"held_on": day(on), "attended": attended}
    Desk(place.app.store).does(ref, "hold_conference", on, by="olga", **held)
