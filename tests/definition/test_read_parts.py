"""States, steps, tasks and facts as they are read, and what is told of those that cannot be."""

from __future__ import annotations

import pytest

from cases import a_workflow, whole
from definition.reading import only, problems_of
from workflow.definition.model import FactKind, Keep

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
    inside = "{a: {title: A, initial: yes}, b: {title: B, initial: yes}}"

    assert only(f"states: {{p: {{title: P, states: {inside}}}}}").code == "two_initial"


def test_a_timer_comes_after_the_task_beside_it_whose_date_stands_once() -> None:
    flow = a_workflow("""
        states:
          open:
            title: Open
            timers: [{after: visit, fire: go}]
            tasks: {visit: {role: worker, done_by: go, due: {within: 2 days, of: entered}}}
            steps: {go: {by: [worker], to: closed}}
          closed: {title: Closed, final: true}
        """)

    (timer,) = flow.timed
    assert flow.task["visit"].rules == (timer.due,)


@pytest.mark.parametrize(
    ("due", "code", "what"),
    [
        ("", "unknown_task", "there is no task `visit` with a due rule here"),
        (
            ", due: {first: {within: 1 day, of: entered}, then: {within: 2 days, of: last(go)}}",
            "timer_after_repeated",
            "`visit` opens again each time, with a date of its own",
        ),
    ],
)
def test_a_timer_needs_one_date_of_the_task_beside_it(due: str, code: str, what: str) -> None:
    problem = only(f"""
        states:
          open:
            title: Open
            timers: [{{after: visit, fire: go}}]
            tasks: {{visit: {{role: worker, done_by: go{due}}}}}
        """)

    assert (problem.code, problem.what) == (code, what)


def test_a_timer_after_a_task_that_is_not_there_hears_of_the_nearest() -> None:
    problem = only("""
        states:
          open:
            title: Open
            timers: [{after: vist, fire: go}]
            tasks: {visit: {role: worker, done_by: go, due: {within: 1 day, of: entered}}}
        """)

    assert (problem.code, problem.mend) == ("unknown_task", "did you mean `visit`?")


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


# -- what a way sets, and days of the week ---------------------------------------------------------


def test_a_way_may_set_facts() -> None:
    flow = a_workflow("""
        facts: {reason: {}}
        states:
          open:
            title: Open
            steps:
              end: {by: [worker], ways: [{otherwise: closed, sets: {reason: "'R8'"}}]}
          closed: {title: Closed, final: yes}
        """)

    (way,) = flow.steps[0].ways
    assert {name: str(value) for name, value in way.sets.items()} == {"reason": "'R8'"}


def test_where_a_state_starts_nothing_can_be_set() -> None:
    problem = only("""
        facts: {reason: {}}
        states:
          open:
            title: Open
            starts: [{otherwise: one, sets: {reason: "'R8'"}}]
            states: {one: {title: One}}
        """)

    assert problem.code == "unknown_key"
    assert problem.what == "the key `sets` is not known here"


@pytest.mark.parametrize(("said", "guard"), [("yes", "True"), ('"kind == 1"', "kind == 1")])
def test_weekdays_only_always_or_while_a_guard_holds(said: str, guard: str) -> None:
    flow = a_workflow(f"""
        facts: {{kind: {{type: number}}, held_on: {{type: date, weekdays_only: {said}}}}}
        states: {{open: {{title: Open}}}}
        """)

    assert str(flow.facts["held_on"].weekdays_only) == guard


def test_a_document_says_who_reads_it_when_few_may() -> None:
    flow = a_workflow("""
        facts:
          report:
            type: document
            restricted_when: "sealed"
            read_by: worker
            named_in: readers
          sealed: {type: yes_no}
          readers: {type: person, many: true}
        states: {open: {title: Open}}
        """)

    report = flow.facts["report"]
    assert report.kind is FactKind.DOCUMENT
    assert (str(report.restricted_when), report.read_by, report.named_in) == (
        "sealed",
        ("worker",),
        "readers",
    )


def test_a_release_that_called_documents_files_is_read_as_it_was() -> None:
    flow = a_workflow("facts: {report: {type: file}}\nstates: {open: {title: Open}}")

    assert flow.facts["report"].kind is FactKind.DOCUMENT
