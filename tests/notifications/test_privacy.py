"""What a notice reads, and that no personal name gets where anybody may see it."""

from __future__ import annotations

import pytest

from notifications.notice import Part
from notifications.privacy import COMPUTED, Leak, names_used, personal_leaks, unknown_names
from notifications.rendering import Templates
from told import templates

PERSONAL = frozenset({"child_name", "address"})


def leaks(secure: bool = True, /, **parts: str) -> list[tuple[Part, str]]:
    found = personal_leaks(templates(**parts), "told", personal=PERSONAL, secure=secure)
    return [(leak.part, leak.name) for leak in found]


def test_each_part_tells_the_names_that_it_has_to_be_given() -> None:
    notices = Templates(
        {
            "told/subject.txt": "{{ case_reference }}",
            "told/body.txt": (
                "{% set n = days_late + 1 %}{{ n | counted('day') }}"
                "{% for t in tasks %}{{ t.title }}{% endfor %}"
                '{% from "shared/m.txt" import m %}{{ m(link) }}{{ council.name }}'
            ),
            "shared/m.txt": "{% macro m(x) %}{{ x }}{{ role_title }}{% endmacro %}",
        }
    )

    assert names_used(notices, "told") == {
        Part.SUBJECT: {"case_reference"},
        Part.BODY: {"days_late", "tasks", "link", "role_title"},
    }


def test_a_name_that_is_not_offered_is_told_with_its_place() -> None:
    notices = templates(body_txt="{{ due }}\n{% if x %}{{ due_dat }}{% endif %}")

    (unknown,) = unknown_names(notices, "told", {"due", "x"})

    assert (unknown.file, unknown.line, unknown.name) == ("told/body.txt", 2, "due_dat")


@pytest.mark.parametrize(
    "template",
    [
        "{{ child_name }}",
        "{{ child_name | upper }}",
        "{{ [child_name] | listed }}",
        "{{ 'x' ~ child_name[0] }}",
        "{% set who = child_name %}{{ who }}",
        "{% for who in [child_name] %}{{ who }}{% endfor %}",
        "{% if child_name == 'Robin' %}x{% endif %}",
        "{% macro m(who) %}{{ who }}{% endmacro %}{{ m(child_name) }}",
        "{% macro m(who=child_name) %}{{ who }}{% endmacro %}{{ m() }}",
        "{{ facts.child_name }}",
        "{{ facts['child_name'] }}",
        "{% with who = child_name %}{{ who }}{% endwith %}",
        "{{ 'Robin' if child_name is defined }}",
    ],
)
@pytest.mark.parametrize("part", ["subject_txt", "text_txt", "calendar_txt"])
def test_any_expression_that_mentions_a_personal_name_counts(part: str, template: str) -> None:
    assert leaks(**{part: template}) == [(Part(part.replace("_", ".")), "child_name")]


@pytest.mark.parametrize(
    "how", ['{% include "shared/a.txt" %}', '{% import "shared/a.txt" as a %}{{ a.m() }}']
)
def test_a_personal_name_is_found_in_another_file(how: str) -> None:
    notices = Templates(
        {
            "told/subject.txt": how,
            "told/body.txt": "x",
            "shared/a.txt": "\n{% macro m() %}{{ child_name }}{% endmacro %}",
        }
    )

    found = personal_leaks(notices, "told", personal=PERSONAL, secure=True)

    assert found == (Leak(Part.SUBJECT, "shared/a.txt", 2, "child_name"),)


def test_a_name_that_is_worked_out_counts_as_personal() -> None:
    assert leaks(subject_txt="{{ facts['child' ~ '_name'] }}") == [(Part.SUBJECT, COMPUTED)]
    assert leaks(subject_txt="{{ facts[x] }}") == [(Part.SUBJECT, COMPUTED)]


def test_the_body_may_say_a_name_only_over_a_secure_channel() -> None:
    body = {"body_txt": "{{ child_name }}", "body_html": "{{ child_name }}"}

    assert leaks(True, **body) == []
    assert leaks(False, **body) == [
        (Part.BODY_HTML, "child_name"),
        (Part.BODY, "child_name"),
    ]


def test_a_letter_is_sealed() -> None:
    assert leaks(False, letter_html="{{ child_name }}") == []


def test_the_address_of_the_council_is_no_address_of_a_family() -> None:
    assert leaks(subject_txt="{{ council.address[0] }}") == []
    assert leaks(subject_txt="{{ family.address }}") == [(Part.SUBJECT, "address")]
