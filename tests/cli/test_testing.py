"""test: worked examples of the library, those that come true and those that do not."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from cli.calling import caseward
from cli.conftest import settle
from cli.lending import definitions

DEFAULTS = """
    cases: {loan: Atlas}
    facts: {loan: {open_case: {lent_on: on the day}, return_book: {condition: good}}}
    cover: {loan: [condition]}
"""
LATE = """
    scenario: A loan that is late
    workflow: loan
    opened: Mon 2 Mar 2026
    until: Tue 17 Mar 2026
    then:
      - {task: return_book, due: Mon 16 Mar 2026, late: yes, role: reader}
      - {sent: overdue, to: librarian, on: Tue 17 Mar 2026}
"""
BACK = """
    scenario: A book comes back
    workflow: loan
    given: [{on: Mon 2 Mar 2026, event: return_book}]
    then: [{state: returned}, {fact: condition, is: good}]
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a process with an example in each of two folders."""
    definitions(tmp_path)
    folder = tmp_path / "lending"
    settle(monkeypatch, tmp_path, folder)
    write(folder, "defaults", DEFAULTS)
    write(folder, "late/loan", LATE)
    write(folder, "back/loan", BACK)
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    """An example of the process."""
    file = folder / "scenarios" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text), "utf-8")
    return file


def test_examples_that_come_true_are_counted_by_folder(process: Path) -> None:
    answer = caseward("test")

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[:2] == [
        f"{process}/scenarios/back: 1 of 1 examples came true",
        f"{process}/scenarios/late: 1 of 1 examples came true",
    ]


def test_what_no_example_shows_is_named_by_workflow(process: Path) -> None:
    answer = caseward("test")

    assert (
        "Examples show of loan: 1 of 3 states, 1 of 4 ways, 1 of 2 tasks, 1 of 1 rungs,"
        " 1 of 2 codes"
    ) in answer.lines
    assert "codes that no `then:` line shows:" in answer.lines
    assert "condition: damaged" in answer.lines


def test_an_example_that_fails_is_told_in_full_and_the_exit_code_says_no(process: Path) -> None:
    file = write(process, "late/wrong", LATE.replace("Mon 16 Mar", "Fri 13 Mar"))

    answer = caseward("test")

    assert (answer.code, answer.err) == (1, "1 example failed.\n")
    start = answer.lines.index(f"{file}:2: A loan that is late")
    assert answer.lines[start : start + 7] == [
        f"{file}:2: A loan that is late",
        f"{file}:7",
        "expected task: return_book, due: Fri 13 Mar 2026, late: yes, role: reader",
        "happened return_book#1 is open, due Mon 16 Mar 2026, late on Tue 17 Mar 2026, 23:59,"
        " role reader",
        "What happened, and when:",
        "Mon 2 Mar 2026, 12:00 Atlas: open_case -> lent",
        "Tue 17 Mar 2026, 07:00 Atlas: overdue to librarian (return_book#1, 1 working day after)",
    ]
    assert f"{process}/scenarios/late: 1 of 2 examples came true" in answer.lines


def test_a_long_story_is_told_in_full_when_its_file_is_named(process: Path) -> None:
    days = ("Tue 3 Mar", "Wed 4 Mar", "Thu 5 Mar")
    given = ", ".join(f"{{on: {each} 2026, event: renew}}" for each in days)
    file = write(process, "late/wrong", f"{dedent(LATE)}given: [{given}]\n")

    of_all, of_one = caseward("test"), caseward("test", file)

    assert f"... run `caseward test {file}` to see all that happened" in of_all.lines
    assert story(of_all.lines) == story(of_one.lines)[:3]
    assert len(story(of_one.lines)) > 3
    assert "to see all that happened" not in of_one.out


def story(lines: list[str]) -> list[str]:
    """What is told to have happened."""
    start = lines.index("What happened, and when:") + 1
    return [line for line in lines[start:] if " Atlas: " in line]


def test_policy_changes_that_no_example_shows_are_named(process: Path) -> None:
    change = "change: {loan.tasks.return_book.due: {within: 1 week, of: lent_on}}"
    (process / "policies").mkdir()
    policy = f"policy: branch\nof: lending\ntitle: The branch\n{change}\n"
    (process / "policies" / "branch.yaml").write_text(policy, "utf-8")

    before = caseward("test").lines
    assert before[-2:] == ["Policy changes that no example shows:", "branch return_book"]
    due = LATE.replace("workflow: loan", "workflow: loan\n    policy: branch")
    write(process, "late/branch", due.replace("Mon 16 Mar", "Mon 9 Mar"))

    assert "Policy changes" not in caseward("test").out


def test_an_example_that_cannot_be_read_is_told_and_the_others_run(process: Path) -> None:
    file = write(process, "late/wrong", LATE.replace("Mon 2 Mar", "Tue 2 Mar"))

    answer = caseward("test")

    assert (answer.code, answer.err) == (1, "1 example failed.\n")
    assert answer.lines[:2] == [
        f"{file}:4: 'Tue 2 Mar 2026' has the wrong weekday: that day is a Mon [wrong_weekday]",
        "write `Mon 2 Mar 2026`, or look at the date",
    ]
    assert f"{process}/scenarios/late: 1 of 2 examples came true" in answer.lines


@pytest.mark.parametrize("part", ["scenarios/late", "scenarios/late/loan.yaml"])
def test_a_part_of_the_examples_runs_with_the_defaults_and_without_coverage(
    process: Path, part: str
) -> None:
    answer = caseward("test", process / part)

    assert answer.code == 0
    assert answer.lines == [f"{process}/scenarios/late: 1 of 1 examples came true"]


@pytest.mark.parametrize("part", ["", "scenarios"])
def test_the_folder_of_a_process_or_of_its_examples_is_the_whole(process: Path, part: str) -> None:
    answer = caseward("test", process / part)

    assert any(line.startswith("Examples show of loan") for line in answer.lines)


def test_one_json_document_tells_it_to_programs(process: Path) -> None:
    write(process, "late/wrong", LATE.replace("reader", "librarian"))
    write(process, "late/broken", "scenario: Broken")

    answer = caseward("test", "--json")

    assert answer.code == 1
    (run,) = answer.json
    assert run["process"] == "lending"
    passed = {Path(e["file"]).stem: e["passed"] for e in run["examples"]}
    assert passed == {"loan": True, "wrong": False}
    wrong = run["examples"][-1]
    assert wrong["failures"][0]["line"] == 7
    assert wrong["failures"][0]["happened"].startswith("return_book#1 is open")
    assert wrong["story"][0] == "Mon 2 Mar 2026, 12:00  Atlas: open_case -> lent"
    assert {problem["code"] for problem in run["problems"]} == {"missing_key"}
    tasks = next(each for each in run["coverage"] if each["part"] == "tasks")
    assert tasks == {
        "workflow": "loan", "part": "tasks", "shown": 1, "all": 2, "missing": ["repair"],
    }  # fmt: skip


def test_a_process_without_examples_is_wrong_use(process: Path) -> None:
    shutil.rmtree(process / "scenarios")

    answer = caseward("test")

    assert answer.code == 2
    assert "holds no examples" in answer.err


def test_a_folder_of_examples_that_there_is_not_is_told_as_that(process: Path) -> None:
    answer = caseward("test", process / "scenarios" / "nowhere")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{process}/scenarios/nowhere: there is no such folder.\n"


@pytest.mark.parametrize("path", ["nowhere", "scenarios/nowhere.yaml", "loan.yaml"])
def test_a_path_that_holds_no_examples_is_wrong_use(process: Path, path: str) -> None:
    answer = caseward("test", process / path)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err


def test_definitions_that_are_wrong_are_told_before_any_example(process: Path) -> None:
    file = process / "loan.yaml"
    file.write_text(file.read_text("utf-8").replace("title: Lent out", "titel: x"), "utf-8")

    answer = caseward("test")

    assert answer.code == 1
    assert "titel" in answer.err


def test_examples_are_no_part_of_the_process(process: Path) -> None:
    assert caseward("check").code == 0
