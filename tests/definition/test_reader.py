"""From the files of a process to its model: strict, and every problem told at once, in order."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from cases import a_workflow, whole
from workflow.definition.model import FactKind, Keep, Problem
from workflow.definition.reader import (
    DefinitionWrong,
    read_calendar,
    read_process,
    read_process_texts,
)
from workflow.errors import WrongUse

HARMLESS = whole("states: {open: {title: Open}}")


def problems_of(*workflows: str, **files: str) -> tuple[Problem, ...]:
    """What is wrong with 0.yaml, 1.yaml ... and with further files by name."""
    texts = {f"{number}.yaml": dedent(text) for number, text in enumerate(workflows)}
    texts |= {f"{name}.yaml": dedent(text) for name, text in files.items()}
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts)
    found = wrong.value.problems
    assert all(each.what and each.mend and each.position.file in texts for each in found)
    return found


def told(*workflows: str, **files: str) -> list[tuple[str, str]]:
    """Place and code of every problem."""
    return [(str(each.position), each.code) for each in problems_of(*workflows, **files)]


def only(text: str) -> Problem:
    (problem,) = problems_of(whole(text))
    return problem


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
            """),
    }

    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts, "local")

    lines = [each.position.line for each in wrong.value.problems]
    assert lines == [4, 7]


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


# -- files of a process ----------------------------------------------------------------------------


def test_an_included_file_gives_its_facts_and_roles() -> None:
    flow = whole("include: [facts.yaml]\nfacts: {own: {}}\nstates: {open: {title: Open}}")
    shared = "facts: {shared: {type: date}}\nroles: {chair: Chair}\n"

    process = read_process_texts("test", {"plan.yaml": flow, "facts.yaml": shared})

    plan = process.workflows["plan"]
    assert list(plan.facts) == ["shared", "own"]
    assert plan.facts["shared"].kind is FactKind.DATE
    assert set(plan.roles) == {"chair", "worker", "manager"}


def test_an_included_file_holds_facts_and_roles_only() -> None:
    flow = whole("include: [facts.yaml]\nstates: {open: {title: Open}}")

    assert told(flow, facts="facts: {}\nstates: {}\n") == [("facts.yaml:2", "unknown_key")]


def test_a_fault_in_a_file_that_two_workflows_include_is_told_once() -> None:
    one = whole("workflow: one\ninclude: [facts.yaml]\nstates: {open: {title: Open}}")
    two = whole("workflow: two\ninclude: [facts.yaml]\nstates: {open: {title: Open}}")

    assert told(one, two, facts="facts: {day: {type: dat}}") == [("facts.yaml:1", "wrong_value")]


def test_a_file_to_include_that_is_not_there_is_told_with_the_nearest() -> None:
    (problem,) = problems_of(
        whole("include: [fact.yaml]\nstates: {open: {title: Open}}"),
        facts="facts: {}",
    )[:1]

    assert problem.code == "unknown_file"
    assert problem.mend == "did you mean `facts.yaml`?"


def test_a_fact_is_declared_in_one_place() -> None:
    flow = whole("include: [facts.yaml]\nfacts:\n  day: {type: text}\nstates: {}")

    assert told(flow, facts="facts: {day: {type: date}}") == [("0.yaml:7", "duplicate_fact")]


def test_a_file_that_is_neither_workflow_nor_included_is_not_passed_over_in_silence() -> None:
    # Otherwise `workflw: plan` would take a whole workflow away without a word.
    assert told(HARMLESS, stray="workflw: other\ntitle: Other\n") == [
        ("stray.yaml:1", "file_not_used")
    ]


def test_a_folder_without_any_workflow_is_refused() -> None:
    assert told("facts: {}") == [("0.yaml:1", "file_not_used")]


def test_two_files_cannot_be_the_same_workflow() -> None:
    assert told(HARMLESS, HARMLESS) == [("1.yaml:1", "duplicate_workflow")]


def test_a_folder_is_read_with_its_policies(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HARMLESS)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "north.yaml").write_text(
        f"policy: north\nof: {tmp_path.name}\ntitle: North\n"
    )

    assert read_process(tmp_path).policy.name == ""
    assert read_process(tmp_path, "north").policy.title == "North"


