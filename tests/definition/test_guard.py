"""Guards: what may be written, what is refused with which mending, and what they mean."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from days import at, day
from workflow.definition.guard import GuardWrong, parse


def holds(text: str, **facts: object) -> bool:
    return parse(text).holds(facts.get)


def value(text: str, **facts: object) -> object:
    return parse(text).value(facts.get)


@pytest.mark.parametrize(
    "text",
    [
        "unborn",
        "not unborn",
        "decision == 'child_in_need'",
        "decision != 'child_in_need' and next_step == None",
        "route in ['referral', 'transfer_in'] or (unborn and not told)",
        "'neglect' in categories",
        "'neglect' not in categories",
        "chair in attended",
        "1 < disagreements_open <= 3",
        "-1 < score",
        "weight >= 2.5",
        "route in ('referral', None)",
        "title == 'a = b, is | true & #1 14th'",
        'title == "the school\'s"',
        "'code'",
        "['a', 'b']",
        "True",
        "  padded  ",
    ],
)
def test_a_condition_over_facts_is_a_guard(text: str) -> None:
    assert str(parse(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "write a condition, or leave the key out"),
        ("decision = 'a'", "write `==`"),
        ("a := 1", "write `==`"),
        ("a === 1", "write `==`"),
        ("a <> 1", "write `!=`"),
        ("a => 1", "write `>=` or `<=`"),
        ("a is None", "write `==` or `!=`, such as `== None`"),
        ("a is not None", "write `==` or `!=`, such as `== None`"),
        ("a && b", "write `and`"),
        ("a || b", "write `or`"),
        ("!a", "write `not`"),
        ("a == true", "write True"),
        ("a == no", "write False"),
        ("a == null", "write None"),
        ("a in 'abc'", "put it in square brackets, such as ['a', 'b'], or compare with =="),
        ("a == ['x']", "write the fact first: fact in ['a', 'b']"),
        ("['x'] == a", "write the fact first: fact in ['a', 'b']"),
        ("a in ['x' 'y']", "put a comma, or `and`, `or` between them"),
        ("a in [b]", "put texts in quotes; compare with a fact by == or by `in` the fact"),
        ("a in {'x'}", "write the values in square brackets, such as ['a', 'b']"),
        ("len(a) > 1", "name a fact, or derive one with `is:`"),
        ("a.b", "name a fact of its own"),
        ("a[0] == 1", "use `in` to ask for a member"),
        ("a + 1 > 2", "compare facts as they are; dates belong in `due`"),
        ("-a > 2", "write comparisons such as"),
        ("a if b else c", "join conditions with and, or, not"),
        ("lambda: a", "write the condition itself"),
        ("f'{a}'", "write the text as it is, without the f"),
        ("a == b'x'", "write comparisons such as"),
        ("...", "write comparisons such as"),
        ("[x for x in a]", "write comparisons such as"),
        ("1and b", "put a space between them"),
        ("a  # always", "put the comment on a line of its own, outside the quotes"),
        ("a\nand b", "join its lines"),
        ("'\\n' == a", "leave it out"),
        ("kind == 'é' and é", "write the name as it is declared"),
        ("a ==", "write comparisons such as"),
        ("class == 'a'", "write comparisons such as"),
        ("a\0", "write comparisons such as"),
    ],
)
def test_anything_else_is_refused_with_what_to_write_instead(text: str, mend: str) -> None:
    with pytest.raises(GuardWrong) as refused:
        parse(text)

    assert refused.value.mend.startswith(mend)
    assert refused.value.code == "guard_wrong"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1900,
        "(" * 900 + "a" + ")" * 900,
        "not " * 499 + "a",
        "-" * 1900 + "1",
        "[" * 900 + "]" * 900,
        "a" + ".b" * 900,
        "a" * 2001,
        "a and " * 100_000 + "a",
        "'" * 1999,
        "a" + " < a" * 3000,
    ],
)
def test_no_text_can_hang_or_overflow(text: str) -> None:
    with pytest.raises(GuardWrong):
        parse(text)


def test_a_long_flat_condition_is_read() -> None:
    assert holds(" or ".join(f"a == {n}" for n in range(150)), a=149)


@given(st.text(alphabet="ab1'\"[]() ,.=<>!&|#\\notandrisNe\n", max_size=60))
def test_any_text_is_a_guard_or_is_refused(text: str) -> None:
    try:
        found = parse(text).text
    except GuardWrong as refused:
        found = refused.mend

    assert found


def test_a_guard_knows_the_names_that_it_reads() -> None:
    assert parse("decision == 'a' and (unborn or 'x' in told)").names == {
        "decision",
        "unborn",
        "told",
    }


def test_equal_texts_are_equal_guards() -> None:
    assert parse("a == 1") == parse(" a == 1 ")
    assert len({parse("a"), parse("a"), parse("b")}) == 2


def test_a_guard_can_be_copied_and_sent_to_another_process() -> None:
    guard = parse("a == 1")

    for other in (copy.deepcopy(guard), pickle.loads(pickle.dumps(guard))):
        assert other == guard
        assert other.holds({"a": 1}.get)


def test_a_refusal_can_be_sent_to_another_process() -> None:
    refused = pickle.loads(pickle.dumps(GuardWrong("what", "mend")))

    assert (refused.what, refused.mend) == ("what", "mend")


@pytest.mark.parametrize("compared", ["a < 1", "a <= 1", "a > 1", "a >= 1", "1 < a", "a < b"])
def test_an_order_comparison_with_an_unset_fact_is_false(compared: str) -> None:
    assert not holds(compared)


def test_an_unset_fact_equals_none_and_nothing_else() -> None:
    assert holds("a == None")
    assert holds("a != 'x'")
    assert not holds("a == 'x'")
    assert not holds("a")
    assert holds("not a")


def test_nothing_is_a_member_of_an_unset_fact() -> None:
    assert not holds("'x' in a")
    assert holds("'x' not in a")


def test_a_text_is_one_value_and_not_a_list_of_letters() -> None:
    assert not holds("'x' in a", a="xyz")
    assert holds("'x' in a", a=("x", "y"))


@pytest.mark.parametrize("compared", ["a < b", "a > b", "a == b", "b <= a"])
def test_unlike_types_are_neither_equal_nor_in_order(compared: str) -> None:
    assert not holds(compared, a="2026", b=2026)
    assert not holds(compared, a=day("Mon 2 Mar 2026"), b="2026-03-02")


def test_an_instant_and_a_day_compare_as_days_in_england() -> None:
    # In British Summer Time the day begins at 23:00 UTC.
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)

    assert holds("late == tuesday", late=late, tuesday=day("Tue 2 Jun 2026"))
    assert holds("late > monday", late=late, monday=day("Mon 1 Jun 2026"))
    assert not holds("late > tuesday", late=late, tuesday=day("Tue 2 Jun 2026"))


def test_two_instants_of_one_day_compare_to_the_minute() -> None:
    assert holds("a < b", a=at("Mon 2 Mar 2026 09:00"), b=at("Mon 2 Mar 2026 09:01"))


def test_a_chain_compares_every_neighbouring_pair() -> None:
    assert holds("1 < n <= 3", n=3)
    assert not holds("1 < n <= 3", n=4)
    assert not holds("1 < n <= 3", n=1)


def test_the_value_of_a_name_or_constant_is_the_value_itself() -> None:
    born = date(2026, 3, 2)

    assert value("born_on", born_on=born) == born
    assert value("'neglect'") == "neglect"
    assert value("['a', 'b']") == ("a", "b")
    assert value("-2") == -2


def test_the_value_of_a_condition_is_yes_or_no() -> None:
    assert value("a and b", a=1, b="x") is True
    assert value("a or b") is False
    assert value("not a") is True


FACTS = {"a": 1, "b": 2, "c": 3, "word": "x", "many": ("x", "y")}

_numbers = st.sampled_from(["a", "b", "c", "0", "2", "-1"])
_texts = st.sampled_from(["word", "'x'", "'z'"])
_orders = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_conditions = st.one_of(
    st.sampled_from(["True", "False", "a", "word"]),
    st.builds("{} {} {}".format, _numbers, _orders, _numbers),
    st.builds("{} {} {} {} {}".format, _numbers, _orders, _numbers, _orders, _numbers),
    st.builds("{} {} {}".format, _texts, st.sampled_from(["==", "!="]), _texts),
    st.builds(
        "{} {} {}".format,
        _texts,
        st.sampled_from(["in", "not in"]),
        st.sampled_from(["many", "['x', 'q']"]),
    ),
)
_guards = st.recursive(
    _conditions,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=8,
)


@given(_guards)
def test_where_all_is_set_and_alike_a_guard_means_what_python_means(text: str) -> None:
    assert parse(text).holds(FACTS.get) is bool(eval(text, {}, dict(FACTS)))


def test_two_lists_are_asked_for_what_they_have_in_common() -> None:
    assert holds("these in those", these=["x", "y"], those=["y", "z"])
    assert not holds("these in those", these=["x"], those=["y"])
    assert not holds("these in those", these=["x"])
    assert not holds("these in those", those=["x"])
    assert holds("these not in those", these=["x"], those=["y"])
