"""All checks together: everything at once, in order, fair to shared files, and always an end."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from definition.building import CLOSED, HERE, at_line, fact, flow, process, state, step, told
from workflow.definition.checks import problems
from workflow.definition.model import Fact, Workflow
from workflow.definition.problem import Position, Severity
from workflow.definition.step import Step

OPEN = state("open", step("close", to="closed"))


def test_everything_is_told_at_once_in_the_order_of_the_file() -> None:
    late = state("late", step("row", to="nowhere", position=at_line(21)), position=at_line(20))
    early = state("early", step("close", to="closed"), title="", position=at_line(5))
    found = problems(process(flow(early, late, CLOSED)))

    lines = [problem.position.line for problem in found]
    assert lines == sorted(lines)
    assert {problem.code for problem in found} >= {
        "state_without_title",
        "unreachable_state",
        "dead_end",
    }


def test_every_problem_is_an_error_unless_the_definition_can_run_with_it() -> None:
    found = problems(process(flow(OPEN, state("island"), CLOSED)))

    assert {problem.severity for problem in found} == {Severity.ERROR}


SHARED = Position("facts.yaml", 3)


def shared(**more: object) -> Fact:
    return fact("seen_on", "date", position=SHARED, **more)


def named(name: str, *nodes: object, held: Fact) -> Workflow:
    seen = state("open", step("see", asks=("seen_on",)), step("close", to="closed"))
    return flow(seen, *nodes, CLOSED, name=name, facts=[held])  # type: ignore[arg-type]  # nodes


def test_a_shared_fact_may_name_a_state_of_one_workflow_only() -> None:
    held = shared(since=("enquiry",))
    enquiry = state("enquiry", step("close", to="closed"))
    one = named("one", enquiry, held=held)
    led_to = replace(one, anywhere=(step("enquire", to="enquiry", except_=("enquiry",)),))

    assert told(led_to, named("two", held=held)) == []


def test_a_fault_of_a_shared_fact_in_every_workflow_is_told_once() -> None:
    held = shared(since=("enquiry",))

    assert told(named("one", held=held), named("two", held=held)) == [
        ("unknown_state", "facts.seen_on.since")
    ]


def test_a_shared_fact_that_one_workflow_does_not_use_is_fine() -> None:
    unused = flow(OPEN, CLOSED, name="two", facts=[shared()])

    assert told(named("one", held=shared()), unused) == []


_names = st.sampled_from(["a", "b", "c", "closed", "nowhere"])
_steps = st.builds(
    lambda event, ways, by: step(event, *ways, by=by, asks=("x",)),
    st.sampled_from(["go", "end", "note"]),
    st.lists(
        st.builds(
            "{} -> {}".format, st.sampled_from(["x", "not x", "y == 1", "otherwise"]), _names
        ),
        max_size=3,
    ),
    st.sampled_from([(), ("worker",), ("nobody",)]),
)


@given(st.lists(st.lists(_steps, max_size=3), min_size=3, max_size=3))
def test_no_definition_stops_the_checks(steps: list[list[Step]]) -> None:
    a, b, c = steps
    nodes = [state("a", *a, state("b", *b), parallel=True), state("c", *c)]
    facts = [fact("x", "yes_no"), fact("y", "number")]

    for problem in problems(process(flow(*nodes, CLOSED, facts=facts))):
        assert problem.what
        assert problem.mend
        assert problem.position == HERE
