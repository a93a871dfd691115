"""What is proved of guards, and that it is what the guards do."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definition.building import choice, fact
from workflow.definition.guard import Guard, parse
from workflow.definition.model import Fact
from workflow.definition.prove import (
    CannotProve,
    Given,
    counterexample,
    example,
    in_words,
    never,
    overlap,
)

DECISION = choice("decision", "plan", "help", "nothing")
UNBORN = fact("unborn", "yes_no")
PLANNED, DUE = fact("planned_for", "date"), fact("due", "date")
COUNT = fact("visits", "number")


def known(*facts: Fact, asked: tuple[str, ...] = ()) -> Given:
    return Given(facts={each.name: each for each in facts}, asked=frozenset(asked))


def guards(*texts: str) -> list[Guard]:
    return [parse(text) for text in texts]


def always_one(*texts: str, given: Given) -> bool:
    return counterexample(guards(*texts), given) is None


def exclusive(one: str, other: str, given: Given) -> bool:
    return overlap(parse(one), parse(other), given) is None


def test_every_code_of_an_asked_choice_must_have_its_way() -> None:
    asked = known(DECISION, asked=("decision",))

    assert counterexample(guards("decision == 'plan'", "decision == 'help'"), asked) == {
        "decision": "nothing"
    }
    assert always_one("decision in ['plan', 'help']", "decision == 'nothing'", given=asked)


def test_a_choice_that_is_not_asked_may_be_unset() -> None:
    texts = ("decision == 'plan'", "decision in ['help', 'nothing']")

    assert counterexample(guards(*texts), known(DECISION)) == {"decision": None}
    assert always_one(*texts, "decision == None", given=known(DECISION))


def test_a_question_not_answered_is_no() -> None:
    assert always_one("unborn", "not unborn", given=known(UNBORN))
    assert not always_one("unborn", "unborn == False", given=known(UNBORN))


def test_set_and_unset_cover_a_date() -> None:
    assert always_one("planned_for == None", "planned_for != None", given=known(PLANNED))


def test_two_dates_are_before_or_after_or_equal() -> None:
    both = known(PLANNED, DUE, asked=("planned_for", "due"))

    assert always_one("planned_for < due", "due <= planned_for", given=both)
    assert not always_one("planned_for < due", "planned_for > due", given=both)
    assert exclusive("planned_for < due", "due < planned_for", given=both)


def test_an_unset_date_is_neither_before_nor_after() -> None:
    gap = counterexample(guards("planned_for < due", "due <= planned_for"), known(PLANNED, DUE))

    assert gap is not None
    assert None in gap.values()


def test_order_is_passed_on_between_three_dates() -> None:
    met = fact("met_on", "date")

    assert exclusive(
        "planned_for < due and due < met_on", "met_on < planned_for", known(PLANNED, DUE, met)
    )


def test_a_whole_number_lies_below_at_or_above() -> None:
    asked = known(COUNT, asked=("visits",))

    assert always_one("visits < 3", "visits >= 3", given=asked)
    assert always_one("visits == 0", "visits >= 1", given=asked)
    assert counterexample(guards("visits < 3", "visits > 3"), asked) == {"visits": 3}
    assert counterexample(guards("visits < 2", "visits > 3"), asked) == {"visits": 2}


def test_between_broken_numbers_lies_another() -> None:
    asked = known(COUNT, asked=("visits",))

    assert counterexample(guards("visits <= 0.5", "visits >= 1"), asked) == {"visits": 0.75}


def test_a_fact_with_several_values_may_have_some_and_not_others() -> None:
    told = fact("told", many=True)

    assert not exclusive("'a' in told", "'b' in told", known(told))
    assert exclusive("'a' in told", "'a' not in told and 'b' in told", known(told))
    assert not always_one("'a' in told", "'b' in told", given=known(told, asked=("told",)))


def test_a_person_may_be_among_several() -> None:
    chair, there = fact("chair", "person"), fact("there", "person", many=True)

    assert not exclusive("chair in there", "'gp' in there", known(chair, there))
    assert exclusive("chair in there", "chair not in there", known(chair, there))
    assert not exclusive("chair in there", "chair == 'gp'", known(chair, there))


def test_of_two_people_one_may_be_among_several_and_the_other_not() -> None:
    chair, author = fact("chair", "person"), fact("author", "person")
    there = fact("there", "person", many=True)

    assert not exclusive("chair in there", "author not in there", known(chair, author, there))


def test_two_texts_may_differ_or_be_the_same() -> None:
    author, manager = fact("author", "person"), fact("manager", "person")

    assert always_one("author == manager", "author != manager", given=known(author, manager))
    assert not always_one("author == 'x'", "author != manager", given=known(author, manager))


def test_a_choice_compared_with_a_text_can_equal_each_code() -> None:
    word = fact("word")
    given = known(DECISION, word, asked=("decision", "word"))

    assert not exclusive("decision == word", "word == 'help'", given)
    assert not exclusive("decision == word", "decision == 'plan'", given)


def test_derived_facts_are_seen_through() -> None:
    born = fact("born_on", "date")
    unborn = fact("unborn", "yes_no", is_="born_on == None")

    assert exclusive("unborn", "born_on != None", known(born, unborn))
    assert always_one("unborn == True", "born_on != None", given=known(born, unborn))


def test_a_fact_that_is_another_under_a_new_name_compares_like_it() -> None:
    other_name = fact("held_by", "date", is_="planned_for")

    assert exclusive("held_by < due", "planned_for >= due", known(PLANNED, DUE, other_name))


def test_a_fact_derived_from_itself_proves_nothing() -> None:
    one, other = fact("one", "yes_no", is_="not other"), fact("other", "yes_no", is_="one")

    with pytest.raises(CannotProve, match="from itself"):
        counterexample(guards("one"), known(one, other))


def test_a_fact_required_under_a_condition_is_set_where_that_holds() -> None:
    step = choice("next_step", "close", "go_on", required_when="decision != 'plan'")
    given = Given(
        facts={"decision": DECISION, "next_step": step},
        asked=frozenset({"decision"}),
        required={"next_step": parse("decision != 'plan'")},
    )
    texts = ("decision == 'plan'", "next_step == 'close'", "next_step == 'go_on'")

    assert always_one(*texts, given=given)
    assert not always_one(*texts, given=known(DECISION, step, asked=("decision",)))


def test_what_refuses_the_step_need_not_have_a_way() -> None:
    given = Given(
        facts={"decision": DECISION},
        asked=frozenset({"decision"}),
        refused=(parse("decision == 'nothing'"),),
    )

    assert always_one("decision == 'plan'", "decision == 'help'", given=given)


def test_a_later_guard_that_an_earlier_one_covers_never_counts() -> None:
    asked = known(DECISION, asked=("decision",))

    assert never(parse("decision == 'plan'"), asked, earlier=guards("decision != 'help'"))
    assert not never(parse("decision == 'help'"), asked, earlier=guards("decision == 'plan'"))


def test_too_many_cases_are_said_and_not_tried() -> None:
    facts = [choice(f"fact_{n}", *"abcdefg") for n in range(12)]
    texts = [f"fact_{n} == 'a'" for n in range(12)]

    with pytest.raises(CannotProve, match="too many cases"):
        counterexample(guards(*texts), known(*facts))


def test_too_many_members_are_said_and_not_tried() -> None:
    texts = [f"'m{n}' in told" for n in range(40)]

    with pytest.raises(CannotProve, match="too many members"):
        counterexample(guards(*texts), known(fact("told", many=True)))


def test_an_undeclared_name_can_be_anything() -> None:
    assert not always_one("whatever == 'x'", given=known())
    assert always_one("whatever", "not whatever", given=known())


def test_an_example_is_told_in_words() -> None:
    values = {"decision": "plan", "unborn": None, "told": ("gp", "school"), "seen": False}

    assert in_words(values) == ("decision: plan, unborn: not set, told: gp and school, seen: no")


_NAMES = {"decision": DECISION, "unborn": UNBORN, "planned_for": PLANNED, "due": DUE}
_atoms = st.sampled_from(
    [
        "decision == 'plan'",
        "decision in ['help', None]",
        "decision != 'nothing'",
        "unborn",
        "unborn != None",
        "planned_for == None",
        "planned_for < due",
        "due != planned_for",
    ]
)
_texts = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=5,
)


@given(_texts, _texts)
def test_what_is_found_is_so_and_what_is_not_found_is_nowhere(one: str, other: str) -> None:
    found = example(guards(one), guards(other), Given(facts=_NAMES))
    days = (None, 3, 5, 9)
    everywhere = product((None, *DECISION.codes), (None, True, False), days, days)
    cases = (dict(zip(_NAMES, values, strict=True)) for values in everywhere)

    if found is None:
        assert not any(parse(one).holds(c.get) and not parse(other).holds(c.get) for c in cases)
    else:
        assert parse(one).holds(found.get)
        assert not parse(other).holds(found.get)