def test_a_policy_that_is_not_there_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HARMLESS)

    with pytest.raises(WrongUse, match="no policy 'north'.* known: none"):
        read_process(tmp_path, "north")


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="there is no folder"):
        read_process(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match=r"holds no \.yaml files"):
        read_process(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(HARMLESS.encode() + b"# caf\xe9\n")

    with pytest.raises(WrongUse, match="save it as UTF-8"):
        read_process(tmp_path)


# -- states ----------------------------------------------------------------------------------------


def test_a_region_is_a_mapping_of_its_states() -> None:
    flow = a_workflow("""
        states:
          open:
            title: Open
            regions:
              birth:
                title: The birth
                starts: [{when: "True", to: unborn}, {otherwise: born}]
                unborn: {title: Unborn}
                born: {title: Born}
              visits:
                visiting: {title: Visiting}
        """)

    birth, visits = flow.states["birth"], flow.states["visits"]
    assert flow.states["open"].parallel
    assert (birth.title, birth.substates, birth.is_region) == (
        "The birth", ("unborn", "born"), True,
    )  # fmt: skip
    assert (visits.title, visits.initial) == ("Visits", "visiting")
    assert flow.path("born") == "open.birth.born"


@pytest.mark.parametrize(
    "second",
    [
        "states: {a: {title: A}, open2: {title: X, states: {a: {title: A}}}}",
        "states: {a: {title: A}, p: {title: P, regions: {r: {a: {title: A}}}}}",
        "states: {a: {title: A}, p: {title: P, regions: {a: {b: {title: B}}}}}",
        "states: {p: {title: P, regions: {a: {b: {title: B}}, q: {a: {title: A}}}}}",
        "states: {p: {title: P, regions: {a: {a: {title: A}}}}}",
    ],
)
def test_ids_of_states_and_regions_are_one_namespace(second: str) -> None:
    assert [each.code for each in problems_of(whole(second))] == ["duplicate_state"]


def test_two_initial_states_are_refused() -> None:
    text = "states: {p: {title: P, states: {a: {title: A, initial: yes}, b: {title: B, initial: yes}}}}"

    assert only(text).code == "two_initial"


def test_a_task_name_is_unique_in_a_workflow() -> None:
    problem = only("""
        states:
          a: {title: A, tasks: {visit: {role: worker, done_by: go}}}
          b: {title: B, tasks: {visit: {role: worker, done_by: go}}}
        """)

    assert problem.code == "duplicate_task"
    assert "while" in problem.mend


# -- steps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("{by: [worker]}", "ways_unclear"),
        ("{by: [worker], to: open, stay: true}", "ways_unclear"),
        ("{by: [worker], ways: [{otherwise: a}, {when: 'x', to: b}]}", "otherwise_not_last"),
        ("{by: [worker], ways: [{to: a}]}", "missing_key"),
        ("{by: [worker], ways: [{when: 'x', stay: true, to: a}]}", "unknown_key"),
        ("{by: [worker], stay: true, blocked_while: [{when: 'x'}]}", "missing_key"),
        ("{by: [worker], stay: true, tell: [{event: x}]}", "missing_key"),
        ("{by: [worker], stay: true, sets: {x: 'a = b'}}", "guard_wrong"),
        ("[go]", "wrong_type"),
    ],
)
def test_a_step_that_cannot_be_read_is_told(step: str, code: str) -> None:
    assert only(f"states: {{open: {{title: O, steps: {{go: {step}}}}}}}").code == code


def test_a_fact_is_read_with_all_that_it_says() -> None:
    fact = a_workflow("""
        facts:
          route: {type: choice, codes: [transfer_in, referral], keep: earliest, personal: yes}
          opened: {type: date, from: held_on, where: "route == 'referral'", since: [open]}
        states: {open: {title: Open}}
        """).facts

    assert fact["route"].codes == {"transfer_in": "Transfer in", "referral": "Referral"}
    assert (fact["route"].keep, fact["route"].personal) == (Keep.EARLIEST, True)
    assert (fact["opened"].from_fact, fact["opened"].since) == ("held_on", ("open",))
    assert str(fact["opened"].where) == "route == 'referral'"
    assert fact["opened"].label == "Opened"


def test_a_choice_needs_codes() -> None:
    assert only("facts: {route: {type: choice}}\nstates: {}").code == "choice_without_codes"


def test_a_key_without_a_value_below_it_is_told() -> None:
    assert only("states:\n  open:\n  closed: {title: Closed}").what == "`open` must hold keys"


# -- the calendar ----------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["edition: x", "from: 2018-13-01", "sauce: x", "from: [1]"])
def test_a_calendar_that_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    key = wrong.partition(":")[0]
    lines = ["calendar: test", "edition: 1", "from: 2018-01-01", "to: 2018-12-31", "holidays: {}"]
    kept = [line for line in lines if not line.startswith(f"{key}:")]
    (tmp_path / "test.yaml").write_text("\n".join([*kept, wrong]))

    with pytest.raises(DefinitionWrong):
        read_calendar(tmp_path / "test.yaml")
