"""Questions that are put under a condition: read, and what is wrong with such a condition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import a_workflow
from definition.building import CLOSED, choice, fact, flow, only_problem, state, step, told
from workflow.definition.model import Fact, Workflow
from workflow.definition.statements.facts import facts as said

SEEN = fact("seen", "yes_no")


def visiting(*asked: Fact) -> Workflow:
    """A workflow whose step `visit` may ask for these, beside whether somebody was seen."""
    names = tuple(each.name for each in asked if not each.derived)
    visit = step("visit", asks=("seen",), may_ask=names)
    plain = flow(state("open", visit, step("close", to="closed")), CLOSED)
    return replace(plain, facts={each.name: each for each in (SEEN, *asked)})


def test_a_condition_is_read_and_told() -> None:
    made = a_workflow(
        """
        facts:
          seen: {type: yes_no, label: Seen}
          alone: {type: yes_no, label: Alone, asked_when: "seen"}
        states:
          open:
            title: Open
            steps: {visit: {by: [worker], asks: [seen], may_ask: [alone], to: closed}}
          closed: {title: Closed, final: true}
        """
    )

    assert str(made.facts["alone"].asked_when) == "seen"
    (told_of_it,) = (each for each in said(made) if each.aspect == "asked only when")
    assert (told_of_it.part.id, told_of_it.words) == ("alone", "“Seen”")


def test_a_question_may_depend_on_another_answer_and_be_needed_then() -> None:
    alone = fact("alone", "yes_no", asked_when="seen", required_when="seen")
    room = fact("room", "yes_no", asked_when="seen", required_when="seen and alone")

    assert told(visiting(alone, room)) == []


@pytest.mark.parametrize(
    ("asked", "code", "what"),
    [
        (fact("alone", asked_when="sen"), "undeclared_name", "names `sen`"),
        (
            fact("alone", asked_when="seen == 'yes'"),
            "value_outside_code_set",
            "`seen` (yes_no) is never 'yes'",
        ),
        (
            fact("met", "yes_no", is_="seen", asked_when="seen"),
            "condition_of_no_question",
            "`met` comes of other facts, and is never asked",
        ),
        (fact("alone", asked_when="alone != None"), "asked_in_circle", "its own answer"),
        (
            choice("why", "away", "ill", asked_when="seen == False", required_when="not seen"),
            "needed_but_not_asked",
            "`why` must be given, and is not asked for, with seen: not set",
        ),
    ],
)
def test_a_condition_that_cannot_be_meant_is_told(asked: Fact, code: str, what: str) -> None:
    problem = only_problem(visiting(asked))

    assert (problem.code, what in problem.what) == (code, True), problem.what


def test_two_questions_do_not_wait_for_each_other() -> None:
    one = fact("one", asked_when="other == 'x'")
    other = fact("other", asked_when="one == 'x'")

    assert told(visiting(one, other)) == [
        ("asked_in_circle", "facts.one"),
        ("asked_in_circle", "facts.other"),
    ]
