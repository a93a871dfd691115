"""What a form asks, by what the case knows and by what else the form asks."""

from __future__ import annotations

import pytest

from cases import Office
from workflow.engine.form import Field, StepForm, Test
from workflow.engine.step_form import late_form, step_form

VISITS = """
    facts:
      unborn: {type: yes_no, is: "born_on == None", label: Not born yet}
      born_on: {type: date}
      age: {type: number, years_since: [born_on]}
      hard: {type: yes_no, label: Hard to reach}
      seen: {type: yes_no, label: Seen}
      agencies: {type: choice, many: yes, label: Agencies, codes: {school: School, police: Police}}
      complete: {type: yes_no, is: "'school' in agencies and 'police' in agencies"}
      names: {type: text, many: yes}
      alone: {type: yes_no, asked_when: "seen", required_when: "seen"}
      mother: {type: yes_no, asked_when: "unborn"}
      why: {type: text, asked_when: "hard and seen == False"}
      missing: {type: text, asked_when: "not complete"}
      twin: {type: text, asked_when: "'Ann' in names"}
      old: {type: text, asked_when: "age >= 12"}
      seldom: {type: text, asked_when: "hard or seen"}
      rows: {type: rows, columns: [seen, alone, mother]}
    states:
      open:
        title: Open
        steps:
          tell: {by: [worker], may_ask: [born_on, hard], stay: yes}
          visit:
            by: [worker]
            asks: [seen]
            may_ask: [agencies, names, alone, mother, why, missing, twin, old, seldom, rows]
            stay: yes
          look: {by: [worker], asks: [alone], stay: yes}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true, steps: {}}
    """
SEEN: Test = ["of", "seen", "yes_no"]


@pytest.fixture
def office() -> Office:
    office = Office(VISITS)
    office.opened("Mon 2 Mar 2026")
    return office


def asked(office: Office, event: str = "visit") -> dict[str, Field]:
    return by_name(step_form(office.release, office.case(), event))


def by_name(form: StepForm) -> dict[str, Field]:
    return {field.name: field for field in form.fields}


def test_what_another_answer_decides_is_told_in_words_and_as_a_test(office: Office) -> None:
    alone = asked(office)["alone"]

    assert (alone.put_if, alone.only_if, alone.needed) == ("“Seen”", "“Seen”", False)
    assert alone.tests == {"": SEEN}


def test_what_the_case_rules_out_is_not_asked(office: Office) -> None:
    assert "mother" in asked(office)
    assert asked(office)["mother"].tests == {}
    assert "why" not in asked(office), "nobody is hard to reach"

    office.happened("tell", "Mon 2 Mar 2026", born_on="2026-03-01", hard=True)

    assert "mother" not in asked(office)
    why = asked(office)["why"]
    assert (why.put_if, why.tests) == ("“Seen” is no", {"": ["==", SEEN, ["is", False]]})
    assert (asked(office)["seldom"].put_if, asked(office)["seldom"].tests) == ("", {})


def test_a_fact_that_is_worked_out_of_the_answers_is_tested_by_them(office: Office) -> None:
    agencies: Test = ["of", "agencies", "many"]
    each = [["in", ["is", code], agencies] for code in ("school", "police")]

    assert asked(office)["missing"].tests == {"": ["not", ["and", *each]]}


@pytest.mark.parametrize("name", ["twin", "old"])
def test_what_a_script_cannot_judge_is_always_shown_with_its_words(
    office: Office, name: str
) -> None:
    found = asked(office)[name]

    assert found.tests == {}
    assert found.put_if


def test_a_step_that_needs_the_fact_puts_no_condition(office: Office) -> None:
    alone = asked(office, "look")["alone"]

    assert (alone.needed, alone.put_if, alone.tests) == (True, "", {})


def test_a_column_depends_on_its_row(office: Office) -> None:
    office.happened("tell", "Mon 2 Mar 2026", born_on="2026-03-01")

    columns = {column.name: column.tests for column in asked(office)["rows"].columns}

    assert columns == {"seen": {}, "alone": {"": SEEN}}


def test_what_is_recorded_late_is_asked_whatever_the_case_knows_now(office: Office) -> None:
    office.happened("tell", "Mon 2 Mar 2026", born_on="2026-03-01")
    office.happened("close", "Tue 3 Mar 2026")

    late = by_name(late_form(office.release, office.case(), "visit"))

    assert (late["mother"].put_if, late["mother"].tests) == ("“Not born yet”", {})
    assert late["alone"].tests == {"": SEEN}
