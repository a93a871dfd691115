"""Which rows count and in which order, and what a history comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases import CASE, Office, noon
from days import day
from workflow.case.history import (
    CORRECT,
    PLACE,
    RETRACT,
    Correction,
    correction_of,
    effective,
    known_on,
    replay,
    revision_of,
)
from workflow.case.model import Case, Event, Kind, Move

# -- which rows count ------------------------------------------------------------------------------


def row(seq: int, *, after: int | None = None, **facts: Any) -> Event:
    """An event recorded as that row of the history."""
    at = noon("Mon 2 Mar 2026")
    return Event(
        seq=seq, name="note", occurred_on=day("Mon 2 Mar 2026"), recorded_at=at,
        actor="somebody", placed_after=after, facts=facts,
    )  # fmt: skip


def correction(seq: int, **what: Any) -> Event:
    facts = Correction(**what).as_facts()
    return replace(row(seq), kind=Kind.CORRECTION, name=CORRECT, facts=facts)


def deed(seq: int) -> Event:
    return replace(row(seq), kind=Kind.DEED, name="rung_passed")


def order(*rows: Event) -> list[int]:
    return [each.seq for each in effective(rows)]


def test_events_count_in_the_order_of_recording() -> None:
    assert order(row(1), row(2), row(3)) == [1, 2, 3]


def test_deeds_and_corrections_are_not_folded_themselves() -> None:
    assert order(row(1), deed(2), row(3), correction(4, row=3, facts={})) == [1, 3]


def test_a_late_event_stands_after_the_row_that_it_was_placed_after() -> None:
    assert order(row(1), row(2), row(3), row(4, after=1)) == [1, 4, 2, 3]


def test_a_late_event_may_be_placed_after_another_late_one_or_before_it() -> None:
    assert order(row(1), row(2), row(3, after=1), row(4, after=3)) == [1, 3, 4, 2]
    assert order(row(1), row(2), row(3, after=1), row(4, after=1)) == [1, 4, 3, 2]


def test_a_retracted_row_does_not_count() -> None:
    assert order(row(1), row(2), row(3), correction(4, row=2, retracts=(2,))) == [1, 3]


def test_a_correction_replaces_facts_and_day_of_its_row_alone() -> None:
    (first, second) = effective(
        [row(1, a=1), row(2, a=1), correction(3, row=2, facts={"a": 2},
         occurred_on=day("Sun 1 Mar 2026"))]
    )  # fmt: skip

    assert (first.facts, first.occurred_on) == ({"a": 1}, day("Mon 2 Mar 2026"))
    assert (second.facts, second.occurred_on) == ({"a": 2}, day("Sun 1 Mar 2026"))


def test_of_two_corrections_of_one_row_the_later_counts() -> None:
    rows = [row(1, a=1), correction(2, row=1, facts={"a": 2}), correction(3, row=1, facts={"a": 3})]

    assert effective(rows)[0].facts == {"a": 3}


def test_a_correction_without_facts_leaves_them() -> None:
    rows = [row(1, a=1), correction(2, row=1, occurred_on=day("Sun 1 Mar 2026"))]

    assert effective(rows)[0].facts == {"a": 1}


def test_rows_decided_otherwise_have_other_moves() -> None:
    moves = {2: (Move("open", "closed"),)}

    assert effective([row(1), row(2), correction(3, row=1, moves=moves)])[1].moves == moves[2]


def test_a_correction_counts_only_for_rows_of_before_it() -> None:
    assert order(row(1), correction(2, row=1, retracts=(1, 3)), row(3)) == [3]


def test_a_correction_is_read_back_as_it_was_written() -> None:
    said = Correction(
        row=2, facts={"held_on": day("Tue 3 Mar 2026")}, occurred_on=noon("Tue 3 Mar 2026"),
        retracts=(3, 4), moves={5: (Move("a", "b"), Move("c", "d"))}, reason="typed wrongly",
    )  # fmt: skip

    assert correction_of(replace(row(6), facts=said.as_facts())) == said


@pytest.mark.parametrize("name", [CORRECT, RETRACT, PLACE])
def test_the_three_corrections_have_names_of_their_own(name: str) -> None:
    assert name in {"correct", "retract", "place"}


def test_the_revision_counts_events_and_corrections_and_no_deeds() -> None:
    assert revision_of([row(1), deed(2), row(3), correction(4, row=3)]) == 3


def test_what_was_known_on_a_day_is_what_was_recorded_by_its_end_in_london() -> None:
    summer = [replace(row(n), recorded_at=noon(at)) for n, at in enumerate(
        ["Mon 1 Jun 2026 23:59", "Tue 2 Jun 2026 00:00"], 1)]  # fmt: skip

    assert [each.seq for each in known_on(summer, day("Mon 1 Jun 2026"))] == [1]


# -- replay ----------------------------------------------------------------------------------------

PLAN = """
    facts: {visited_on: {type: date}, seen: {type: yes_no}}
    states:
      open:
        title: Open
        tasks:
          visit:
            role: worker
            done_by: visit
            due: {first: {within: 5 days, of: entered}, then: {within: 2 weeks, of: last(visit)}}
            escalate: [{at: 1 day before, to: manager, notice: soon}]
        timers: [{due: {within: 1 month, of: entered}, fire: run_out}]
        steps:
          visit:
            by: [worker]
            asks: [visited_on]
            may_ask: [seen]
            on: visited_on
            ways: [{when: "seen", to: plan}, {otherwise: stay}]
          run_out: {to: plan}
      plan: {title: Plan, steps: {end: {by: [worker], to: open}}}
    """


@pytest.fixture
def office() -> Office:
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    for on in ("Wed 4 Mar 2026", "Tue 17 Mar 2026"):
        office.happened("visit", on, visited_on=day(on))
    office.time_passes("Fri 3 Apr 2026")  # a rung and the timed event have fired
    office.happened("end", "Fri 3 Apr 2026")
    return office


def replayed(office: Office, history: list[Event]) -> Case:
    return replay(office.release, office.calendar, CASE, "plan", history)


def test_a_replay_gives_the_case_that_was_kept(office: Office) -> None:
    assert replayed(office, office.history()) == office.case()


def test_every_prefix_of_a_history_gives_the_case_as_it_was_then(office: Office) -> None:
    history = office.history()
    kept = [step.case for step in office.cases.steps[CASE]]
    events = [row.seq for row in history if row.kind is Kind.EVENT]

    assert [replayed(office, history[:seq]) for seq in events] == kept


def test_deeds_make_no_difference(office: Office) -> None:
    events = [row for row in office.history() if row.kind is Kind.EVENT]

    assert replayed(office, events) == office.case()
    assert len(events) < len(office.history())


def test_a_replay_follows_the_ways_that_were_taken_and_asks_no_guard(office: Office) -> None:
    tightened = PLAN.replace('ways: [{when: "seen", to: plan}, {otherwise: stay}]', "to: plan")
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("visit", "Wed 4 Mar 2026", visited_on=day("Wed 4 Mar 2026"), seen=False)

    again = replayed(Office(tightened), office.history())

    assert again.state == ("open",)


def test_a_replay_takes_due_dates_from_the_original_days_under_a_new_rule(office: Office) -> None:
    longer = Office(PLAN.replace("2 weeks", "3 weeks"))
    until_visit = office.history()[:3]

    (task,) = replayed(longer, until_visit).tasks
    assert task.due.at == date(2026, 4, 7)
    (task,) = replayed(office, until_visit).tasks
    assert task.due.at == date(2026, 3, 31)
