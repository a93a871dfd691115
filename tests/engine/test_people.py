"""People from a CSV file: each thing that can be wrong with it, and who is then there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workflow.engine.people import COLUMNS, read_people
from workflow.errors import WrongUse

ROLES = ("social_worker", "team_manager", "conference_unit")
HEADER = ",".join(COLUMNS)
ASHA = "asha,Asha (invented),asha@example.org,team_manager,East,,,"


def a_file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    file = folder / "people.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    with pytest.raises(WrongUse) as refused:
        read_people(file, ROLES)
    return str(refused.value)


def test_people_are_read(tmp_path: Path) -> None:
    ben = 'ben,Ben (invented),,"social_worker; conference_unit",East,asha,2026-08-03,2026-08-14'

    _, found = read_people(a_file(tmp_path, ASHA, ben), ROLES)

    assert (found.person, found.roles, found.manager) == (
        "ben",
        ("social_worker", "conference_unit"),
        "asha",
    )
    assert (found.away_from, found.away_to) == (date(2026, 8, 3), date(2026, 8, 14))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("ben,Ben,,social_workr,East,,,", "row 3: there is no role `social_workr`; did you mean"),
        ("ben,Ben,,plumber,East,,,", "row 3: there is no role `plumber`; known: conference_unit"),
        ("ben,Ben,,social_worker,East,,soon,", "row 3: a date of absence must be written as"),
        ("ben,Ben,ben.example.org,social_worker,East,,,", "row 3: `email` is no address"),
        (",Ben,,social_worker,East,,,", "row 3: `person` is empty"),
        ("Clock,Ben,,social_worker,East,,,", "row 3: `Clock` is what the program calls itself"),
        ("ben,Ben,,social_worker", "row 3: it does not have as many columns as the header"),
        ("ben,Ben,,social_worker,,,,,,", "row 3: it does not have as many columns as the header"),
        ("asha,Ben,,social_worker,East,,,", "row 3: `asha` is there twice"),
        ("ben,Ben,,social_worker,East,asja,,", "the manager of `ben` is not in the file; did you"),
        ("ben,Ben,,social_worker,East,zoe,,", "the manager of `ben` is not in the file; add a row"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_how_to_mend_it(
    tmp_path: Path, row: str, told: str
) -> None:
    sentence = refusal(a_file(tmp_path, ASHA, row))

    assert sentence.startswith("people.csv")
    assert told in sentence


def test_a_header_that_is_none_is_told_with_the_right_one(tmp_path: Path) -> None:
    sentence = refusal(a_file(tmp_path, ASHA, header="person,name"))

    assert "has no column email, roles" in sentence
    assert sentence.endswith(HEADER)


def test_a_file_that_is_not_there_or_is_not_utf_8(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "people.csv")

    file = a_file(tmp_path)
    file.write_bytes(HEADER.encode() + b"\nzo\xeb,Zo\xeb,,,,,,\n")
    assert "save it as CSV UTF-8" in refusal(file)
