"""YAML read more strictly than YAML: each trap of the format is refused with its line."""

from __future__ import annotations

from textwrap import dedent

import pytest

from workflow.definition.problem import Problem
from workflow.definition.source_text import Items, Keys, Scalar, TextRefused, read_text


def read(text: str) -> Keys:
    return read_text("plan.yaml", dedent(text))


def refused(text: str) -> Problem:
    with pytest.raises(TextRefused) as refusal:
        read(text)
    assert refusal.value.problem.mend
    return refusal.value.problem


def place(problem: Problem) -> tuple[str, str]:
    return problem.code, str(problem.position)


def test_every_value_knows_its_line() -> None:
    keys = read("""\
        # what this file is for
        workflow: plan
        states:
          open:
            title: Open
        """)

    assert str(keys.lines["states"]) == "plan.yaml:3"
    states = keys.nodes["states"]
    assert isinstance(states, Keys)
    assert str(states.lines["open"]) == "plan.yaml:4"
    assert str(states.nodes["open"].position) == "plan.yaml:4"


@pytest.mark.parametrize(
    "written", ["no", "on", "yes", "2026-03-02", "0123", "1_000", "1e3", "~", "null", "12:30:00"]
)
def test_a_value_is_the_text_that_stands_there(written: str) -> None:
    value = read(f"key: {written}").nodes["key"]

    assert isinstance(value, Scalar)
    assert (value.text, value.quoted) == (written, False)


def test_a_value_in_quotes_is_known_to_be_quoted() -> None:
    keys = read("""{a: "07:00", b: 'x', c: x}""")

    quoted = [node.quoted for node in keys.nodes.values() if isinstance(node, Scalar)]
    assert quoted == [True, True, False]


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "y", "n", "true", "False"])
def test_words_that_yaml_takes_for_yes_or_no_are_words_as_keys(word: str) -> None:
    assert list(read(f"{word}: held_on").nodes) == [word]


@pytest.mark.parametrize("key", ["2026-03-02", "15", "1.5", "null", "~", "<<", "12:30:00", "0x1F"])
def test_a_key_that_is_not_text_is_refused(key: str) -> None:
    problem = refused(f"workflow: plan\n{key}: x")

    assert place(problem) == ("key_not_text", "plan.yaml:2")
    assert problem.mend == f'write it in quotes: "{key}"'


def test_such_a_key_can_be_written_in_quotes() -> None:
    assert list(read('"2026-03-02": x').nodes) == ["2026-03-02"]


def test_a_list_cannot_be_a_key() -> None:
    assert place(refused("? [a, b]\n: x")) == ("key_not_text", "plan.yaml:1")


def test_of_two_equal_keys_none_is_kept_in_silence() -> None:
    problem = refused("""\
        states:
          open: {title: Open}
          closed: {title: Closed}
          open: {title: Open again}
        """)

    assert place(problem) == ("duplicate_key", "plan.yaml:4")
    assert "first in line 2" in problem.what


@pytest.mark.parametrize(
    "text",
    ["a: &x 1\nb: *x", "a: &x 1", "a: &x {b: 1}", "a: &x [1]", "- &x a", "b: *nowhere"],
)
def test_anchors_and_aliases_are_refused(text: str) -> None:
    assert refused(text).code == "alias"


def test_an_alias_is_refused_before_it_can_explode() -> None:
    lines = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 20)]

    assert place(refused("\n".join(["k0: &k0 x", *lines]))) == ("alias", "plan.yaml:1")


@pytest.mark.parametrize(
    "tag", ["!mine", "!!str", "!!int", "!!binary", "!!python/object:os.system", "!<tag:x>"]
)
def test_tags_are_refused(tag: str) -> None:
    assert place(refused(f"a: 1\nb: {tag} x")) == ("tag", "plan.yaml:2")


