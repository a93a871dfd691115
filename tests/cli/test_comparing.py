"""diff: two policies or two releases in words; and policies that loosen a national rule."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from cli.calling import caseward
from cli.conftest import settle
from cli.lending import definitions

NATIONAL = [
    ("source: {standing: local, text: House rules}", "source: {standing: national}"),
    (
        "{latest: [{within: 10 working days, of: lent_on},",
        "{latest: [{within: 10 working days, of: lent_on}]}",
    ),
    ("{within: 10 working days, of: renewed_on}]}", ""),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for definitions and a database of one's own."""
    settle(monkeypatch, tmp_path)
    return tmp_path


def branch(process: Path, text: str) -> None:
    """Give the process a policy `branch`."""
    (process / "policies").mkdir(exist_ok=True)
    (process / "policies" / "branch.yaml").write_text(
        "policy: branch\nof: lending\ntitle: The branch\n" + dedent(text), "utf-8"
    )


def test_a_policy_is_compared_with_the_process_as_it_stands(folder: Path) -> None:
    branch(definitions(folder), "change: {loan.states.lent.title: On loan}")

    answer = caseward("diff", "branch", "default")

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == [
        "Loan of a book",
        "Return the book, open",
        "Branch On loan",
        "Default Lent out",
        "Lend a book, leads to",
        "Branch “On loan”",
        "Default “Lent out”",
        "On loan, named",
        "Branch On loan",
        "Default Lent out",
    ]


def test_two_that_say_the_same_are_no_failure(folder: Path) -> None:
    branch(definitions(folder), "change: {}")

    answer = caseward("diff", "branch", "default")

    assert (answer.code, answer.out) == (0, "Branch and Default say the same.\n")
    assert caseward("diff", "branch", "default", "--json").json == []


def test_releases_are_compared_by_their_numbers(folder: Path) -> None:
    definitions(folder)
    caseward("init")
    definitions(folder, [("within: 3 hours", "within: 2 hours")])
    caseward("init")

    assert caseward("diff", "1", "2").lines == [
        "Loan of a book",
        "Repair the book, due",
        "Release 1 3 hours after the start",
        "Release 2 2 hours after the start",
    ]
    assert caseward("diff", "1", "default", "--json").json == [
        {
            "workflow": "Loan of a book",
            "subject": "Repair the book",
            "aspect": "due",
            "one": "3 hours after the start",
            "other": "2 hours after the start",
            "one_source": "",
            "other_source": "",
        }
    ]


@pytest.mark.parametrize("name", ["brunch", "7"])
def test_what_there_is_not_is_wrong_use(folder: Path, name: str) -> None:
    branch(definitions(folder), "change: {}")
    caseward("init")

    answer = caseward("diff", name, "default")

    assert (answer.code, answer.out) == (2, "")
    assert "known: branch" in answer.err or "known: 1, 2" in answer.err


# -- what a policy may not do ----------------------------------------------------------------------


def test_a_policy_that_loosens_a_national_rule_is_neither_passed_nor_published(
    folder: Path,
) -> None:
    process = definitions(folder, NATIONAL)
    branch(process, "change:\n  loan.tasks.return_book.due: {within: 11 working days, of: lent_on}")

    answer = caseward("check", process)

    assert answer.code == 1
    assert answer.lines[0].startswith(
        f"{process / 'policies' / 'branch.yaml'}:5: error: the national due rule of"
    )
    assert answer.lines[0].endswith("[national_rule_loosened]")
    assert caseward("init").code == 1
    assert not (folder / "caseward.db").exists()


def test_a_policy_that_tightens_one_is_published(folder: Path) -> None:
    process = definitions(folder, NATIONAL)
    rule = "{within: 9 working days, of: lent_on, source: {standing: local}}"
    branch(process, f"change: {{loan.tasks.return_book.due: {rule}}}")

    assert caseward("check", process).out == "No problems found.\n"
    assert "published releases 1 to 2" in caseward("init").out
