"""What tells one release from another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import a_release, whole
from workflow.definition.reader import DefinitionWrong
from workflow.definition.release import compile_release, digest

PLAN = whole("states: {open: {title: Open}}")

names = st.sampled_from(["plan.yaml", "facts.yaml", "policies/north.yaml"])
# NUL parts the files in what is hashed; no definition can hold one (YAML forbids it).
texts = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)
releases = st.tuples(st.dictionaries(names, texts, max_size=3), st.sampled_from(["", "north"]))


@given(releases, releases)
def test_releases_are_the_same_exactly_when_every_byte_and_the_policy_are(
    one: tuple[dict[str, str], str], other: tuple[dict[str, str], str]
) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_the_order_of_the_files_makes_no_other_release() -> None:
    assert digest({"a": "1", "b": "2"}, "") == digest({"b": "2", "a": "1"}, "")


@pytest.mark.parametrize("byte", range(0, len(PLAN), 7))
def test_any_byte_that_differs_makes_another_release(byte: int) -> None:
    other = PLAN[:byte] + chr(ord(PLAN[byte]) ^ 1) + PLAN[byte + 1 :]

    assert digest({"plan.yaml": PLAN}, "") != digest({"plan.yaml": other}, "")


def test_a_release_keeps_the_texts_that_it_was_read_from() -> None:
    texts = {"plan.yaml": PLAN}
    release = compile_release(7, "test", texts)
    texts["plan.yaml"] = "changed since"

    assert release.texts == {"plan.yaml": PLAN}
    assert (release.number, release.policy) == (7, "")


def test_a_policy_makes_another_release_of_the_same_texts() -> None:
    texts = a_release(PLAN, policy="closure_days: []").texts

    assert digest(texts, "") != digest(texts, "local")


def test_a_release_of_texts_with_a_problem_is_refused() -> None:
    with pytest.raises(DefinitionWrong):
        compile_release(1, "test", {"plan.yaml": "workflow: plan"})
