"""Cases and rows as JSON, and back: nothing is lost on the way."""

from __future__ import annotations

import json

import pytest

from cases import Office, noon
from days import at, day
from workflow.case.history import CORRECT, Correction
from workflow.case.model import Event, Kind, Move
from workflow.case.record import case_from, case_record, event_from, event_record

PLAN = """
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts:
      held_on: {type: date}
      held_at: {type: datetime}
      days: {type: date, many: yes}
      seen: {type: yes_no}
      count: {type: number}
      people: {type: rows, columns: [kind]}
      words: {type: text}
    participants: {in: people, kinds: {school: {report: yes}}}
    tasks:
      report: {role: worker, for_each: {participants: report, which: words}, done_by: write}
      hold: {role: worker, done_by: meet, due: {first: {within: 2 days, of: entered}, then: {within: 3 hours, of: last(meet)}}}
      leave: {role: worker, done_by: go, due: {within: 1 working day, before: {within: 18 years, of: held_on}}}
    states:
      open:
        title: Open
        timers: [{due: {within: 3 months, of: entered}, fire: run_out}]
        steps:
          meet:
            by: [worker]
            asks: [held_at]
            may_ask: [held_on, days, seen, count, people, words]
            on: held_at
            stay: yes
          write: {by: [worker], asks: [words], stay: yes}
          run_out: {stay: yes}
          go: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """  # noqa: E501  one task a line
MEETING = """
    workflow: meeting
    links: {considers: {to: plan, inverse: meetings, many: yes}}
    open_case: {by: [worker], asks: [considers], to: open}
    states: {open: {title: Open}}
    """


@pytest.fixture
def office() -> Office:
    """A case with something of everything: links, people, rungs, instants, lists, a timed event."""
    office = Office(PLAN, MEETING)
    office.opened("Mon 2 Mar 2026", workflow="plan")
    office.happened(
        "meet",
        "Tue 3 Mar 2026 14:05",
        held_at=at("Tue 3 Mar 2026 14:05"),
        held_on=day("Tue 3 Mar 2026"),
        days=[day("Tue 3 Mar 2026"), day("Wed 4 Mar 2026")],
        seen=False,
        count=1.5,
        people=[{"kind": "school"}],
        words="ünïcode ✓",
    )
    office.opened("Wed 4 Mar 2026", "M-1", workflow="meeting", considers=["A-1"])
    office.happened("assign", "Wed 4 Mar 2026", role="worker", person="p1")
    office.time_passes("Mon 1 Jun 2026")
    office.time_passes("Wed 3 Jun 2026")
    office.happened("go", "Thu 4 Jun 2026")
    return office


def test_a_row_comes_back_from_json_as_it_was(office: Office) -> None:
    for ref in office.cases.cases:
        workflow = office.release.workflow(office.case(ref).workflow)
        for row in office.history(ref):
            record = json.loads(json.dumps(event_record(row)))
            assert event_from(record, workflow) == row


def test_a_case_comes_back_from_json_as_it_was(office: Office) -> None:
    for ref, steps in office.cases.steps.items():
        workflow = office.release.workflow(office.case(ref).workflow)
        for step in steps:
            record = json.loads(json.dumps(case_record(step.case)))
            assert case_from(record, workflow) == step.case


def test_the_case_of_this_test_has_something_of_everything(office: Office) -> None:
    case = office.case()

    assert case.links
    assert case.people == {"worker": "p1"}
    assert case.fired
    assert case.last
    assert case.closed_on == day("Thu 4 Jun 2026")
    assert {row.name for row in office.history()} >= {"link", "assign", "run_out"}
    waiting = [task for step in office.cases.steps["A-1"] for task in step.case.tasks]
    assert any(task.due.waiting for task in waiting)


def test_a_correction_comes_back_from_json_as_it_was() -> None:
    correction = Correction(
        row=2,
        facts={"held_on": day("Tue 3 Mar 2026"), "held_at": at("Tue 3 Mar 2026 14:05")},
        occurred_on=at("Tue 3 Mar 2026 14:05"),
        retracts=(3,),
        moves={4: (Move("open", "closed"),)},
        reason="typed wrongly",
    )
    row = Event(
        seq=5, kind=Kind.CORRECTION, name=CORRECT, occurred_on=noon("Wed 4 Mar 2026"),
        recorded_at=noon("Wed 4 Mar 2026"), actor="somebody", facts=correction.as_facts(),
    )  # fmt: skip
    workflow = Office(PLAN, MEETING).release.workflow("plan")

    assert event_from(json.loads(json.dumps(event_record(row))), workflow) == row


def test_facts_stand_in_a_record_as_people_write_them(office: Office) -> None:
    record = event_record(office.history()[1])

    assert record["facts"]["held_at"] == "2026-03-03T14:05:00+00:00"
    assert record["facts"]["days"] == ["2026-03-03", "2026-03-04"]
    assert record["occurred_on"] == "2026-03-03T14:05:00+00:00"
    assert record["schema"] == 1
