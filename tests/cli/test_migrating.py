"""migrate: open loans run by the newest release, and their dates come anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import caseward, everything_in
from cli.conftest import settle
from cli.lending import definitions

WHY = ("--by", "hal", "--reason", "quicker returns")
SOONER = ("{within: 10 working days, of: lent_on}", "{within: 5 working days, of: lent_on}")


@pytest.fixture
def edited(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database with three loans; a newer release wants books back sooner."""
    definitions(database.parent, [SOONER])
    settle(monkeypatch, database.parent, database.parent / "lending")
    assert "published release 2" in caseward("init").out
    return database


def test_it_tells_which_dates_move_and_the_history_says_why(edited: Path) -> None:
    answer = caseward("migrate", *WHY)

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        "case task due before due now",
        "L-3 moved Return the book Mon 16 Feb 2026 Mon 9 Feb 2026",
        "L-1 moved Return the book Mon 23 Mar 2026 Mon 16 Mar 2026",
        "Moved 3 cases, and with them 2 tasks.",
    ]
    told = "Runs by release 2 from now on: quicker returns; Return the book, due"
    assert f"{told} Mon 23 Mar 2026 → Mon 16 Mar 2026" in caseward("case", "history", "L-1").out
    assert caseward("verify").code == 0


def test_a_dry_run_changes_nothing(edited: Path) -> None:
    before = everything_in(edited)

    answer = caseward("migrate", *WHY, "--dry-run")

    assert answer.lines[-1] == "Would move 3 cases, and with them 2 tasks."
    assert everything_in(edited) == before


def test_with_nothing_new_there_is_nothing_to_move(database: Path) -> None:
    answer = caseward("migrate", *WHY)

    assert answer.lines == ["Moved 0 cases, and with them 0 tasks."]


def test_as_json_each_case_says_what_moved(edited: Path) -> None:
    found = {case["case"]: case for case in caseward("migrate", "loan", *WHY, "--json").json}

    assert found.keys() == {"L-1", "L-3"}
    assert found["L-1"]["release"] == 2
    assert found["L-1"]["stays"] is None
    assert found["L-1"]["tasks"][0]["now"] == "Mon 16 Mar 2026"


def test_a_case_that_cannot_be_moved_is_named_and_the_others_move(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert caseward("do", "L-1", "renew", "--on", "2026-03-12", "--by", "asha").code == 0
    definitions(database.parent, [SOONER, ("renew:\n", "extend:\n")])
    settle(monkeypatch, database.parent, database.parent / "lending")
    caseward("init")

    answer = caseward("migrate", *WHY)

    assert answer.code == 1
    assert "L-1 stays: release 2 no longer has the event `renew`, which row 3 of L-1" in answer.err
    assert "1 of 3 cases stay with the release that they have." in answer.err
    assert answer.lines[-1] == "Moved 2 cases, and with them 1 task."


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--by", "hal", "--reason", " "], 2, "--reason is empty"),
        (["--by", "hall", "--reason", "why"], 1, "did you mean `hal`?"),
        (["lown", *WHY], 2, "no workflow `lown`; did you mean `loan`?"),
    ],
)
def test_bad_input_moves_nothing(edited: Path, words: list[str], code: int, said: str) -> None:
    before = everything_in(edited)

    answer = caseward("migrate", *words)

    assert answer.code == code
    assert said in answer.err
    assert everything_in(edited) == before
