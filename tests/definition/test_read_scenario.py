"""Worked examples as they are written: what is read, and what is told of those that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from days import at, day
from examples import DEFAULTS, FILE, an_example, problem_of, read
from workflow.deadlines.rule import Span, Unit
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import read_scenario
from workflow.definition.scenario import (
    Defaults,
    FactIs,
    NotSent,
    Relative,
    Sent,
    StateIs,
    TaskGone,
    TaskOpen,
    WayTaken,
)

THEN = "then: [{state: open}]"
TWICE = """
    backgrounds:
      visited twice:
        opened: Mon 9 Feb 2026
        case: {name: Sam, age: "7"}
        given:
          - {on: Mon 9 Feb 2026, event: record_visit}
          - {on: Mon 16 Feb 2026, event: record_visit}
"""


# -- what is given ---------------------------------------------------------------------------------


def test_an_event_is_read_with_its_day_role_and_facts() -> None:
    example = an_example(f"""
        given:
          - {{on: Tue 3 Mar 2026, event: record_visit, by: worker, case: B,
             recorded: Fri 6 Mar 2026, facts: {{visited_on: 2026-03-03, seen: yes}}}}
        {THEN}
    """)

    (given,) = example.given
    assert (given.on, given.recorded) == (day("Tue 3 Mar 2026"), day("Fri 6 Mar 2026"))
    assert (given.event, given.by, given.case) == ("record_visit", "worker", "B")
    assert given.facts == {"visited_on": "2026-03-03", "seen": "yes"}
    assert str(given.position) == f"{FILE}:2"


def test_days_in_facts_may_be_written_with_their_weekday_or_counted_from_the_event() -> None:
    example = an_example(f"""
        given:
          - on: Tue 3 Mar 2026
            event: plan
            facts:
              a: Fri 6 Mar 2026
              b: Mon 30 Mar 2026 13:00
              c: on the day
              d: 10 working days after
              e: 1 month before
              f: [Fri 6 Mar 2026, x]
              g:
        {THEN}
    """)

    assert example.given[0].facts == {
        "a": "2026-03-06",
        "b": at("Mon 30 Mar 2026 13:00").isoformat(),
        "c": Relative(),
        "d": Relative(Span(10, Unit.WORKING_DAYS)),
        "e": Relative(Span(1, Unit.MONTHS), before=True),
        "f": ["2026-03-06", "x"],
        "g": None,
    }


def test_a_case_begins_with_its_first_event_unless_another_day_is_given() -> None:
    problems: list[Problem] = []
    text = f"""
