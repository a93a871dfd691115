"""due: open tasks with their dates, for people and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import caseward
from cli.lending import TEN


def test_a_case_is_one_document_with_the_documented_names(database: Path) -> None:
    answer = caseward("due", "L-1", "--json")

    assert answer.code == 0
    assert answer.err == ""
    assert answer.json == {
        "case": "L-1",
        "as_of": "2026-03-16",
        "state": ["lent"],
        "tasks": [
            {
                "task": "return_book",
                "due": "2026-03-23",
                "late": False,
                "role": "reader",
                "occurrence": 1,
                "for": None,
            }
        ],
    }


def test_without_a_case_every_open_one_is_listed_with_or_without_tasks(database: Path) -> None:
    listed = caseward("due", "--json").json

    assert [(case["case"], len(case["tasks"])) for case in listed] == [
        ("L-3", 1),
        ("L-1", 1),
        ("I-1", 0),
    ]


@pytest.mark.parametrize(
    ("as_of", "late"),
    [
        ("2026-03-22", False),
        ("2026-03-23", False),  # done on the due day is in time
        ("2026-03-24", True),
    ],
)
def test_a_day_is_late_once_it_is_over(database: Path, as_of: str, late: bool) -> None:
    answer = caseward("due", "L-1", "--as-of", as_of, "--json")

    assert answer.json["as_of"] == as_of
    assert answer.json["tasks"][0]["late"] is late


def test_an_instant_is_judged_as_the_day_ends_or_at_this_moment(database: Path) -> None:
    facts = ("--fact", f"returned_on={TEN}", "--fact", "condition=damaged")
    assert caseward("do", "L-1", "return_book", "--by", "asha", *facts).code == 0

    (now,) = caseward("due", "L-1", "--json").json["tasks"]
    (that_day,) = caseward("due", "L-1", "--as-of", TEN, "--json").json["tasks"]
    (the_day_before,) = caseward("due", "L-1", "--as-of", "2026-03-09", "--json").json["tasks"]

    assert now["due"] == "2026-03-10T03:00:00+00:00"
    assert [task["late"] for task in (now, that_day, the_day_before)] == [True, True, False]


def test_known_on_folds_what_had_been_recorded_by_then(database: Path) -> None:
    facts = ("--fact", "renewed_on=2026-03-13")
    assert caseward("do", "L-1", "renew", "--by", "asha", *facts).code == 0

    def due(*known: str) -> str:
        found: str = caseward("due", "L-1", *known, "--json").json["tasks"][0]["due"]
        return found

    assert due() == "2026-03-27"
    assert due("--known-on", "2026-03-16") == "2026-03-27"
    assert due("--known-on", "2026-03-15") == "2026-03-23"


def test_known_on_shows_a_case_as_open_that_was_closed_later(database: Path) -> None:
    listed = caseward("due", "--known-on", TEN, "--json").json

    assert [case["case"] for case in listed] == ["L-3", "L-1", "L-2", "I-1"]


def test_known_on_before_a_case_was_opened_leaves_it_out_or_refuses_it(database: Path) -> None:
    listed = caseward("due", "--known-on", "2026-03-08", "--json")
    asked = caseward("due", "L-1", "--known-on", "2026-03-08")

    assert [case["case"] for case in listed.json] == ["L-3"]
    assert asked.code == 1
    assert asked.err == "Nothing had been recorded of L-1 by Sun 8 Mar 2026; ask for a later day.\n"


def test_an_explanation_tells_each_day_that_is_not_counted(database: Path) -> None:
    answer = caseward("due", "L-1", "--explain", "--json")

    explanation = answer.json["tasks"][0]["explanation"]
    assert explanation[0] == "the latest of 2 dates — local: House rules"
    assert "  not counted: Sat 14 and Sun 15 Mar 2026" in explanation
    assert explanation[-1] == "due Mon 23 Mar 2026"
    assert explanation[-1].strip() in caseward("due", "L-1", "--explain").out


def test_in_a_pipe_the_board_is_aligned_text_the_soonest_first(database: Path) -> None:
    answer = caseward("due")

    assert answer.lines == [
        "due case task who late where the case is",
        "Mon 16 Feb 2026 L-3 Return the book Reader 20 working days late Lent out",
        "Mon 23 Mar 2026 L-1 Return the book Reader Lent out",
    ]
    assert answer.out.isascii()
    assert answer.err == "2 open tasks in 3 cases, 1 of them late on Mon 16 Mar 2026.\n"


def test_on_a_terminal_what_is_late_is_red(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)

    board = caseward("due", terminal=True).out

    red = "\x1b[31m"
    (late,) = [line for line in board.splitlines() if "L-3" in line]
    (in_time,) = [line for line in board.splitlines() if "L-1" in line]
    assert red in late
    assert red not in in_time


def test_a_narrow_terminal_leaves_out_who_and_where_and_says_so(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    board = caseward("due", terminal=True)

    assert board.lines[0] == "due case task late"
    assert "Mon 16 Feb 2026 L-3 Return the book 20 days" in board.lines
    assert "Wider terminals also show who, and where the case is." in board.err


def test_a_terminal_breaks_an_explanation_at_words_and_indents_the_rest(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    lines = caseward("due", "L-1", "--explain", terminal=True).shown.splitlines()

    assert max(map(len, lines)) <= 40
    at = lines.index("  the latest of 2 dates — local: House")
    assert lines[at + 1] == "      rules"


@pytest.mark.parametrize("option", ["--as-of", "--known-on"])
def test_a_day_that_does_not_exist_is_wrong_use(database: Path, option: str) -> None:
    answer = caseward("due", option, "31 February")

    assert answer.code == 2
    assert answer.err == f"{option} must be a date that exists, such as 2026-03-02.\n"
