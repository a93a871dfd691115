"""Every requirement is fulfilled, or says why not; and the table in the docs says the same."""

from __future__ import annotations

from functools import cache

import pytest

from house.rules import ROOT
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import read_scenario
from workflow.definition.reader import DefinitionWrong
from workflow.definition.scenario import Defaults
from workflow.reports.evidence import Shown, claims, marked_tests
from workflow.reports.fulfilment import Place, Titles
from workflow.reports.register import Requirement, read_register
from workflow.reports.requirements import page
from workflow.reports.tracing import Row, Traced, match, trace

A_TASK = Place("pets", "task", "feed")
A_TEST = Shown("test_pets.py", "a pet is fed")
MAKE = "run `make requirements`, and commit docs/requirements.md"


@cache
def traced() -> Traced:
    return trace(ROOT)


def asked(reason: str = "", *held_by: str) -> Requirement:
    return Requirement(
        id="R1", section="Pets", kind="role", asks="Feed it", reason=reason, held_by=held_by
    )


def row(reason: str = "", *, fulfilled: bool) -> Row:
    return Row(requirement=asked(reason), places={A_TASK: "Feed the pet"} if fulfilled else {})


# -- our own requirements --------------------------------------------------------------------------


def test_every_requirement_is_fulfilled_or_says_why_not() -> None:
    gaps = [each.requirement.id for each in traced().rows if each.unexplained]

    assert gaps == [], "name them in a `source:` or a test, or give a reason in docs/register.yaml"


def test_no_reason_outlives_the_gap_that_it_explained() -> None:
    stale = [each.requirement.id for each in traced().rows if each.stale]

    assert stale == [], (
        "these are fulfilled now: take their `reason:` out of docs/register.yaml, or begin it"
        " with `partly: ` and say what is still missing"
    )


def test_sources_and_tests_name_only_what_is_in_the_register() -> None:
    assert traced().unknown_ids == ()


def test_the_register_names_only_what_is_in_the_definitions() -> None:
    assert traced().unknown_parts == ()


def test_all_clocks_and_all_requirements_of_the_texts_are_in_the_register() -> None:
    texts = {"S0": 11, "S1": 13, "S2": 16, "S3": 38, "S4": 39}
    ids = [f"T{n}" for n in range(1, 39)]
    ids += [f"{text}-{n}" for text, last in texts.items() for n in range(1, last + 1)]

    assert [each.requirement.id for each in traced().rows] == ids


def test_the_table_in_the_docs_is_the_one_that_is_made() -> None:
    kept = (ROOT / "docs" / "requirements.md").read_text("utf-8")

    assert kept == page(traced().rows), MAKE


# -- what the rules above would find ---------------------------------------------------------------


def test_what_nothing_fulfils_needs_a_reason() -> None:
    assert row(fulfilled=False).unexplained
    assert not row("needs the cat flap", fulfilled=False).unexplained


def test_a_reason_beside_a_fulfilment_is_stale_unless_it_says_partly() -> None:
    assert row("needs the cat flap", fulfilled=True).stale
    assert not row("partly: no treats yet", fulfilled=True).stale


def test_a_marked_test_alone_fulfils() -> None:
    assert Row(requirement=asked(), places={}, tests=[A_TEST]).fulfilled


def test_an_id_that_the_register_lacks_is_told() -> None:
    sourced: dict[str, Titles] = {"R2": {A_TASK: "Feed the pet"}}

    found = match([asked("later")], sourced=sourced, known={}, tests={"R3": [A_TEST]}, claimed={})

    assert found.unknown_ids == ("R2", "R3")


def test_a_part_that_the_definitions_lack_is_told_and_fulfils_nothing() -> None:
    found = match([asked("", "pets.food")], sourced={}, known={}, tests={}, claimed={})

    assert found.unknown_parts == ("pets.food",)
    assert found.rows[0].unexplained


def test_the_example_that_names_most_of_a_requirements_places_comes_first() -> None:
    a_step = Place("pets", "step", "buy_food")
    fed, both = Shown("fed.yaml", "Fed"), Shown("both.yaml", "Bought and fed")
    claimed = {fed: frozenset({A_TASK}), both: frozenset({A_TASK, a_step})}
    sourced: dict[str, Titles] = {"R1": {A_TASK: "Feed the pet", a_step: "Buy food"}}

    found = match([asked()], sourced=sourced, known={}, tests={}, claimed=claimed)

    assert found.rows[0].examples == [both, fed]


def test_a_line_that_names_no_case_is_about_the_first_whatever_was_opened_later() -> None:
    text = """
scenario: A pet is fed
workflow: pets
given:
  - {on: Mon 2 Mar 2026, event: open_case, workflow: walks}
then:
  - {task: feed, due: Tue 3 Mar 2026}
  - {case: walks, no task: find_lead}
  - {state: fed}
  - {fact: fed_on, is: Tue 3 Mar 2026}
"""
    problems: list[Problem] = []
    example = read_scenario("fed.yaml", text, Defaults(), [""], problems)
    assert example is not None, problems

    assert claims([example]) == {
        Shown("fed.yaml", "A pet is fed"): {
            A_TASK,
            Place("walks", "task", "find_lead"),
            Place("pets", "state", "fed"),
            Place("pets", "fact", "fed_on"),
        }
    }


def test_marks_are_found_on_functions_classes_and_parameters() -> None:
    text = """
@pytest.mark.requirement("R1")
def test_a_pet_is_fed(): ...

@mark.requirement("R2")
class Fed:
    @pytest.mark.parametrize("pet", [pytest.param("cat", marks=pytest.mark.requirement("R3"))])
    def test_at_noon(self, pet): ...

@pytest.mark.slow("R4")
def test_nothing(): ...
"""

    assert {id_: shown[0].title for id_, shown in marked_tests({"t.py": text}).items()} == {
        "R1": "a pet is fed",
        "R2": "Fed",
        "R3": "at noon",
    }


@pytest.mark.parametrize(
    ("row_text", "code"),
    [
        ("{kind: role}", "missing_key"),
        ("{asks: Feed it}", "missing_key"),
        ("{kind: rule, asks: Feed it}", "wrong_value"),
        ("{kind: role, asks: Feed it, because: hungry}", "unknown_key"),
    ],
)
def test_a_register_that_is_wrong_is_refused_with_its_line(row_text: str, code: str) -> None:
    with pytest.raises(DefinitionWrong) as refused:
        read_register("register.yaml", f"Pets:\n  R1: {row_text}\n")

    (problem,) = refused.value.problems
    assert (problem.code, str(problem.position)) == (code, "register.yaml:2")


def test_an_id_in_two_sections_is_refused() -> None:
    row_text = "R1: {kind: role, asks: Feed it}"

    with pytest.raises(DefinitionWrong, match="two sections"):
        read_register("register.yaml", f"Cats:\n  {row_text}\nDogs:\n  {row_text}\n")
