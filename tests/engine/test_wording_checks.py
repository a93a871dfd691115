"""check tells what is wrong with the words of the notices that ladders send."""

from __future__ import annotations

from definitions import FOLDER
from notice_contexts import DIGEST, STAFF
from real_process import release
from workflow.definition.problem import Severity
from workflow.engine.catalogue import notices_in, wording_of
from workflow.engine.notice_names import OF_DIGEST, OF_TASK
from workflow.engine.wording_checks import wording_problems

FILES = wording_of(notices_in(FOLDER / "child_protection"))
OVERDUE = "overdue/subject.txt"


def found(files: dict[str, str]) -> list[tuple[Severity, str, str, int, str]]:
    problems = wording_problems(release().process, files)
    return [(p.severity, p.code, p.position.file, p.position.line, p.what) for p in problems]


def test_the_words_of_the_process_have_nothing_wrong_with_them() -> None:
    assert found(FILES) == []


def test_the_names_offered_are_those_that_are_given() -> None:
    assert set(STAFF) == OF_TASK
    assert set(DIGEST) == OF_DIGEST


def test_a_name_that_is_misspelled_is_told_with_its_file_and_line() -> None:
    files = FILES | {OVERDUE: FILES[OVERDUE].replace("case_reference", "case_refrence")}

    assert found(files) == [
        (
            Severity.ERROR,
            "unknown_name",
            f"notices/{OVERDUE}",
            1,
            "`case_refrence` is not among what the notice `overdue` is given",
        )
    ]


def test_a_fact_about_a_person_is_not_among_what_a_notice_to_staff_is_given() -> None:
    files = FILES | {OVERDUE: "{{ child_name }}"}

    assert [what for *_, what in found(files)] == [
        "`child_name` is not among what the notice `overdue` is given"
    ]


def test_a_template_that_cannot_be_read_is_told() -> None:
    assert found(FILES | {OVERDUE: "{{ case_reference"})[0][1] == "template_wrong"


def test_a_ladder_without_words_is_warned_of_where_a_rung_names_it() -> None:
    files = {name: text for name, text in FILES.items() if not name.startswith("overdue/")}

    ((severity, code, file, line, what),) = found(files)

    assert (severity, code, what) == (
        Severity.WARNING,
        "notice_without_words",
        "the notice `overdue` has no wording: its messages could not be sent",
    )
    assert file.endswith(".yaml")
    assert line > 1
