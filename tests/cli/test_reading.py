"""case: the list, one case and its history, as people and programs read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import caseward
from cli.conftest import settle
from cli.lending import NINE, TEN, TWELVE, definitions, histories, lent, people

BY = ("--by", "asha")


def test_the_list_of_cases_tells_where_each_is(database: Path) -> None:
    assert caseward("case", "list").lines == [
        "case kind policy opened where it is",
        "L-3 Loan of a book Mon 2 Feb 2026 Lent out",
        "L-1 Loan of a book Mon 9 Mar 2026 Lent out",
        "L-2 Loan of a book Mon 9 Mar 2026 Back on the shelf",
        "I-1 Inspection of books Tue 10 Mar 2026 Begun",
    ]
    assert "L-2" not in caseward("case", "list", "--open").out


def test_a_case_shows_what_is_due_what_may_happen_and_what_is_known(database: Path) -> None:
    lines = caseward("case", "show", "L-1").lines

    assert lines[0] == "L-1: Loan of a book"
    assert lines[1] == "opened on Mon 9 Mar 2026; release 1, revision 2"
    assert "Mon 23 Mar 2026 Return the book Reader" in lines
    assert "renew Renew the loan Librarian, Reader" in lines
    assert "Lent on Mon 9 Mar 2026" in lines
    assert "inspected_by I-1 open" in lines


def test_a_closed_case_says_that_nothing_may_happen(database: Path) -> None:
    lines = caseward("case", "show", "L-2").lines

    assert "opened on Mon 9 Mar 2026, closed on Thu 12 Mar 2026" in lines[1]
    assert "Nothing: the case is closed." in lines


def test_a_history_tells_each_row_plainly(database: Path) -> None:
    lines = caseward("case", "history", "L-2").lines

    assert lines == [
        "row happened recorded by what",
        "1 Mon 9 Mar 2026 Mon 9 Mar 2026, 15:59 asha (Librarian) Lend a book: Lent out",
        "Number of the loan: L-2",
        "Lent on: Mon 9 Mar 2026",
        "2 Tue 10 Mar 2026 Tue 10 Mar 2026, 16:00 asha (Librarian)"
        " Tied to I-1 (Inspected by), told by I-1 row 1",
        "3 Thu 12 Mar 2026 Thu 12 Mar 2026, 16:00 asha (Librarian)"
        " Take the book back: Lent out → Back on the shelf",
        "Returned on: Thu 12 Mar 2026",
        "Condition: Good",
    ]


def test_a_correction_in_a_history_tells_what_it_put_in_place_of_what(database: Path) -> None:
    for day in ("2026-03-06", "2026-03-05"):
        facts = ("--fact", f"lent_on={day}", "--reason", "Typing error")
        assert caseward("correct", "L-1", "1", *facts, *BY).code == 0

    assert caseward("case", "history", "L-1").lines[-1] == (
        "Lent on: Thu 5 Mar 2026 instead of Fri 6 Mar 2026"
    )
    assert caseward("case", "history", "L-1", "--json").json[-1]["facts"] == [
        {
            "name": "lent_on",
            "label": "Lent on",
            "value": "Thu 5 Mar 2026",
            "recorded": "2026-03-05",
            "was": "Fri 6 Mar 2026",
        }
    ]


def test_a_correction_of_the_day_alone_tells_the_day(database: Path) -> None:
    assert caseward("do", "I-1", "finish", *BY, "--on", TWELVE).code == 0
    reason = ("--reason", "Typing error", *BY)

    assert caseward("correct", "I-1", "3", "--on", TEN, *reason).code == 0

    assert caseward("case", "history", "I-1").lines[-1] == (
        "Happened on: Tue 10 Mar 2026 instead of Thu 12 Mar 2026"
    )


def test_a_narrow_terminal_shows_the_history_without_who_recorded_it_and_when(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    answer = caseward("case", "history", "L-2", terminal=True)

    assert answer.lines[0] == "row happened what"
    assert "Returned on: Thu 12 Mar 2026" in answer.lines
    assert "by whom" in answer.err


def test_what_has_to_be_typed_is_never_cut(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")

    shown = caseward("case", "show", "L-1", terminal=True).shown

    assert "return_book " in shown


def test_a_step_that_the_clock_takes_says_so_and_nobody_else_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed = """\
timers: [{due: {within: 90 days, of: lent_on}, fire: lose_book}]
    steps:
      lose_book: {title: Take it for lost, stay: true}
      renew:"""
    definitions(tmp_path, [("steps:\n      renew:", timed)])
    settle(monkeypatch, tmp_path)
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-1")), "utf-8")
    assert caseward("import", file).code == 0
    assert caseward("person", "import", people(tmp_path)).code == 0

    assert "lose_book Take it for lost by the clock" in caseward("case", "show", "L-1").lines
    answer = caseward("do", "L-1", "lose_book", *BY)
    assert (answer.code, answer.err) == (1, "`lose_book` is fired by the clock.\n")


def test_a_reminder_before_the_import_is_told_as_not_sent(database: Path) -> None:
    lines = caseward("case", "history", "L-3").lines

    assert (
        "2 Tue 17 Feb 2026, 07:00 Tue 17 Feb 2026, 07:00 clock Reminder “1 working day after” of"
        " “Return the book, due Mon 16 Feb 2026” (not sent: it was imported)"
    ) in lines


def test_cases_are_documents_too(database: Path) -> None:
    shown = caseward("case", "show", "L-1", "--json").json
    listed = caseward("case", "list", "--json").json
    history = caseward("case", "history", "L-1", "--json").json

    assert shown["opened_on"] == NINE
    assert listed[0]["case"] == "L-3"
    assert [row["event"] for row in history] == ["open_case", "link"]
