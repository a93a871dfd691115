"""tick, incidents and doctor: what they say, and with which exit code they end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from cli.calling import Answer, caseward
from days import at


def late() -> datetime:
    """An hour after the rungs of the two loans of 9 March."""
    return at("Tue 24 Mar 2026 08:00")


def break_case(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE \"case\" SET snapshot = '{}' WHERE ref = 'L-1'")


def by_what(answer: Answer) -> dict[str, str]:
    """The mending of each thing that doctor looked at."""
    return {found["what"]: found["mend"] for found in answer.json}


def test_a_tick_says_what_it_came_to_and_fires_nothing_the_second_time(database: Path) -> None:
    assert caseward("tick", clock=late).out.startswith("1 timer fired, 2 new messages, 0 sent")
    assert caseward("tick", "--json", clock=late).json["fired"] == 0
    assert caseward("verify").code == 0


def test_a_history_says_of_a_reminder_who_was_told(database: Path) -> None:
    caseward("tick", clock=late)

    assert (
        "of “Return the book, due Mon 23 Mar 2026” (told Asha Rao, Hal Berg)"
        in caseward("case", "history", "L-1").out
    )


def test_a_tick_without_a_database_says_how_to_make_one(nowhere: Path) -> None:
    answer = caseward("tick", clock=late)

    assert answer.code == 3
    assert "caseward init" in answer.err


def test_incidents_are_listed_with_how_to_try_again(database: Path) -> None:
    assert caseward("incidents").out == "No incident: every timer that was due has fired.\n"
    break_case(database)
    assert "1 incident; `caseward incidents` shows them" in caseward("tick", clock=late).out

    answer = caseward("incidents", clock=late)

    assert answer.code == 1
    assert "KeyError" in answer.out
    assert "caseward incidents --retry" in answer.err
    assert caseward("incidents", "--json", clock=late).json[0]["ref"] == "L-1"


def test_an_incident_can_be_tried_again(database: Path) -> None:
    break_case(database)
    caseward("tick", clock=late)

    assert caseward("incidents", "--retry", "--json", clock=late).json[0]["attempts"] == 2


def test_all_is_well_once_the_clock_has_ticked(database: Path) -> None:
    caseward("tick", clock=late)

    answer = caseward("doctor", clock=late)

    assert answer.code == 0
    assert {line.split()[0] for line in answer.lines} <= {"what", "well"}


def test_doctor_tells_that_nobody_winds_the_clock(database: Path) -> None:
    answer = caseward("doctor", "--json", clock=late)

    assert answer.code == 1
    assert {what: mend for what, mend in by_what(answer).items() if mend} == {
        "timers": "start `caseward worker`, or run `caseward tick`"
    }


def test_doctor_tells_of_incidents(database: Path) -> None:
    break_case(database)
    caseward("tick", clock=late)

    assert "caseward incidents" in by_what(caseward("doctor", "--json", clock=late))["incidents"]


def test_doctor_looks_at_the_rest_where_there_is_no_database(nowhere: Path) -> None:
    answer = caseward("doctor", "--json")

    found = by_what(answer)
    assert answer.code == 1
    assert "caseward init" in found["database"]
    assert found["calendar"] == found["definitions"] == ""


def test_doctor_tells_an_authority_that_nobody_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWARD_AUTHORITY", "841")

    assert "CASEWARD_MAIL" in by_what(caseward("doctor", "--json"))["mail"]


def test_doctor_tells_an_authority_what_its_letters_lack(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CASEWARD_AUTHORITY", "841")
    file = tmp_path / "letterhead.toml"
    file.write_text('name = "Northwick Council"\nphone = "01632 960100"\n', "utf-8")
    monkeypatch.setenv("CASEWARD_LETTERHEAD", str(file))

    (told,) = (each for each in caseward("doctor", "--json").json if each["what"] == "letterhead")

    assert told["says"] == "letters lack an address, whom to complain to"
    assert "CASEWARD_LETTERHEAD" in told["mend"]
