"""Deciding again: what follows when a row counts otherwise, or is placed among earlier ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases import CASE, Office, noon
from days import day
from workflow.case.evolve import unopened
from workflow.case.history import effective, fold, replay
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.redo import Redone, command_of, moves_changed, place_for, redo

PLAN = """
    facts:
      held_on: {type: date}
      visited_on: {type: date}
      outcome: {type: choice, codes: [plan, none]}
      weeks: {type: number}
    tasks:
      review: {role: worker, done_by: never, while: [plan], due: {within: 3 months, of: held_on}}
    states:
      open:
        title: Open
        steps:
          hold:
            by: [worker]
            asks: [held_on, outcome]
            on: held_on
            ways: [{when: "outcome == 'plan'", to: plan}, {otherwise: closed}]
      plan:
        title: Plan
        timers: [{due: {within: 2 weeks, of: held_on}, fire: remind}]
        steps:
          visit: {by: [worker], asks: [visited_on], on: visited_on, stay: yes}
          remind: {stay: yes}
          never: {by: [worker], stay: yes}
          step_down: {by: [worker], to: need}
      need: {title: Need, steps: {back: {by: [worker], to: plan}}}
      closed: {title: Closed, final: true}
    """


@pytest.fixture
def office() -> Office:
    """Row 2: conference with a plan, 3: a visit, 4: the timed event, 5: a visit."""
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("hold", "Tue 3 Mar 2026", held_on=day("Tue 3 Mar 2026"), outcome="plan")
    office.happened("visit", "Tue 10 Mar 2026", visited_on=day("Tue 10 Mar 2026"))
    office.time_passes("Fri 20 Mar 2026")
    office.happened("visit", "Mon 23 Mar 2026", visited_on=day("Mon 23 Mar 2026"))
    return office


def start(office: Office) -> Case:
    opened_at = office.history()[0].recorded_at
    return unopened(CASE, "plan", office.release, office.calendar, opened_at)


def again(office: Office, seq: int, command: Command | None) -> Redone:
    """The history decided again with another command in place of that row, or none."""
    rows = effective(office.history())
    first = [row.seq for row in rows].index(seq)
    return redo(office.release, office.calendar, start(office), rows, first, {seq: command})


def asked(office: Office, seq: int, **facts: Any) -> Command:
    """What was asked in that row, with other facts."""
    command = command_of(CASE, office.history()[seq - 1])
    return replace(command, facts={**command.facts, **facts}, occurred_on=None)


def seqs(redone: Redone) -> list[int]:
    return [row.seq for row in redone.rows]


def test_what_is_asked_again_unchanged_comes_to_the_same(office: Office) -> None:
    redone = again(office, 2, command_of(CASE, office.history()[1]))

    assert redone.rows == office.history()
    assert (redone.case, redone.dropped) == (office.case(), [])


def test_a_corrected_day_moves_what_counts_from_it(office: Office) -> None:
    assert office.due("review") == day("Wed 3 Jun 2026")

    redone = again(office, 3, asked(office, 3, visited_on="2026-03-09"))
    assert redone.case.tasks == office.case().tasks

    redone = again(office, 2, asked(office, 2, held_on="2026-03-02"))
    assert [task.due.at for task in redone.case.tasks] == [day("Tue 2 Jun 2026")]


def test_a_timed_event_that_would_not_have_been_due_then_is_dropped(office: Office) -> None:
    redone = again(office, 2, asked(office, 2, held_on="2026-03-02"))

    assert redone.dropped == [4]
    assert seqs(redone) == [1, 2, 3, 5]
    assert not redone.case.fired


def test_a_row_that_would_no_longer_be_possible_refuses_the_whole_and_is_named(
    office: Office,
) -> None:
    with pytest.raises(Refused) as refused:
        again(office, 2, asked(office, 2, outcome="none"))

    assert (refused.value.code, refused.value.case, refused.value.row) == (
        "event_not_open", CASE, 3,
    )  # fmt: skip
    assert "row 3 (`visit`) of A-1 would no longer be possible: " in str(refused.value)


def test_a_retracted_row_is_left_out(office: Office) -> None:
    redone = again(office, 3, None)

    assert seqs(redone) == [1, 2, 4, 5]
    assert redone.case.facts["visited_on"] == day("Mon 23 Mar 2026")


def test_retracting_what_later_rows_stand_on_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        again(office, 2, None)

    assert refused.value.row == 3


def test_another_outcome_changes_the_moves_of_its_row() -> None:
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("hold", "Tue 3 Mar 2026", held_on=day("Tue 3 Mar 2026"), outcome="plan")

    redone = again(office, 2, asked(office, 2, outcome="none"))

    assert redone.case.closed
    (moves,) = moves_changed(office.history(), redone.rows).values()
    assert [(move.left, move.entered) for move in moves] == [("open", "closed")]


def test_what_was_recorded_by_whom_and_when_stays_as_it_was(office: Office) -> None:
    redone = again(office, 2, asked(office, 2, held_on="2026-03-02"))

    for was, now in zip(office.history()[:3], redone.rows, strict=False):
        assert (was.seq, was.actor, was.recorded_at) == (now.seq, now.actor, now.recorded_at)


# -- late events -----------------------------------------------------------------------------------


def late(event: str, on: str, **facts: Any) -> Command:
    return Command(
        case=CASE, event=event, occurred_on=day(on), recorded_at=noon("Mon 1 Jun 2026"),
        actor="somebody", role="worker", facts=facts, late=True,
    )  # fmt: skip


def place(office: Office, command: Command) -> int | None:
    rows = effective(office.history())
    return place_for(office.release, office.calendar, start(office), rows, command)


@pytest.fixture
def ended(office: Office) -> Office:
    """The plan ended on Wed 25 Mar 2026 and began again on Wed 1 Apr 2026."""
    office.happened("step_down", "Wed 25 Mar 2026")
    office.happened("back", "Wed 1 Apr 2026")
    office.happened("step_down", "Wed 1 Apr 2026")
    return office


@pytest.mark.parametrize(
    ("on", "index"),
    [
        ("Thu 5 Mar 2026", 2),  # between the conference and the first visit
        ("Tue 10 Mar 2026", 3),  # after what was recorded of that day
        ("Tue 24 Mar 2026", 5),
        ("Wed 25 Mar 2026", 5),  # of that day, but before the plan ended
        ("Thu 26 Mar 2026", None),  # the plan had ended
        ("Wed 1 Apr 2026", 7),  # while it lasted again, within the day
        ("Mon 2 Mar 2026", None),  # there was no plan yet
    ],
)
def test_a_late_event_is_placed_where_it_was_open_on_its_day(
    ended: Office, on: str, index: int | None
) -> None:
    assert place(ended, late("visit", on)) == index


def test_the_day_of_a_late_event_may_stand_in_its_fact(ended: Office) -> None:
    command = replace(late("visit", "Thu 5 Mar 2026", visited_on="2026-03-05"), occurred_on=None)

    assert place(ended, command) == 2


def test_late_events_typed_in_any_order_are_folded_as_they_were_decided(ended: Office) -> None:
    for seq, on in [(9, "Mon 16 Mar 2026"), (10, "Fri 6 Mar 2026"), (11, "Thu 12 Mar 2026")]:
        rows = effective(ended.history())
        command = late("visit", on, visited_on=day(on).isoformat())
        index = place(ended, command)
        assert index is not None

        placed = decided(ended, rows, index, seq, command)
        ended.history().append(replace(placed, placed_after=rows[index - 1].seq))

    now = effective(ended.history())
    visits = [row.occurred_on for row in now if row.name == "visit"]
    assert visits == sorted(visits, key=str)
    folded = fold(ended.release, ended.calendar, start(ended), now)
    assert folded == replace(
        replay(ended.release, ended.calendar, CASE, "plan", ended.history()),
        revision=folded.revision,
    )


def decided(office: Office, rows: list[Event], index: int, seq: int, command: Command) -> Event:
    """The row of a late event, once everything after its place has been decided again."""
    stand_in = replace(rows[0], seq=seq)
    rows = [*rows[:index], stand_in, *rows[index:]]
    redone = redo(office.release, office.calendar, start(office), rows, index, {seq: command})
    assert [row.seq for row in redone.rows] == [row.seq for row in rows]
    return next(row for row in redone.rows if row.seq == seq)
