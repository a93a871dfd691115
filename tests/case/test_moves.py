"""Which leaves an event left and entered, and the configuration that follows from a row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import Office, a_release, a_workflow, england, noon
from days import day
from workflow.case.evolve import unopened
from workflow.case.history import replay
from workflow.case.model import Move
from workflow.case.moves import Leaves, follow, moves_between
from workflow.case.reading import Reading
from workflow.definition.model import Workflow

NESTED = """
    facts: {unborn: {type: yes_no}}
    states:
      open: {title: Open}
      plan:
        title: Plan
        regions:
          birth:
            starts: [{when: "unborn", to: unborn_yet}, {otherwise: born}]
            unborn_yet: {title: Unborn}
            born: {title: Born}
          planning:
            outline: {title: Outline, initial: yes}
            agreed:
              title: Agreed
              regions:
                visiting: {seldom: {title: Seldom, initial: yes}, often: {title: Often}}
                meeting: {meet: {title: Meet, initial: yes}, rest: {title: Rest}}
            ended: {title: Ended, states: {well: {title: Well, initial: yes}, ill: {title: Ill}}}
      closed: {title: Closed, final: true}
    """


def reading(**facts: Any) -> Reading:
    """Nothing but these facts is known."""
    at = noon("Mon 2 Mar 2026")
    return Reading(FLOW, unopened("A-1", FLOW.name, a_release(NESTED), england(), at), facts)


def configurations(workflow: Workflow) -> list[Leaves]:
    """Every configuration that a case can be in."""

    def below(state: str) -> list[frozenset[str]]:
        found = workflow.states[state]
        if not found.substates:
            return [frozenset({state})]
        inner = [below(substate) for substate in found.substates]
        if not found.parallel:
            return [leaves for each in inner for leaves in each]
        joined = [frozenset[str]()]
        for each in inner:
            joined = [left | right for left in joined for right in each]
        return joined

    tops = [state.id for state in workflow.states.values() if state.parent is None]
    return [tuple(sorted(leaves)) for top in tops for leaves in below(top)]


FLOW = a_workflow(NESTED)
VALID = st.sampled_from(configurations(FLOW))


@given(VALID, VALID)
def test_the_moves_between_two_configurations_lead_from_one_to_the_other(
    before: Leaves, after: Leaves
) -> None:
    moves = moves_between(FLOW, before, after)

    assert follow(FLOW, before, moves, reading()) == after


@given(VALID, VALID)
def test_every_leaf_that_is_left_or_entered_is_named_and_no_other(
    before: Leaves, after: Leaves
) -> None:
    moves = moves_between(FLOW, before, after)

    assert {move.left for move in moves} == set(before) - set(after)
    assert {move.entered for move in moves} == set(after) - set(before)


def test_each_move_stays_in_its_region() -> None:
    before, after = ("born", "meet", "seldom"), ("born", "often", "rest")

    assert moves_between(FLOW, before, after) == (Move("meet", "rest"), Move("seldom", "often"))


def test_a_region_that_the_definition_has_only_since_starts_by_its_starts() -> None:
    moves = (Move("open", "outline"),)  # a row of before there was a region `birth`

    assert follow(FLOW, ("open",), moves, reading()) == ("born", "outline")
    assert follow(FLOW, ("open",), moves, reading(unborn=True)) == ("outline", "unborn_yet")


def test_a_region_that_the_row_does_not_know_keeps_its_leaf() -> None:
    moves = (Move("outline", "well"),)

    assert follow(FLOW, ("outline", "unborn_yet"), moves, reading()) == ("unborn_yet", "well")


@pytest.mark.parametrize(("unborn", "leaf"), [(True, "unborn_yet"), (False, "born")])
def test_a_history_of_before_there_was_a_region_replays_into_its_start(
    unborn: bool, leaf: str
) -> None:
    before = """
        facts: {unborn: {type: yes_no}}
        open_case: {by: [worker], may_ask: [unborn], to: open}
        states:
          open: {title: Open, steps: {plan: {by: [worker], to: plan}}}
          plan:
            title: Plan
            regions:
              planning: {outline: {title: Outline}}
        """
    since = """
              birth:
                starts: [{when: "unborn", to: unborn_yet}, {otherwise: born}]
                unborn_yet: {title: Unborn}
                born: {title: Born}
        """
    office = Office(before)
    office.opened("Mon 2 Mar 2026", unborn=unborn)
    office.happened("plan", "Tue 3 Mar 2026")

    again = replay(a_release(before + since), england(), "A-1", "plan", office.history())

    assert set(again.state) == {"outline", leaf}


def test_entering_and_leaving_a_parallel_state_names_every_leaf() -> None:
    office = Office("""
        states:
          open: {title: Open, steps: {plan: {by: [worker], to: plan}}}
          plan:
            title: Plan
            steps: {end: {by: [worker], to: closed}}
            regions: {one: {a: {title: A}}, two: {b: {title: B}}}
          closed: {title: Closed, final: true}
        """)
    office.opened("Mon 2 Mar 2026")

    entering = office.happened("plan", "Tue 3 Mar 2026")
    leaving = office.happened("end", "Wed 4 Mar 2026")

    assert office.history()[0].moves == (Move("", "open"),)
    assert entering.moves == (Move("open", "a"), Move("open", "b"))
    assert leaving.moves == (Move("a", "closed"), Move("b", "closed"))
    assert office.case().closed_on == day("Wed 4 Mar 2026")