def test_a_file_over_one_megabyte_is_refused() -> None:
    line = "# é" + "x" * 96 + "\n"
    allowed, too_large = 1_000_000 // 101, 1_000_000 // 101 + 1

    assert list(read("a: 1\n" + line * (allowed - 1)).nodes) == ["a"]
    assert refused("a: 1\n" + line * too_large).code == "file_too_large"


@pytest.mark.parametrize("depth", [41, 1_000, 200_000])
def test_nesting_that_no_process_needs_is_refused_and_crashes_nothing(depth: int) -> None:
    # libyaml composes by recursion in C: 200,000 brackets would end the program without a word.
    assert refused("a: " + "[" * depth + "]" * depth).code == "too_deep"


def test_what_is_not_yaml_is_refused_where_it_goes_wrong() -> None:
    problem = refused("""\
        workflow: plan
        title: "Plan
        states: {}
        """)

    assert problem.code == "not_yaml"
    assert problem.position.line in (2, 4)
    assert place(refused("a: 1\n\tb: 2")) == ("not_yaml", "plan.yaml:2")


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        (
            "a:\n  title: Stage 1: board\n",
            2,
            "a colon needs a space after it; a text with a colon needs double quotes",
            'write `title: "Stage 1: managers"`',
        ),
        (
            "a:\n  title:Board\n  role: manager\n",
            2,
            "a colon needs a space after it; a text with a colon needs double quotes",
            "write `key: value`",
        ),
        ("a:\n  b: 1\n\tc: 2\n", 3, "this line begins with a tab", "use spaces"),
        ("a:\n  b: 1\n  \tc: 2\n", 3, "this line begins with a tab", "use spaces"),
        (
            "a:\n  b: {x: 1, y: 2\n  c: 3\n",
            2,
            "the `{` of line 2 is not closed",
            "close it with `}`, or look for a comma that is missing",
        ),
        (
            "a:\n  - {x: 1, y: [p, q}\n  - {x: 2}\n",
            2,
            "the `[` of line 2 is not closed",
            "close it with `]`, or look for a comma that is missing",
        ),
        (
            "a: {x: b: c}\n",
            1,
            "the parts between `{` and `}` cannot be told apart",
            "write commas between them, and a text with a colon in quotes",
        ),
        ('a: 1\nb: "Board\nc: 2\n', 2, "the quote that opens in line 2 is not closed", "close it"),
        (
            "a:\n  b: 1\n   c: 2\n",
            3,
            "this line is indented as if it belonged to the value above it",
            "begin it below the line that it follows, or put the text in quotes",
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            3,
            "this line does not go on with what stands above it",
            "look at the indentation and quotes here",
        ),
    ],
)
def test_a_slip_is_told_in_words_and_in_its_own_line(
    text: str, line: int, what: str, mend: str
) -> None:
    problem = refused(text)

    assert place(problem) == ("not_yaml", f"plan.yaml:{line}")
    assert (problem.what, problem.mend) == (what, mend)


@pytest.mark.parametrize("text", ["", "# only a remark\n", "- a\n- b\n", "just words"])
def test_a_file_without_keys_is_refused(text: str) -> None:
    assert place(refused(text)) == ("not_a_mapping", "plan.yaml:1")


@pytest.mark.parametrize("end", ["...\n", "---\n"])
def test_a_line_that_ends_the_document_does_not_swallow_the_rest(end: str) -> None:
    assert refused(f"a: 1\n{end}b: 2\n").code == "not_yaml"


def test_a_character_that_yaml_forbids_is_refused() -> None:
    assert refused("a: \x00").code == "not_yaml"


@pytest.mark.parametrize("text", ["\ufeffa: x", "a: x\r\n", "---\na: x\n"])
def test_files_of_other_editors_are_read(text: str) -> None:
    value = read(text).nodes["a"]

    assert isinstance(value, Scalar)
    assert value.text == "x"


def test_lists_keep_their_order() -> None:
    value = read("a: [c, a, b]").nodes["a"]

    assert isinstance(value, Items)
    assert [item.text for item in value.nodes if isinstance(item, Scalar)] == ["c", "a", "b"]
