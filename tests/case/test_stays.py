"""Facts that belong to one stay in a state, and what a state is entered by."""

from __future__ import annotations

import pytest

from cases import Office
from days import day

# -- one stay --------------------------------------------------------------------------------------

STAYS = """
    facts:
      started_on: {type: date}
      asked_on: {type: date, since: [enquiry]}
      first_on: {type: date, from: asked_on, keep: earliest, since: [enquiry]}
      carried: {type: date}
    states:
      open:
        title: Open
        steps:
          enquire: {by: [worker], may_ask: [asked_on], sets: {carried: asked_on}, to: talking}
      enquiry:
        title: Enquiry
        steps: {ask: {by: [worker], asks: [asked_on], stay: yes}, end: {by: [worker], to: open}}
        states:
          talking: {title: Talking, initial: yes, steps: {write: {by: [worker], to: writing}}}
          writing: {title: Writing, steps: {talk: {by: [worker], to: talking}}}
    """


def enquiring() -> Office:
    office = Office(STAYS)
    office.opened("Mon 2 Mar 2026")
    office.happened("enquire", "Tue 3 Mar 2026")
    office.happened("ask", "Wed 4 Mar 2026", asked_on=day("Wed 4 Mar 2026"))
    return office


def test_a_fact_of_one_stay_is_kept_when_that_state_is_left() -> None:
    office = enquiring()
    office.happened("end", "Thu 5 Mar 2026")

    assert office.fact("asked_on") == day("Wed 4 Mar 2026")


def test_it_is_forgotten_when_the_state_is_entered_again_from_outside() -> None:
    office = enquiring()
    office.happened("end", "Thu 5 Mar 2026")
    office.happened("enquire", "Fri 6 Mar 2026")

    assert office.fact("asked_on") is None
    assert "asked_on" not in office.case().told


def test_moving_inside_the_state_forgets_nothing() -> None:
    office = enquiring()
    office.happened("write", "Thu 5 Mar 2026")
    office.happened("talk", "Fri 6 Mar 2026")

    assert office.fact("asked_on") == day("Wed 4 Mar 2026")


def test_the_entering_event_tells_after_the_forgetting() -> None:
    office = enquiring()
    office.happened("end", "Thu 5 Mar 2026")
    office.happened("enquire", "Fri 6 Mar 2026", asked_on=day("Mon 2 Mar 2026"))

    assert office.fact("asked_on") == day("Mon 2 Mar 2026")
    assert office.fact("first_on") == day("Mon 2 Mar 2026")


def test_the_earliest_counts_anew_in_a_new_stay() -> None:
    office = enquiring()
    office.happened("end", "Thu 5 Mar 2026")
    office.happened("enquire", "Fri 6 Mar 2026", asked_on=day("Fri 6 Mar 2026"))

    assert office.fact("first_on") == day("Fri 6 Mar 2026")


# -- where a stay begins ---------------------------------------------------------------------------

STARTS = """
    facts:
      route: {type: choice, codes: [move, referral]}
      way_in: {type: choice, codes: [move, referral], from: route}
      unborn: {type: yes_no}
      frozen: {type: yes_no}
    open_case: {by: [worker], may_ask: [route, unborn], sets: {frozen: unborn}, to: plan}
    states:
      plan:
        title: Plan
        regions:
          birth:
            starts: [{when: "GUARD", to: before}, {otherwise: after}]
            before: {title: Before}
            after: {title: After}
    """


@pytest.mark.parametrize(
    "guard", ["unborn", "frozen", "route == 'move'", "way_in == 'move'", "way_in != None"]
)
def test_starts_read_what_the_entering_event_tells_freezes_and_copies(guard: str) -> None:
    text = STARTS.replace("GUARD", guard)

    with_facts, without = Office(text), Office(text)
    with_facts.opened("Mon 2 Mar 2026", unborn=True, route="move")
    without.opened("Mon 2 Mar 2026")

    assert with_facts.state() == ("before",)
    assert without.state() == ("after",)


def test_starts_read_a_fact_of_the_last_stay_as_forgotten() -> None:
    office = Office("""
        facts: {agreed: {type: yes_no, since: [plan]}}
        states:
          open: {title: Open, steps: {begin: {by: [worker], to: plan}}}
          plan:
            title: Plan
            starts: [{when: "agreed", to: old}, {otherwise: new}]
            steps: {end: {by: [worker], may_ask: [agreed], to: open}}
            states: {new: {title: New}, old: {title: Old}}
        """)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Tue 3 Mar 2026")
    office.happened("end", "Wed 4 Mar 2026", agreed=True)
    office.happened("begin", "Thu 5 Mar 2026")

    assert office.state() == ("new",)
