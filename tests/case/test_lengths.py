"""An answer has a limit: what is longer is refused with its length, and never repeated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases import CASE, Office, a_workflow
from days import day
from workflow.case.edge import read_facts
from workflow.case.evolve import unopened
from workflow.case.lengths import LONGEST_CELL, LONGEST_TABLE, LONGEST_TEXT, MOST_ROWS
from workflow.case.model import Refused
from workflow.case.redo import redo

FLOW = a_workflow("""
    links: {considers: {to: plan, inverse: considered, many: yes}}
    facts:
      reason: {type: text, label: Why}
      tasks_of_plan: {type: text, many: true}
      chair: {type: person}
      home: {type: address}
      people: {type: rows, columns: [kind, notes]}
      outcomes: {type: rows, by: considers, columns: [outline]}
    states: {open: {title: Open}}
    """)


def refused(name: str, value: Any) -> tuple[Refused, ...]:
    with pytest.raises(Refused) as found:
        read_facts(FLOW, {name: value}, FLOW.facts)
    assert found.value.code == "wrong_fact"
    assert "xxx" not in str(found.value)
    return found.value.all()


@pytest.mark.parametrize(
    ("name", "most"),
    [("reason", LONGEST_TEXT), ("chair", LONGEST_CELL), ("home", LONGEST_CELL)],
)
def test_a_text_is_taken_up_to_its_limit(name: str, most: int) -> None:
    assert read_facts(FLOW, {name: "x" * most}, FLOW.facts) == {name: "x" * most}

    (told,) = refused(name, "x" * (most + 1))

    assert f"{most + 1:,} characters, and at most {most:,} are taken" in str(told)
    assert f"`{name}`" in str(told)


def test_all_texts_of_one_answer_count_together() -> None:
    half = "x" * (LONGEST_TEXT // 2)
    assert read_facts(FLOW, {"tasks_of_plan": [half, half]}, FLOW.facts)

    refused("tasks_of_plan", [half, half, "x"])
    refused("tasks_of_plan", ",".join("x" * LONGEST_TEXT))


def test_a_cell_that_is_too_long_is_told_by_its_row_and_column() -> None:
    rows = [{"kind": "school"}, {"kind": "gp", "notes": "x" * (LONGEST_CELL + 1)}]

    (told,) = refused("people", rows)

    assert told.cell == (2, "notes")
    assert str(told).startswith("row 2 of `people`: `notes` is too long: 2,001 characters")


def test_a_row_of_a_linked_case_takes_long_plans_and_is_told_by_its_case() -> None:
    longest = {"outline": "x" * LONGEST_TEXT}
    assert read_facts(FLOW, {"outcomes": {"A-1": longest, "A-2": longest}}, FLOW.facts)

    (told,) = refused("outcomes", {"A-1": longest, "A-2": {"outline": "x" * (LONGEST_TEXT + 1)}})

    assert (told.case, str(told)[:20]) == ("A-2", "`outline` is too lon")


def test_a_table_has_so_many_rows_and_characters_at_most() -> None:
    enough = MOST_ROWS * [{"kind": "gp"}]
    assert read_facts(FLOW, {"people": enough}, FLOW.facts) == {"people": enough}

    (told,) = refused("people", [*enough, {}])
    assert "has 501 rows; at most 500 are taken" in str(told)
    full = [{"notes": "x" * LONGEST_CELL}] * (LONGEST_TABLE // LONGEST_CELL)
    assert len(refused("people", full)) == 1


def test_what_was_recorded_before_there_was_a_limit_is_decided_again_as_it_is() -> None:
    office = Office("""
        facts: {visited_on: {type: date}, said: {type: text}}
        states:
          open:
            title: Open
            steps: {visit: {by: [worker], asks: [visited_on, said], on: visited_on, stay: yes}}
        """)
    office.opened("Mon 2 Mar 2026")
    seen: dict[str, Any] = {"visited_on": day("Tue 3 Mar 2026"), "said": "Well"}
    office.happened("visit", "Tue 3 Mar 2026", **seen)
    opened, visit = office.history()
    long = replace(visit, facts={**seen, "said": "x" * 450_000})
    start = unopened(CASE, "plan", office.release, office.calendar, opened.recorded_at)

    redone = redo(office.release, office.calendar, start, [opened, long], 0, {})

    assert redone.case.facts["said"] == long.facts["said"]