scenario: An example
workflow: plan
given: [{{on: Tue 3 Mar 2026, event: visit}}]
{THEN}
"""

    example = read_scenario(FILE, text, Defaults(), [""], problems)
    assert example is not None
    assert example.opened == day("Tue 3 Mar 2026")

    example = read_scenario(FILE, text + "opened: Mon 23 Feb 2026", Defaults(), [""], problems)
    assert example is not None
    assert example.opened == day("Mon 23 Feb 2026")


def test_an_example_begins_with_its_background_and_adds_to_its_case() -> None:
    example = an_example(
        f"""
        background: visited twice
        case: {{age: "8"}}
        given: [{{on: Mon 2 Mar 2026, event: record_visit}}]
        {THEN}
        """,
        TWICE,
    )

    assert [given.on.day for given in example.given] == [9, 16, 2]
    assert example.cases == {"plan-1": {"name": "Sam", "age": "8"}}


def test_defaults_name_the_case_where_an_example_names_none() -> None:
    assert list(an_example(THEN, "cases: {plan: Sam}").cases) == ["Sam"]


def test_the_first_of_several_cases_is_the_one_that_is_meant() -> None:
    example = an_example(f"cases: {{Ann: {{}}, Ben: {{age: '3'}}}}\n{THEN}")

    assert example.cases == {"Ann": {}, "Ben": {"age": "3"}}


def test_a_phrase_stands_for_its_facts_unless_others_are_given() -> None:
    example = an_example(
        f"""
        given:
          - on: Tue 3 Mar 2026
            event: decide
            facts: {{outcomes: {{A: {{as: a plan, why: x}}}}}}
        {THEN}
        """,
        "phrases: {a plan: {decision: plan, why: y}}",
    )

    assert example.given[0].facts == {"outcomes": {"A": {"decision": "plan", "why": "x"}}}


# -- what must be so -------------------------------------------------------------------------------


def test_then_lines_are_read_by_the_word_that_they_begin_with() -> None:
    lines = an_example("""
        then:
          - {state: open, case: B}
          - {way: decide, to: stay}
          - {task: visit, due: Mon 2 Mar 2026, late: yes, role: worker, for: school}
          - {task: visit, due: not known}
          - {no task: visit}
          - {sent: overdue, to: manager, task: visit, on: Tue 3 Mar 2026}
          - {not sent: overdue}
          - {fact: seen, is: yes}
          - {fact: present, is: [police, school]}
          - {no fact: seen}
    """).then

    assert [type(line) for line in lines] == [
        StateIs, WayTaken, TaskOpen, TaskOpen, TaskGone, Sent, NotSent, FactIs, FactIs, FactIs,
    ]  # fmt: skip
    assert (lines[0].case, lines[0].words) == ("B", "state: open, case: B")
    assert isinstance(lines[2], TaskOpen)
    assert (lines[2].due, lines[2].late, lines[2].item) == (date(2026, 3, 2), True, "school")
    assert isinstance(lines[3], TaskOpen)
    assert lines[3].due is None
    assert isinstance(lines[5], Sent)
    assert (lines[5].task, lines[5].on) == ("visit", day("Tue 3 Mar 2026"))
    assert isinstance(lines[8], FactIs)
    assert lines[8].value == ["police", "school"]
    assert isinstance(lines[9], FactIs)
    assert lines[9].value is None


# -- what is refused -------------------------------------------------------------------------------


def test_a_wrong_weekday_is_told_with_its_line_and_the_right_one() -> None:
    problem = problem_of(f"given:\n  - {{on: Tue 2 Mar 2026, event: visit}}\n{THEN}")

    assert (str(problem.position), problem.code) == (f"{FILE}:2", "wrong_weekday")
    assert problem.what == "'Tue 2 Mar 2026' has the wrong weekday: that day is a Mon"
    assert problem.mend == "write `Mon 2 Mar 2026`, or look at the date"


@pytest.mark.parametrize(
    "text",
    [
        "given:\n  - {on: Mon 2 Mar 2026, event: visit, facts: {a: Tue 2 Mar 2026}}\n" + THEN,
        "until: Tue 2 Mar 2026\n" + THEN,
        "then:\n  - {task: visit, due: Tue 2 Mar 2026}",
        "then:\n  - {sent: overdue, on: Tue 2 Mar 2026}",
        "then:\n  - {fact: day, is: Tue 2 Mar 2026}",
    ],
)
def test_a_wrong_weekday_is_found_wherever_a_day_stands(text: str) -> None:
    assert problem_of(text).code == "wrong_weekday"


def test_a_day_without_its_weekday_is_refused() -> None:
    problem = problem_of(f"given: [{{on: 2026-03-02, event: visit}}]\n{THEN}")

    assert (problem.code, problem.what) == ("wrong_day", "`on` is not a day")


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("untl: x\n" + THEN, "unknown_key", "the key `untl` is not known here"),
        ("given: [{on: Mon 2 Mar 2026, evnt: visit}]\n" + THEN, "missing_key", "`event` is"),
        ("given: [{event: visit}]\n" + THEN, "missing_key", "`on` is missing"),
        ("then: [{stat: open}]", "unknown_line", "says nothing"),
        ("then: [{state: open, due: Mon 2 Mar 2026}]", "unknown_key", "`due`"),
        ("then: [{way: decide}]", "missing_key", "`to` is missing"),
        ("then: [{fact: seen}]", "missing_key", "`is` is missing"),
        ("then: [{refused: visit}]", "missing_key", "`because` is missing"),
        ("then: [{warned: visit}]", "missing_key", "`because` is missing"),
        ("until: Mon 2 Mar 2026", "missing_key", "claims nothing"),
        ("policy: nowhere\n" + THEN, "unknown_policy", "no policy 'nowhere'"),
        ("background: a plan\n" + THEN, "unknown_background", "no background 'a plan'"),
        (
            "given: [{on: Mon 2 Mar 2026, event: visit, facts: {as: a plan}}]\n" + THEN,
            "unknown_phrase",
            "no phrase 'a plan'",
        ),
        (
            "given: [{on: Mon 2 Mar 2026, event: visit, workflow: plan}]\n" + THEN,
            "unknown_key",
            "only `open_case` names a workflow",
        ),
        (
            "given: [{on: Mon 2 Mar 2026, event: visit, facts: {a: 3 fortnights after}}]\n" + THEN,
            "wrong_span",
            "'3 fortnights' is not a length of time",
        ),
        ("given: [{on: Mon 2 Mar 2026\n" + THEN, "not_yaml", "the `{` of line 1 is not closed"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, code: str, what: str) -> None:
    _, _, problems = read(text)

    assert code in [problem.code for problem in problems]
    assert any(what in problem.what for problem in problems)
    assert all(problem.mend for problem in problems)


def test_an_example_without_any_day_does_not_begin() -> None:
    problems: list[Problem] = []

    text = f"scenario: An example\nworkflow: plan\n{THEN}"
    assert read_scenario(FILE, text, Defaults(), [""], problems) is None
    assert [problem.what for problem in problems] == ["nothing says when the case begins"]


def test_events_stand_in_the_order_in_which_they_were_recorded() -> None:
    problem = problem_of(f"""
        given:
          - {{on: Mon 2 Mar 2026, event: visit, recorded: Fri 6 Mar 2026}}
          - {{on: Wed 4 Mar 2026, event: visit}}
        {THEN}
    """)

    assert (str(problem.position), problem.code) == (f"{FILE}:3", "wrong_order")


def test_events_do_not_stand_before_those_of_the_background() -> None:
    given = "given: [{on: Tue 10 Feb 2026, event: visit}]"

    assert problem_of(f"background: visited twice\n{given}\n{THEN}", TWICE).code == "wrong_order"


def test_time_does_not_end_before_the_last_event() -> None:
    given = "given: [{on: Tue 10 Mar 2026, event: visit}]"

    assert problem_of(f"{given}\nuntil: Mon 9 Mar 2026\n{THEN}").code == "wrong_order"


def test_an_example_has_at_most_a_dozen_events() -> None:
    events = "\n".join("  - {on: Mon 2 Mar 2026, event: visit}" for _ in range(13))

    problem = problem_of(f"given:\n{events}\n{THEN}")

    assert problem.code == "example_too_long"
    assert "at most 12 events, and this has 13" in problem.what


def test_what_is_wrong_with_the_defaults_is_told_with_their_file() -> None:
    _, _, problems = read(THEN, "phrase: {a plan: {}}")

    assert [(str(problem.position), problem.code) for problem in problems] == [
        (f"{DEFAULTS}:1", "unknown_key")
    ]
