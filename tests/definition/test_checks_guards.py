"""Whether guards name what is declared, and compare each fact with what it can hold."""

from __future__ import annotations

from typing import Any

import pytest

from definition.building import (
    CLOSED,
    choice,
    due,
    earliest,
    fact,
    flow,
    link,
    only_problem,
    process,
    rung,
    state,
    step,
    task,
    told,
)
from workflow.definition.checks import problems
from workflow.definition.guard import parse
from workflow.definition.model import Workflow
from workflow.definition.problem import Problem
from workflow.definition.step import Untie
from workflow.definition.taking_part import Quorum
from workflow.definition.task import Task

FACTS = [
    choice("decision", "plan", "help"),
    choice("categories", "neglect", "physical", many=True),
    fact("unborn", "yes_no"),
    fact("planned_for", "date"),
    fact("met_at", "datetime"),
    fact("visits", "number"),
    fact("author", "person"),
    fact("outcomes", "rows"),
    fact("kinds", many=True),
]
NAMES = tuple(each.name for each in FACTS)


def guarded(guard: str, **more: Any) -> Workflow:
    """A step that may be given every fact and has this guard."""
    decide = step("decide", f"{guard} -> closed", "otherwise -> stay", may_ask=NAMES)
    return flow(state("open", decide), CLOSED, facts=FACTS, **more)


def tasked(**more: Any) -> Workflow:
    """The same facts, and a task."""
    made: Task = task("visit", place=["open"], done_by="decide", **more)
    decide = step("decide", asks=NAMES, to="closed")
    return flow(state("open", decide), CLOSED, facts=FACTS, tasks=(made,))


def only(guard: str) -> Problem:
    return only_problem(guarded(guard))


def test_a_name_that_nothing_is_called_is_told_with_the_nearest() -> None:
    problem = only("decison == 'plan'")

    assert problem.code == "undeclared_name"
    assert "`decison`" in problem.what
    assert problem.mend == "did you mean `decision`? or declare it under `facts:`"


def test_quorate_is_a_name_where_a_quorum_is_declared() -> None:
    quorum = Quorum(of="kinds", must_include=(), other_agencies=2)

    assert told(guarded("quorate")) == [("undeclared_name", "states.open.steps.decide")]
    assert told(guarded("quorate and likely_quorate", quorum=quorum)) == []


def test_the_open_cases_of_a_link_are_a_name() -> None:
    there = flow(
        state("raised", step("close", to="closed")),
        CLOSED,
        name="dispute",
        links=[link("about", "plan", "disputes")],
    )
    ours = [link("disputes", "dispute", "about")]

    assert told(guarded("disputes_open > 0", links=ours), there) == []
    assert told(guarded("quarrels_open > 0", links=ours), there) == [
        ("undeclared_name", "states.open.steps.decide")
    ]


def test_the_day_of_the_event_is_known_in_steps_and_not_in_tasks() -> None:
    assert told(guarded("planned_for < occurred_on")) == []

    problem = only_problem(tasked(when=parse("planned_for < occurred_on")))
    assert problem.mend == "`occurred_on` is known in steps only; name the fact that holds the date"


def test_the_person_who_records_is_known_in_steps() -> None:
    note = step("note", sets={"author": "actor"}, asks=NAMES)
    setting = flow(state("open", note, step("close", to="closed")), CLOSED, facts=FACTS)

    assert told(guarded("author == actor")) == []
    assert told(setting) == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        tasked(when=parse("author == actor")),
        tasked(due=earliest(due(1, "days"), when=parse("author == actor"))),
        tasked(rungs=(rung("on the day", "manager", unless=parse("author == actor")),)),
        flow(
            state("open", step("decide", "wrote -> closed", "otherwise -> stay", asks=NAMES)),
            CLOSED,
            facts=[*FACTS, fact("wrote", "yes_no", is_="author == actor")],
        ),
    ],
    ids=["when", "due", "unless", "is"],
)
def test_nobody_records_anything_outside_a_step(elsewhere: Workflow) -> None:
    problem = only_problem(elsewhere)

    assert problem.code == "undeclared_name"
    assert problem.mend == "`actor` is known in steps only; name the fact that holds the person"


def test_the_person_who_records_is_compared_with_a_person() -> None:
    problem, *_ = problems(process(guarded("visits == actor")))

    assert problem.code == "value_outside_code_set"
    assert problem.what == "`visits` (number) and `actor` (person) are never equal"


