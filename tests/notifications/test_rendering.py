"""A notice for one person: its words, its layouts, and what a wrong template is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from days import at, day
from notifications.notice import Recipient, Way
from notifications.problem import CannotRender, TemplateWrong, UnknownName
from notifications.rendering import Templates
from told import ANN, COUNCIL, templates, written


def test_a_notice_is_written_from_its_templates() -> None:
    told = written(
        subject_txt="{{ task }} is due on {{ due | short_day }}",
        body_txt="It is due on {{ due | day }} at {{ due | clock_time }}.",
        task="Core group",
        due=at("Tue 24 Mar 2026 10:00"),
    )

    assert told.subject == "Core group is due on 24 March 2026"
    assert "It is due on Tuesday 24 March 2026 at 10am." in told.text
    assert "Northwick Council" in told.text
    assert "It is due on Tuesday 24 March 2026 at 10am.</p>" in told.html


def test_the_html_comes_from_the_body_when_there_is_none_with_styles_in_line() -> None:
    told = written(body_txt="Dear {{ who }},\n\n- one", who="<b>Ann</b>")

    assert "&lt;b&gt;Ann&lt;/b&gt;" in told.html
    assert '<li style="' in told.html
    assert "<style" not in told.html


def test_an_html_body_of_its_own_is_taken_and_its_values_are_escaped() -> None:
    told = written(body_html="<p>{{ who }}</p><p style='x'>2</p>", who="<script>")

    assert "&lt;script&gt;" in told.html
    assert "<p style='x'>" in told.html
    assert "Something." not in told.html


def test_a_letter_shows_the_address_and_the_date_and_says_whom_to_complain_to() -> None:
    letter = written(body_txt="Please come.").letter

    assert "2 Canal Street" in letter
    assert "24 March 2026" in letter
    assert "To complain, ring 01632\u00a0960199." in letter


def test_a_letter_in_large_print_says_so_to_its_style_sheet() -> None:
    assert 'class="large"' in written(replace(ANN, large_print=True)).letter
    assert 'class="large"' not in written().letter


def test_a_text_message_is_one_line_and_absent_parts_are_empty() -> None:
    assert written(text_txt="Please\nring {{ n }}.", n=5).text_message == "Please ring 5."
    assert written().text_message == ""
    assert written().calendar == ""


@pytest.mark.parametrize("line_end", ["\n", "\r", "\x00", "\x1b", "\u2028"])
def test_a_subject_with_a_second_line_or_a_control_character_is_refused(line_end: str) -> None:
    with pytest.raises(CannotRender, match=r"told/subject\.txt, line 1: a subject is one line"):
        written(subject_txt="About {{ x }}", x=f"this{line_end}Bcc: mallory@example.org")


def test_an_undeclared_name_is_told_with_its_file_and_line() -> None:
    with pytest.raises(UnknownName) as caught:
        written(body_txt="One.\n\nDue {{ due_dat }}.")

    assert (caught.value.file, caught.value.line) == ("told/body.txt", 3)
    assert caught.value.name == "due_dat"


def test_an_undeclared_field_is_told_in_the_file_that_was_included() -> None:
    notices = Templates(
        {
            "told/subject.txt": "x",
            "told/body.txt": 'A\n{% include "shared/rights.txt" %}',
            "shared/rights.txt": "B\n{{ meeting.vnue }}",
        }
    )

    with pytest.raises(UnknownName) as caught:
        notices.render(
            "told",
            {"meeting": {"venue": "Here"}},
            recipient=ANN,
            council=COUNCIL,
            written_on=day("Tue 24 Mar 2026"),
        )

    assert (caught.value.file, caught.value.line) == ("shared/rights.txt", 2)
    assert caught.value.name == "vnue"


def test_a_name_that_was_worked_out_of_a_value_is_not_repeated() -> None:
    with pytest.raises(UnknownName) as caught:
        written(body_txt="{{ rows[who] }}", rows={}, who="Robin Secret")

    assert "Robin" not in str(caught.value)


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        ("{{ x }}", None, "there is nothing to print"),
        ("{{ x }}", True, "only texts and whole numbers"),
        ("{{ x }}", ["Robin"], "only texts and whole numbers"),
        ("{{ x }}", day("Tue 24 Mar 2026"), "with the filter `day`"),
        ("{{ x | day }}", "Robin", "a date is needed"),
        ("{{ x + 1 }}", "Robin", "a value is of another kind"),
    ],
)
def test_a_value_that_would_print_as_something_odd_is_refused(
    template: str, value: object, said: str
) -> None:
    with pytest.raises(CannotRender, match=said) as caught:
        written(body_txt=f"\n\n{template}", x=value)

    assert caught.value.line == 3
    assert "Robin" not in str(caught.value)


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ ''.__class__.__mro__ }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_template_cannot_take_the_machine(template: str) -> None:
    with pytest.raises((CannotRender, UnknownName)):
        written(body_txt=template)


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("body_txt", "\n{% if %}", "line 2: Expected an expression"),
        ("body_txt", "{{ x | nosuch }}", "line 1: No filter named 'nosuch'"),
        ("body_txt", "{{ x | safe }}", "line 1: No filter named 'safe'"),
        ("body_txt", "{% include 'shared/a.txt' %}", r"line 1: there is no shared/a\.txt"),
        ("body_txt", "{% include x %}", "line 1: the other file must be named in plain"),
        ("body_txt", "{% set council = 1 %}", "line 1: `council` is given by us"),
        ("body_txt", "{% macro council() %}{% endmacro %}", "line 1: `council` is given by us"),
        ("body_txt", "{% import 'told/subject.txt' as council %}", "`council` is given by us"),
        ("body_html", "{% include 'told/body.txt' %}", r"is of the other kind"),
        ("body_html", "{% autoescape false %}{% endautoescape %}", "escaping cannot be switched"),
        ("bdy_txt", "", r"told/bdy\.txt: a notice has no part of this name"),
    ],
)
def test_a_template_that_can_never_work_is_refused_when_it_is_read(
    part: str, text: str, said: str
) -> None:
    with pytest.raises(TemplateWrong, match=said):
        templates(**{part: text})


def test_a_notice_needs_a_body() -> None:
    with pytest.raises(TemplateWrong, match=r"told: there is no body\.txt"):
        Templates({"told/subject.txt": "x"})


def test_a_notice_that_nobody_wrote_is_told_as_such() -> None:
    with pytest.raises(TemplateWrong, match="tld: there is no such notice"):
        templates().render(
            "tld", {}, recipient=ANN, council=COUNCIL, written_on=day("Tue 24 Mar 2026")
        )


def test_a_name_of_ours_cannot_be_given_twice() -> None:
    with pytest.raises(ValueError, match="council"):
        written(council="x")


def test_an_authority_replaces_one_file_with_words_of_its_own(tmp_path: Path) -> None:
    for folder, part, text in [
        ("national", "subject.txt", "National"),
        ("national", "body.txt", "National."),
        ("local", "body.txt", "Local."),
    ]:
        file = tmp_path / folder / "told" / part
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    notices = Templates.read(tmp_path / "national", tmp_path / "local")
    told = notices.render(
        "told", {}, recipient=ANN, council=COUNCIL, written_on=day("Tue 24 Mar 2026")
    )

    assert notices.notices == ("told",)
    assert told.subject == "National"
    assert told.text.startswith("Local.")


def test_an_audience_may_have_words_of_its_own() -> None:
    notices = Templates(
        {
            f"{folder}/{part}": "x"
            for folder in ("asked", "asked/parents")
            for part in ("subject.txt", "body.txt")
        }
    )

    assert notices.notices == ("asked", "asked/parents")
    assert notices.variant("asked", "parents") == "asked/parents"
    assert notices.variant("asked", "agencies") == "asked"


def test_the_version_follows_every_file_that_has_a_say_and_no_other() -> None:
    files = {
        "told/subject.txt": "x",
        "told/body.txt": '{% include "shared/a.txt" %}',
        "shared/a.txt": "A",
        "shared/b.txt": "B",
    }
    version = Templates(files).version("told")

    assert Templates({**files, "shared/b.txt": "b"}).version("told") == version
    assert Templates({**files, "shared/a.txt": "a"}).version("told") != version
    assert Templates({**files, "told/subject.txt": "y"}).version("told") != version


def test_a_way_that_is_not_safe_is_never_taken_whatever_is_preferred() -> None:
    assert ANN.ways() == (Way.EMAIL, Way.POST, Way.TEXT)
    assert replace(ANN, preferred=Way.POST).ways() == (Way.POST, Way.EMAIL, Way.TEXT)
    assert replace(ANN, never=frozenset({Way.EMAIL, Way.POST})).ways() == (Way.TEXT,)
    assert Recipient(name="Bob").ways() == ()


def test_names_addresses_and_words_do_not_show_in_a_repr() -> None:
    shown = repr(ANN) + repr(written(body_txt="Robin Secret"))

    assert not any(word in shown for word in ("Ann", "ann@", "Canal", "07700", "Robin"))
