"""Ten leaks planted in the process as it is: check refuses each, and lets its clean twin pass."""

from __future__ import annotations

from functools import cache

import pytest

from definitions import FOLDER
from workflow.definition.checks import problems
from workflow.definition.model import Process
from workflow.definition.problem import Problem, Severity
from workflow.definition.reader import DefinitionWrong, read_process_texts, texts_of
from workflow.engine.catalogue import notices_in, wording_of
from workflow.engine.wording_checks import wording_problems

PROCESS = FOLDER / "child_protection"
INVITED, DECIDED = "conference_invitation", "decision_letter/parents"
RECORD = "conference_record/parents"

EACH = "{%% for one in %s %%}{{ %s }}{%% endfor %%}"
LEAKS = {
    "the name of a child in a subject": (
        "enquiry_outcome_letter/parents/subject.txt",
        "\n{{ child_name }}",
        "\n{{ case_reference }}",
    ),
    "a name in a text message": (
        f"{INVITED}/parents/text.txt",
        EACH % ("considers", "one.child_name"),
        EACH % ("considers", "one.reference"),
    ),
    "a name in a calendar": (
        f"{INVITED}/agency/calendar.txt",
        EACH % ("considers", "one.child_name"),
        EACH % ("considers", "one.reference"),
    ),
    "a name in the body of an e-mail that is not secure": (
        f"{INVITED}/agency/body.txt",
        EACH % ("considers", "one.child_name"),
        EACH % ("considers", "one.reference"),
    ),
    "the name of a child who is told, in a subject": (
        f"{INVITED}/child/subject.txt",
        ", {{ recipient.name }}",
        ", {{ recipient.title }}",
    ),
    "through a set": (
        f"{DECIDED}/subject.txt",
        "{% set one = considers[0] %}{% set who = one.child_name %}{{ who }}",
        "{% set one = considers[0] %}{% set who = one.reference %}{{ who }}",
    ),
    "through a macro": (
        f"{DECIDED}/subject.txt",
        "{% macro say(one) %}{{ one.child_name }}{% endmacro %}{{ say(considers[0]) }}",
        "{% macro say(one) %}{{ one.reference }}{% endmacro %}{{ say(considers[0]) }}",
    ),
    "through what is included": (
        f"{INVITED}/parents/text.txt",
        '{% include "shared/decided.txt" %}',
        '{% include "shared/if_wrong.txt" %}',
    ),
    "the name of somebody who comes": (
        f"{INVITED}/parents/body.txt",
        EACH % ("participants", "one.full_name"),
        EACH % ("participants", "one.title"),
    ),
    "the address of a child in a letter to parents": (
        f"{DECIDED}/letter.html",
        EACH % ("considers", "one.address"),
        EACH % ("considers", "one.reference"),
    ),
    "the address of another parent": (
        f"{RECORD}/letter.html",
        EACH % ("participants", "one.address"),
        EACH % ("participants", "one.agency"),
    ),
    "the notes that the chair took with the family": (
        f"{INVITED}/agency/body.txt",
        "{% if chair_meeting_notes %}{{ chair_meeting_notes }}{% endif %}",
        "{% if venue %}{{ venue }}{% endif %}",
    ),
    "the file of a report that is restricted": (
        f"{RECORD}/body.txt",
        "{{ report }}",
        "{{ case_reference }}",
    ),
}
"""What is planted: in which file, the leak, and the same thing said as it may be."""


@cache
def process() -> Process:
    return read_process_texts(PROCESS.name, texts_of(PROCESS))


@cache
def files() -> dict[str, str]:
    return wording_of(notices_in(PROCESS))


def found(*planted: tuple[str, str]) -> list[Problem]:
    """What check tells of the words of the process with these put below those of their files."""
    changed = dict(files())
    for file, words in planted:
        changed[file] = changed.get(file, "").rstrip() + words
    return list(wording_problems(process(), changed))


@pytest.mark.parametrize(
    ("file", "leak"), [(file, leak) for file, leak, _ in LEAKS.values()], ids=list(LEAKS)
)
def test_a_leak_is_refused_where_it_stands(file: str, leak: str) -> None:
    told = found((file, leak))

    assert {problem.severity for problem in told} == {Severity.ERROR}
    assert {problem.code for problem in told} <= LEAKING
    place = "shared/" if "include" in leak else file
    assert all(problem.position.file.startswith(f"notices/{place}") for problem in told)
    assert all(problem.position.line >= 1 for problem in told)


def test_the_clean_twins_pass_all_at_once() -> None:
    assert found(*((file, clean) for file, _, clean in LEAKS.values())) == []


LEAKING = {"personal_in_the_open", "internal_to_a_home", "unknown_name", "unknown_field"}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("exclusion_letter/parents/body.txt", "{{ exclusion_reason }}"),
        ("decision_letter/parents/body.txt", "{{ chair_meeting_notes }}"),
        ("conference_record/parents/body.txt", "{{ (reports | first).report_not_shared_reason }}"),
        ("case_closed/parents/letter.html", "{{ must_not_be_told }}"),
    ],
)  # fmt: skip
def test_what_is_for_colleagues_reaches_no_home(file: str, words: str) -> None:
    told = found((file, words))

    assert {(problem.code, problem.severity) for problem in told} == {
        ("internal_to_a_home", Severity.ERROR)
    }


def test_an_address_is_given_to_no_line_that_reaches_a_family() -> None:
    assert _told_of("participants: agencies, wording: agency, tells: address") == []
    assert "told_too_much" in _told_of("participants: everybody, wording: agency, tells: address")


def _told_of(line: str) -> list[str]:
    """What check tells when a line of the outline of the plan is written so."""
    texts = dict(texts_of(PROCESS))
    lines = texts["conference.yaml"].splitlines(keepends=True)
    at = next(
        i for i, each in enumerate(lines) if "{participants: agencies, wording: agency}" in each
    )
    lines[at] = f"      - {{{line}}}\n"
    try:
        process = read_process_texts(PROCESS.name, {**texts, "conference.yaml": "".join(lines)})
    except DefinitionWrong as wrong:
        return [problem.code for problem in wrong.problems]
    return [p.code for p in problems(process) if p.severity is Severity.ERROR]


def test_a_name_that_the_notice_reads_under_another_name_is_refused() -> None:
    texts = dict(texts_of(PROCESS))
    notice = "  enquiry_outcome_letter:\n"
    (file,) = [name for name, text in texts.items() if notice in text]
    before, _, after = texts[file].partition(notice)
    read = after.replace("reads: {", "reads: {who: child_name, ", 1)
    texts[file] = before + notice + read
    subject = "enquiry_outcome_letter/parents/subject.txt"
    words = {**files(), subject: files()[subject].rstrip() + "\n{{ who }}"}

    told = wording_problems(read_process_texts(PROCESS.name, texts), words)

    assert [problem.code for problem in told] == ["personal_in_the_open"]
