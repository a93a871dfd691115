"""The files of a process: which belong to it, what they share, and those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import whole
from definition.reading import HARMLESS, problems_of, told
from workflow.definition.model import FactKind
from workflow.definition.reader import (
    DefinitionWrong,
    read_calendar,
    read_process,
    read_process_texts,
)
from workflow.errors import WrongUse


def test_an_included_file_gives_its_facts_and_roles() -> None:
    flow = whole("include: [facts.yaml]\nfacts: {own: {}}\nstates: {open: {title: Open}}")
    shared = "facts: {shared: {type: date}}\nroles: {chair: Chair}\n"

    process = read_process_texts("test", {"plan.yaml": flow, "facts.yaml": shared})

    plan = process.workflows["plan"]
    assert list(plan.facts) == ["shared", "own"]
    assert plan.facts["shared"].kind is FactKind.DATE
    assert set(plan.roles) == {"chair", "worker", "manager"}


def test_an_included_file_holds_facts_and_roles_only() -> None:
    flow = whole("include: [facts.yaml]\nstates: {open: {title: Open}}")

    assert told(flow, facts="facts: {}\nstates: {}\n") == [("facts.yaml:2", "unknown_key")]


def test_a_fault_in_a_file_that_two_workflows_include_is_told_once() -> None:
    one = whole("workflow: one\ninclude: [facts.yaml]\nstates: {open: {title: Open}}")
    two = whole("workflow: two\ninclude: [facts.yaml]\nstates: {open: {title: Open}}")

    assert told(one, two, facts="facts: {day: {type: dat}}") == [("facts.yaml:1", "wrong_value")]


def test_a_file_to_include_that_is_not_there_is_told_with_the_nearest() -> None:
    (problem,) = problems_of(
        whole("include: [fact.yaml]\nstates: {open: {title: Open}}"),
        facts="facts: {}",
    )[:1]

    assert problem.code == "unknown_file"
    assert problem.mend == "did you mean `facts.yaml`?"


def test_a_fact_is_declared_in_one_place() -> None:
    flow = whole("include: [facts.yaml]\nfacts:\n  day: {type: text}\nstates: {}")

    assert told(flow, facts="facts: {day: {type: date}}") == [("0.yaml:7", "duplicate_fact")]


def test_a_file_that_is_neither_workflow_nor_included_is_not_passed_over_in_silence() -> None:
    # Otherwise `workflw: plan` would take a whole workflow away without a word.
    assert told(HARMLESS, stray="workflw: other\ntitle: Other\n") == [
        ("stray.yaml:1", "file_not_used")
    ]


def test_a_folder_without_any_workflow_is_refused() -> None:
    assert told("facts: {}") == [("0.yaml:1", "file_not_used")]


def test_two_files_cannot_be_the_same_workflow() -> None:
    assert told(HARMLESS, HARMLESS) == [("1.yaml:1", "duplicate_workflow")]


def test_a_folder_is_read_with_its_policies(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HARMLESS)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "north.yaml").write_text(
        f"policy: north\nof: {tmp_path.name}\ntitle: North\n"
    )

    assert read_process(tmp_path).policy.name == ""
    assert read_process(tmp_path, "north").policy.title == "North"


def test_a_policy_that_is_not_there_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HARMLESS)

    with pytest.raises(WrongUse, match=r"no policy 'north'.* known: none"):
        read_process(tmp_path, "north")


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="there is no folder"):
        read_process(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match=r"holds no \.yaml files"):
        read_process(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(HARMLESS.encode() + b"# caf\xe9\n")

    with pytest.raises(WrongUse, match="save it as UTF-8"):
        read_process(tmp_path)


# -- the calendar ----------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["edition: x", "from: 2018-13-01", "sauce: x", "from: [1]"])
def test_a_calendar_that_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    key = wrong.partition(":")[0]
    lines = ["calendar: test", "edition: 1", "from: 2018-01-01", "to: 2018-12-31", "holidays: {}"]
    kept = [line for line in lines if not line.startswith(f"{key}:")]
    (tmp_path / "test.yaml").write_text("\n".join([*kept, wrong]))

    with pytest.raises(DefinitionWrong):
        read_calendar(tmp_path / "test.yaml")
