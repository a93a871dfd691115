"""check tells what is wrong with the words of what steps send, before anybody is written to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases import whole
from engine.sending import HOMES, MEETINGS, WORDS, indented
from workflow.definition.reader import read_process_texts
from workflow.engine.wording_checks import wording_problems

SECURE = "secure: yes\nto: {participants: parent}"
OPEN = "to: {participants: parent}"


def found(notice: str, words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Code, place and what of every problem."""
    texts = {"home.yaml": whole(HOMES), "meeting.yaml": whole(MEETINGS % indented(notice))}
    files = {f"invitation/{name}": text for name, text in {**WORDS, **words}.items()}
    process = read_process_texts("process", texts)
    return [(p.code, str(p.position), p.what) for p in wording_problems(process, files)]


BODY = """{{ venue }}
{% for home in looks_at %}
{{ home.FIELD }}
{% endfor %}
{% if ASKED %}Yes{% endif %}
"""


def body(field: str, asked: str) -> str:
    return BODY.replace("FIELD", field).replace("ASKED", asked)


def test_words_that_read_what_there_is_have_nothing_wrong_with_them() -> None:
    assert found(SECURE, {"body.txt": body("family_name", "due.write_up")}) == []
    assert found(OPEN, {"letter.html": "{{ kind.label }} {{ recipient.title }}"}) == []


@pytest.mark.parametrize(
    ("field", "asked", "what", "line"),
    [
        ("family_nmae", "venue", "`home` has no `family_nmae`", 3),
        ("reference", "due.wirte_up", "`due` has no `wirte_up`", 5),
        ("reference", "holders.wroker", "`holders` has no `wroker`", 5),
        ("reference", "chair.address", "`chair` has no `address`", 5),
        ("reference", "venu", "`venu` is not among what the notice `invitation` is given", 5),
        ("reference", "people", "`people` is not among what the notice `invitation` is given", 5),
    ],
)
def test_what_is_not_there_is_told_with_its_line(
    field: str, asked: str, what: str, line: int
) -> None:
    ((_, place, told),) = found(SECURE, {"body.txt": body(field, asked)})

    assert (place, told) == (f"notices/invitation/body.txt:{line}", what)


@pytest.mark.parametrize("part", ["subject.txt", "text.txt", "calendar.txt"])
def test_a_personal_fact_never_stands_where_anybody_may_see_it(part: str) -> None:
    words = {part: "{% for home in looks_at %}{{ home.family_name }}{% endfor %}"}

    assert [code for code, *_ in found(SECURE, words)] == ["personal_in_the_open"]


def test_nor_in_an_e_mail_that_is_not_secure_but_a_letter_may_say_it() -> None:
    name = "{% for person in participants %}{{ person.full_name }}{% endfor %}"

    assert [code for code, *_ in found(OPEN, {"body.txt": name})] == ["personal_in_the_open"]
    assert found(SECURE, {"body.txt": name}) == []
    assert found(OPEN, {"letter.html": name}) == []


def test_a_line_whose_words_are_not_written_is_warned_of_where_it_stands() -> None:
    ((code, place, what),) = found("to: {participants: parent, wording: parents}", {})

    assert (code, what) == (
        "notice_without_words",
        "the notice `invitation/parents` has no wording: its messages could not be sent",
    )
    assert place.startswith("meeting.yaml:")


def test_an_address_is_for_a_line_that_may_be_told_it() -> None:
    words = {"body.txt": "{% for home in looks_at %}{{ home.lives_at }}{% endfor %}"}
    told = "secure: yes\nto: {participants: agencies, tells: lives_at}"

    assert [what for *_, what in found(SECURE, words)] == ["`home` has no `lives_at`"]
    assert found(told, words) == []
