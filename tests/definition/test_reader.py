"""From the files of a process to its model: strict, and every problem told at once, in order."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cases import a_workflow, whole
from definition.reading import HARMLESS, only, problems_of, told
from workflow.definition.reader import (
    DefinitionWrong,
    read_process_texts,
)

# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong", "near"),
    [
        ("states: {open: {titel: Open}}", "titel", "title"),
        ("state: {open: {title: Open}}", "state", "states"),
        ("states: {open: {title: O, steps: {go: {bye: [worker], stay: true}}}}", "bye", "by"),
        ("facts: {day: {typ: date}}\nstates: {open: {title: O}}", "typ", "type"),
        ("tasks: {t: {role: worker, done: go, done_by: go}}\nstates: {}", "done", "done_by"),
        ("links: {child: {to: plan, inverse: child, manny: yes}}\nstates: {}", "manny", "many"),
        ("participants: {in: people, kind: {}}\nstates: {}", "kind", "kinds"),
        ("quorum: {off: attended}\nstates: {}", "off", "of"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_one(text: str, wrong: str, near: str) -> None:
    unknown = [each for each in problems_of(whole(text)) if each.code == "unknown_key"]

    assert [each.what for each in unknown] == [f"the key `{wrong}` is not known here"]
    assert unknown[0].mend == f"did you mean `{near}`?"


def test_where_no_key_is_near_the_known_ones_are_listed() -> None:
    problem = only("states: {open: {title: Open, zzz: 1}}")

    assert problem.mend.startswith("known here: final, initial, regions, starts, states, steps")


def test_a_problem_says_file_line_place_fault_and_mending() -> None:
    problem = only("""\
        states:
          open:
            title: Open
            steps:
              go:
                by: [worker]
                stays: true
                to: open
        """)

    # four headings stand in front of the text
    assert str(problem.position) == "0.yaml:11"
    assert problem.where == "states.open.steps.go"
    assert problem.what == "the key `stays` is not known here"
    assert problem.mend == "did you mean `stay`?"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("many", "maybe", "wrong_type"),
        ("personal", "1", "wrong_type"),
        ("type", "dates", "wrong_value"),
        ("keep", "first", "wrong_value"),
        ("label", "[a, b]", "wrong_type"),
        ("since", "{a: b}", "wrong_type"),
        ("is", '"a = b"', "guard_wrong"),
        ("where", '""', "guard_wrong"),
        ("labell", "x", "unknown_key"),
    ],
)
def test_a_wrong_value_is_told_in_its_own_line(key: str, value: str, code: str) -> None:
    text = f"""\
        workflow: plan
        title: Plan
        open_case: {{by: [], to: open}}
        facts:
          visited_on:
            hint: first line of the fact

            {key}: {value}
        states: {{}}
        """

    assert told(text) == [("0.yaml:8", code)]


def test_a_wrong_day_or_time_or_number_is_told_in_its_own_line() -> None:
    texts = {
        "0.yaml": HARMLESS,
        "policies/local.yaml": dedent("""\
            policy: local
            of: test
            title: Local
            closure_days:
              - 2026-12-29
              - 2026-02-30
            rungs_at: "25:00"
            quiet_hours: "08:00-20:00"
            """),
    }

    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts, "local")

    lines = [each.position.line for each in wrong.value.problems]
    assert lines == [4, 7, 8]


def test_words_such_as_on_and_no_are_not_taken_for_yes_or_no() -> None:
    flow = a_workflow("""
        facts: {no: {type: date, label: on}}
        states:
          open:
            title: yes
            steps:
              off: {by: [worker], asks: [no], on: no, stay: yes}
        """)

    (step,) = flow.states["open"].steps
    assert (step.event, step.on, flow.facts["no"].label) == ("off", "no", "on")
    assert flow.states["open"].title == "yes"


def test_a_title_of_digits_stays_text() -> None:
    assert a_workflow("states: {open: {title: 0123}}").states["open"].title == "0123"


def test_a_name_may_stand_for_a_list_of_one() -> None:
    flow = a_workflow("states: {open: {title: O, steps: {go: {by: worker, stay: true}}}}")

    assert flow.states["open"].steps[0].by == ("worker",)


# -- several problems ------------------------------------------------------------------------------


def test_several_problems_of_two_files_are_told_at_once_in_file_order() -> None:
    a = whole("states: {open: {title: O, steps: {go: {by: [worker]}}}}\ntasks: {t: {rolle: w}}")
    b = "workflow: other\ntitel: Other\nstates: {}\n"

    assert told(a, b) == [
        ("0.yaml:5", "ways_unclear"),
        ("0.yaml:6", "missing_key"),
        ("0.yaml:6", "missing_key"),
        ("0.yaml:6", "unknown_key"),
        ("1.yaml:1", "missing_key"),
        ("1.yaml:1", "missing_key"),
        ("1.yaml:2", "unknown_key"),
    ]


def test_one_file_that_is_not_yaml_does_not_hide_the_faults_of_another() -> None:
    assert told("a: b: c", whole("staets: {}")) == [
        ("0.yaml:1", "not_yaml"),
        ("1.yaml:5", "unknown_key"),
    ]


def test_the_message_names_the_first_problem_and_counts_the_rest() -> None:
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", {"a.yaml": "workflow: plan\ntitel: x\nstatse: {}\n"})

    assert str(wrong.value).startswith("a.yaml:1: `open_case` is missing; say who opens a case")
    assert str(wrong.value).endswith("(3 more problems)")
