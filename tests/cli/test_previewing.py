"""notice: who would be told what, shown to those who write notices, with nothing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calling import caseward, everything_in
from cli.conftest import settle


@pytest.fixture
def edited(library: Path, database: Path, tmp_path: Path) -> Path:
    """A copy of the definitions that somebody is editing."""
    folder = tmp_path / "draft"
    shutil.copytree(library / "lending", folder)
    return folder


def test_the_reminder_of_a_task_is_shown_to_each_whom_a_rung_tells(database: Path) -> None:
    before = everything_in(database)
    answer = caseward("notice", "overdue", "--case", "L-1")

    assert answer.code == 0
    assert answer.lines[:2] == [
        "-- to asha as librarian by email",
        "Subject: Overdue: Return the book (L-1)",
    ]
    assert everything_in(database) == before


def test_files_are_written_one_for_each_form(database: Path, tmp_path: Path) -> None:
    asked = ("notice", "overdue", "--case", "L-1", "--to", "asha")
    page, letter = tmp_path / "overdue.html", tmp_path / "overdue.pdf"

    assert caseward(*asked, "--as", "html", "-o", page).err == f"Wrote {page}.\n"
    assert caseward(*asked, "--as", "pdf", "-o", letter).code == 0

    assert "It was due on Monday 23 March 2026." in page.read_text("utf-8")
    assert letter.read_bytes().startswith(b"%PDF-")
    assert caseward(*asked, "--as", "html").out == page.read_text("utf-8") + "\n"


def test_a_draft_is_shown_before_it_is_published(edited: Path) -> None:
    subject = edited / "notices" / "overdue" / "subject.txt"
    subject.write_text("Bring back {{ case_reference }}", "utf-8")

    shown = caseward("notice", "overdue", "--case", "L-1", "--draft", edited).out

    assert "Subject: Bring back L-1" in shown
    assert "Subject: Overdue" in caseward("notice", "overdue", "--case", "L-1").out


def test_what_a_draft_cannot_say_is_told_with_its_file_and_line(edited: Path) -> None:
    body = edited / "notices" / "overdue" / "body.txt"
    body.write_text("Dear reader,\n{{ due_day }}", "utf-8")

    answer = caseward("notice", "overdue", "--case", "L-1", "--draft", edited)

    assert answer.code == 1
    assert "cannot be told: overdue/body.txt, line 2: say how: with the filter" in answer.err
    assert "`caseward check` tells more" in answer.err


def test_a_draft_without_the_workflow_of_the_case_is_refused(edited: Path) -> None:
    for file in edited.glob("*.yaml"):
        text = file.read_text("utf-8").replace("workflow: loan", "workflow: lend")
        file.write_text(text.replace("to: loan,", "to: lend,"), "utf-8")

    answer = caseward("notice", "overdue", "--case", "L-1", "--draft", edited)

    assert answer.code == 2
    assert "L-1 rests on 'loan', which these definitions do not have" in answer.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["overdu", "--case", "L-1"], "did you mean `overdue`?"),
        (["overdue", "--case", "L-9"], "There is no case L-9"),
        (["overdue", "--case", "L-2"], "No task that sends `overdue` is open in L-2: return_book"),
        (["overdue", "--case", "L-1", "--to", "rita"], "it would tell asha"),
        (["overdue", "--case", "L-1", "--as", "docx"], "give one of text, html, pdf, ics"),
        (["overdue", "--case", "L-1", "--as", "pdf"], "Say with -o FILE"),
        (["overdue", "--case", "L-1", "--as", "ics"], "Nothing of it goes as ics"),
        (["--case", "L-1"], "Name the notice too"),
        (["overdu"], "did you mean `overdue`?"),
    ],
)
def test_what_cannot_be_shown_is_refused(database: Path, words: list[str], says: str) -> None:
    answer = caseward("notice", *words)

    assert answer.code in (1, 2)
    assert says.lower() in answer.err.lower()


def test_without_a_case_the_notices_are_listed_with_the_words_that_they_lack(
    edited: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (edited / "notices" / "overdue" / "body.txt").unlink()
    settle(monkeypatch, tmp_path, edited)

    answer = caseward("notice", "--json")

    assert [
        (each["notice"], each["workflows"], each["audience"], each["missing"])
        for each in answer.json
    ] == [("overdue", ["loan"], "ladders: librarian", ["body.txt"])]
    assert "no body.txt" in caseward("notice").out
    assert caseward("notice").err == "1 line has no words yet.\n"
