"""The chart: which steps are open, and which configuration follows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from statemachine.exceptions import TransitionNotAllowed

from cases import a_workflow
from definition.charting import following
from workflow.definition.chart import Chart, NoWay
from workflow.definition.guard import Guard
from workflow.definition.model import OPEN_CASE, UNOPENED, State

PLAN = """
    open_case: {by: [worker], starts: [{when: "urgent", to: plan}, {otherwise: open}]}
    anywhere:
      die: {by: [worker], to: closed, except: [closing]}
      note: {by: [worker], stay: true}
    states:
      open:
        title: Open
        steps:
          plan: {by: [worker], to: plan}
          die: {by: [worker], to: open_grieving}
      open_grieving: {title: Grieving}
      plan:
        title: Plan
        steps:
          end: {by: [worker], ways: [{when: "over", to: closed}, {otherwise: stay}]}
          review: {by: [worker], ways: [{when: "ended", to: closed}, {otherwise: stay}]}
        regions:
          birth:
            starts: [{when: "unborn", to: unborn}, {otherwise: born}]
            unborn: {title: Unborn, steps: {deliver: {by: [worker], to: born}}}
            born: {title: Born}
          reviewing:
            first: {title: First, initial: yes, steps: {review: {by: [worker], to: later}}}
            later: {title: Later, steps: {review: {by: [worker], stay: true}}}
          planning:
            outline:
              title: Outline
              initial: yes
              steps: {review: {by: [worker], ways: [{when: "agreed", to: agreed}, {otherwise: stay}]}}
            agreed:
              title: Agreed
              states:
                fresh: {title: Fresh, initial: yes, steps: {age: {by: [worker], to: stale}}}
                stale: {title: Stale}
              steps: {reopen: {by: [worker], to: outline}}
      closing: {title: Closing, steps: {close: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """  # noqa: E501  one step a line

STARTED = ("born", "first", "outline")


@pytest.fixture
def plan() -> Chart:
    return Chart(a_workflow(PLAN))


# -- opening and starting --------------------------------------------------------------------------


def test_a_case_opens_where_its_starts_say(plan: Chart) -> None:
    assert following(plan, (UNOPENED,), OPEN_CASE) == ("open",)
    assert following(plan, (UNOPENED,), OPEN_CASE, "urgent") == STARTED


def test_entering_a_parallel_state_starts_every_region(plan: Chart) -> None:
    assert following(plan, ("open",), "plan") == STARTED
    assert following(plan, ("open",), "plan", "unborn") == ("first", "outline", "unborn")


def test_a_compound_state_is_entered_at_its_initial_state(plan: Chart) -> None:
    assert following(plan, STARTED, "review", "agreed") == ("born", "fresh", "later")


def test_the_state_whose_starts_are_asked_is_named() -> None:
    asked: list[tuple[str, str]] = []

    def starts(guard: Guard, state: State) -> bool:
        asked.append((str(guard), state.id))
        return False

    chart = Chart(a_workflow(PLAN))
    chart.next(("open",), "plan", chart.open_steps(("open",), "plan"), lambda _: False, starts)

    assert ("unborn", "birth") in asked


# -- regions ---------------------------------------------------------------------------------------


def test_a_region_moves_alone(plan: Chart) -> None:
    assert following(plan, ("first", "outline", "unborn"), "deliver") == STARTED


def test_one_event_moves_several_regions(plan: Chart) -> None:
    assert following(plan, STARTED, "review") == ("born", "later", "outline")
    assert following(plan, STARTED, "review", "agreed") == ("born", "fresh", "later")


def test_a_step_of_the_parallel_state_leaves_all_regions(plan: Chart) -> None:
    assert following(plan, STARTED, "end", "over") == ("closed",)


def test_a_step_that_stays_moves_nothing(plan: Chart) -> None:
    assert following(plan, STARTED, "end") == STARTED
    assert following(plan, ("born", "later", "outline"), "review") == ("born", "later", "outline")


def test_a_stay_in_every_region_does_not_keep_the_parents_way_closed(plan: Chart) -> None:
    # In the library a leaf that handles the event, be it by a stay, hides the parent's transition.
    assert following(plan, ("born", "later", "outline"), "review", "ended") == ("closed",)


def test_a_step_of_a_compound_state_is_open_in_its_substates(plan: Chart) -> None:
    assert following(plan, ("born", "later", "stale"), "reopen") == ("born", "later", "outline")


def test_the_union_of_steps_of_one_name_is_open(plan: Chart) -> None:
    steps = plan.open_steps(STARTED, "review")

    assert [step.state for step in steps] == ["plan", "first", "outline"]  # as in the file


def test_the_way_that_each_step_takes_is_told(plan: Chart) -> None:
    steps = plan.open_steps(STARTED, "review")
    taken = plan.next(STARTED, "review", steps, lambda _: False, lambda *_: False).ways

    assert {(step.state, way.to) for step, way in taken} == {
        ("plan", None), ("first", "later"), ("outline", None),
    }  # fmt: skip


# -- anywhere --------------------------------------------------------------------------------------


def test_a_step_of_anywhere_leaves_every_state(plan: Chart) -> None:
    assert following(plan, STARTED, "die") == ("closed",)
    assert following(plan, ("open_grieving",), "die") == ("closed",)


def test_a_states_own_step_wins_over_that_of_anywhere(plan: Chart) -> None:
    assert following(plan, ("open",), "die") == ("open_grieving",)


def test_a_step_of_anywhere_is_closed_where_it_is_excepted(plan: Chart) -> None:
    assert plan.open_steps(("closing",), "die") == ()
    assert plan.open_events(("closing",)) == {"close", "note"}


def test_nothing_is_open_in_a_final_state(plan: Chart) -> None:
    assert plan.open_events(("closed",)) == frozenset()


def test_open_events_are_those_of_every_active_state(plan: Chart) -> None:
    assert plan.open_events(("fresh", "later", "unborn")) == {
        "age", "deliver", "die", "end", "note", "reopen", "review",
    }  # fmt: skip


# -- refusing, and going on after it ---------------------------------------------------------------

BARRED = """
    states:
      open: {title: Open, steps: {go: {by: [worker], ways: [{when: "free", to: closed}]}}}
      closed: {title: Closed, final: true}
    """


def test_where_no_guard_holds_there_is_no_way() -> None:
    chart = Chart(a_workflow(BARRED))

    with pytest.raises(NoWay):
        following(chart, ("open",), "go")
    assert following(chart, ("open",), "go", "free") == ("closed",)


def test_an_event_that_is_not_open_has_no_step_and_no_way() -> None:
    chart = Chart(a_workflow(BARRED))

    assert chart.open_steps(("open",), "come") == ()
    with pytest.raises(NoWay):
        following(chart, ("open",), "come", "free")


def test_a_chart_goes_on_after_a_case_that_has_ended(plan: Chart) -> None:
    assert following(plan, STARTED, "end", "over") == ("closed",)
    assert following(plan, ("open",), "plan") == STARTED
    assert following(plan, STARTED, "end", "over") == ("closed",)


def test_a_chart_goes_on_after_a_guard_that_raised(plan: Chart) -> None:
    def raising(guard: Guard, state: State) -> bool:
        raise ZeroDivisionError

    steps = plan.open_steps(("open",), "plan")
    with pytest.raises(ZeroDivisionError):
        plan.next(("open",), "plan", steps, lambda _: True, raising)

    assert following(plan, ("open",), "plan") == STARTED
    assert following(plan, STARTED, "end", "over") == ("closed",)


def test_a_chart_goes_on_after_a_state_that_does_not_exist(plan: Chart) -> None:
    steps = plan.open_steps(("open",), "plan")
    with pytest.raises(TransitionNotAllowed):
        plan.next(("nowhere",), "plan", steps, lambda _: True, lambda *_: False)

    assert following(plan, ("open",), "plan") == STARTED


def test_nothing_of_one_case_is_left_for_the_next(plan: Chart) -> None:
    following(plan, ("open",), "plan", "unborn")

    assert following(plan, ("open",), "plan") == STARTED


def test_two_threads_may_ask_one_chart_at_once(plan: Chart) -> None:
    together = threading.Barrier(2)

    def many(ask: Callable[[], tuple[str, ...]]) -> set[tuple[str, ...]]:
        together.wait()
        return {ask() for _ in range(200)}

    with ThreadPoolExecutor(2) as pool:
        ending = pool.submit(many, lambda: following(plan, STARTED, "end", "over"))
        planning = pool.submit(many, lambda: following(plan, ("open",), "plan", "unborn"))

    assert ending.result() == {("closed",)}
    assert planning.result() == {("first", "outline", "unborn")}