def test_what_is_left_of_a_link_is_known_to_steps_that_end_ties_of_it() -> None:
    there = flow(
        state("open", step("close", to="closed")),
        CLOSED,
        name="dispute",
        links=[link("about", "plan", "disputes")],
    )
    ours = [link("disputes", "dispute", "about")]
    ways = ("disputes_left == 0 -> closed", "otherwise -> stay")
    drop = step("drop", *ways, may_ask=NAMES, untie=Untie(link="disputes", which="kinds"))

    assert told(flow(state("open", drop), CLOSED, facts=FACTS, links=ours), there) == []

    (problem,) = problems(process(guarded("disputes_left == 0", links=ours), there))
    assert problem.code == "undeclared_name"
    assert problem.mend == (
        "`disputes_left` is known in steps that `untie` `disputes` only; `disputes_open` everywhere"
    )


def test_the_due_date_is_known_to_a_rung_only() -> None:
    quiet = rung("on the day", "manager", unless=parse("planned_for <= due"))

    assert told(tasked(rungs=(quiet,))) == []
    assert told(guarded("planned_for <= due")) == [("undeclared_name", "states.open.steps.decide")]


def test_every_guard_is_looked_at() -> None:
    wrong = parse("nonsense")
    rule = earliest(due(1, "days"), when=wrong)

    assert told(tasked(when=wrong)) == [("undeclared_name", "tasks.visit")]
    assert told(tasked(due=rule)) == [("undeclared_name", "tasks.visit.due")]
    assert told(tasked(role=((wrong, "worker"), (None, "manager")))) == [
        ("undeclared_name", "tasks.visit.role")
    ]
    assert told(tasked(rungs=(rung("on the day", "manager", unless=wrong),))) == [
        ("undeclared_name", "tasks.visit.escalate")
    ]


@pytest.mark.parametrize(
    "guard",
    [
        "decision == 'plan'",
        "decision != None",
        "decision in ['plan', None]",
        "'neglect' in categories",
        "categories",
        "categories == None",
        "unborn == True",
        "unborn == None",
        "planned_for == None",
        "planned_for < met_at",
        "visits >= 2",
        "0 < visits < 5",
        "author == 'A. Person'",
        "'chair' in kinds",
        "author in kinds",
        "outcomes",
    ],
)
def test_a_fact_compared_with_what_it_can_hold_is_fine(guard: str) -> None:
    assert told(guarded(guard)) == []


@pytest.mark.parametrize(
    ("guard", "mend"),
    [
        ("decision == 'plam'", "did you mean `plan`?"),
        ("decision in ['plan', 'zzz']", "its codes are plan, help"),
        ("'plan' == decision or decision != 'helf'", "did you mean `help`?"),
        ("decision == True", "compare it with a text in quotes"),
        ("decision > 'help'", "compare with ==, != or in"),
        ("categories == 'neglect'", "write `'...' in categories`"),
        ("categories in ['neglect']", "write `'...' in categories`"),
        ("'neglekt' in categories", "did you mean `neglect`?"),
        ("'plan' in decision", "write `decision == '...'`"),
        ("unborn == 'yes'", "compare it with True or False, or write the name alone"),
        ("unborn == 1", "compare it with True or False, or write the name alone"),
        (
            "planned_for < '2026-03-02'",
            "compare it with None or with another date; counting belongs in `due`",
        ),
        (
            "planned_for > 15",
            "compare it with None or with another date; counting belongs in `due`",
        ),
        ("visits == '2'", "compare it with a number, without quotes"),
        ("visits == True", "compare it with a number, without quotes"),
        ("author == 3", "compare it with a text in quotes"),
        ("planned_for == visits", "compare facts of one type"),
        ("outcomes == 'x'", "ask whether it is set: write the name alone"),
    ],
)
def test_a_fact_compared_with_what_it_never_holds_is_told(guard: str, mend: str) -> None:
    told_of = problems(process(guarded(guard)))
    found = [problem for problem in told_of if problem.code == "value_outside_code_set"]

    assert [problem.mend for problem in found] == [mend]


@pytest.mark.parametrize(
    ("sets", "mend"),
    [
        ({"decision": "'plam'"}, "did you mean `plan`?"),
        ({"unborn": "'yes'"}, "compare it with True or False, or write the name alone"),
        ({"planned_for": "visits"}, "set it to a fact of its own type"),
        ({"visits": "unborn and True"}, "give the fact the type yes_no"),
    ],
)
def test_a_fact_is_set_to_what_it_can_hold(sets: dict[str, str], mend: str) -> None:
    note = step("note", sets=sets, asks=NAMES)
    problem = only_problem(
        flow(state("open", note, step("close", to="closed")), CLOSED, facts=FACTS)
    )

    assert (problem.code, problem.mend) == ("value_outside_code_set", mend)


def test_a_fact_is_set_to_a_value_of_its_own_type() -> None:
    sets = {"decision": "'plan'", "unborn": "decision == 'plan'", "planned_for": "occurred_on"}
    note = step("note", sets=sets)

    assert told(flow(state("open", note, step("close", to="closed")), CLOSED, facts=FACTS)) == []
