"""An answer to a question that is not put is refused, and what was recorded once stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases import CASE, Office
from days import day
from workflow.case.decide import decide
from workflow.case.redo import command_of

VISITS = """
    roles: {worker: Lead social worker}
    facts:
      visited_on: {type: date, label: Day of the visit}
      unborn: {type: yes_no, label: Not born yet}
      seen: {type: yes_no, label: Child seen}
      alone: {type: yes_no, label: Seen alone, asked_when: "seen", required_when: "seen"}
      mother_seen: {type: yes_no, label: Mother seen, asked_when: "unborn"}
    states:
      open:
        title: Open
        steps:
          expect: {by: [worker], asks: [unborn], stay: yes}
          record_visit:
            by: [worker]
            asks: [visited_on, seen]
            may_ask: [alone, mother_seen]
            on: visited_on
            stay: yes
          record_alone: {by: [worker], asks: [alone], stay: yes}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
ON = "Tue 3 Mar 2026"


@pytest.fixture
def office() -> Office:
    office = Office(VISITS)
    office.opened("Mon 2 Mar 2026")
    return office


def visit(**facts: Any) -> dict[str, Any]:
    return {"visited_on": day(ON), **facts}


@pytest.mark.parametrize("alone", [True, False])
def test_an_answer_that_another_answer_rules_out_is_refused_with_the_condition(
    office: Office, alone: bool
) -> None:
    refused = office.refused("record_visit", ON, **visit(seen=False, alone=alone))

    assert refused.code == "wrong_fact"
    assert str(refused) == (
        "`alone` (Seen alone) is asked only if “Child seen”: leave it empty, or put right what"
        " this depends on"
    )


def test_an_answer_left_empty_is_none(office: Office) -> None:
    event = office.happened("record_visit", ON, **visit(seen=False, alone=None))

    assert event.facts["alone"] is None


def test_a_condition_reads_what_the_case_knows(office: Office) -> None:
    assert office.refused("record_visit", ON, **visit(seen=False, mother_seen=True)).code == (
        "wrong_fact"
    )

    office.happened("expect", "Mon 2 Mar 2026", unborn=True)

    office.happened("record_visit", ON, **visit(seen=False, mother_seen=True))


def test_what_is_put_and_must_be_given_is_missed(office: Office) -> None:
    refused = office.refused("record_visit", ON, **visit(seen=True))

    assert (refused.code, "`alone`" in str(refused)) == ("missing_fact", True)


def test_a_step_that_needs_the_fact_asks_for_it_always(office: Office) -> None:
    event = office.happened("record_alone", ON, alone=False)

    assert event.facts["alone"] is False


def test_a_row_that_is_decided_again_as_it_stands_is_not_asked_anew(office: Office) -> None:
    before = office.case()
    row = office.happened("record_visit", ON, **visit(seen=False))
    as_once_allowed = replace(row, facts={**row.facts, "alone": False})

    again = decide(
        office.release, office.calendar, before, command_of(CASE, as_once_allowed), row.seq
    )

    assert again == as_once_allowed
