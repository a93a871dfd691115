"""What arrives as text or JSON becomes typed facts; what cannot be read is refused in words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import a_workflow
from days import at, day
from workflow.case.edge import read_facts
from workflow.case.model import Refused
from workflow.case.record import plain

FLOW = a_workflow("""
    links: {considers: {to: plan, inverse: considered, many: yes}}
    facts:
      held_on: {type: date}
      planned_for: {type: datetime}
      title: {type: text}
      count: {type: number}
      seen: {type: yes_no}
      decision: {type: choice, codes: [plan, no_plan]}
      chair: {type: person}
      home: {type: address}
      letter: {type: file}
      people: {type: rows, columns: [kind, name]}
      notes: {type: rows}
      outcomes: {type: rows, by: considers, columns: [decision]}
      days: {type: date, many: yes}
      kinds: {type: choice, codes: [school, gp], many: yes}
    states: {open: {title: Open}}
    """)


def read(**raw: Any) -> Any:
    ((_, value),) = read_facts(FLOW, raw, [*FLOW.facts, *FLOW.links]).items()
    return value


@pytest.mark.parametrize(
    ("name", "raw", "typed"),
    [
        ("held_on", "2026-03-02", day("Mon 2 Mar 2026")),
        ("held_on", "2024-02-29", day("Thu 29 Feb 2024")),
        ("planned_for", "2026-03-02T14:00:00+00:00", at("Mon 2 Mar 2026 14:00")),
        ("planned_for", "2026-06-01T14:00:00+01:00", at("Mon 1 Jun 2026 14:00")),
        ("planned_for", "2026-03-02T14:00:00Z", at("Mon 2 Mar 2026 14:00")),
        ("title", "0123", "0123"),
        ("title", 12, "12"),
        ("title", "no", "no"),
        ("count", "3", 3),
        ("count", 3.0, 3),
        ("count", "1.5", 1.5),
        ("count", "-2", -2),
        ("seen", "yes", True),
        ("seen", "No", False),
        ("seen", "TRUE", True),
        ("seen", False, False),
        ("decision", "plan", "plan"),
        ("chair", "somebody", "somebody"),
        ("home", "1 High Street", "1 High Street"),
        ("letter", "file-1", {"id": "file-1"}),
        ("people", [{"kind": "school"}], [{"kind": "school"}]),
        ("notes", [{"anything": 1}], [{"anything": 1}]),
        ("outcomes", {"A-1": {"decision": "plan"}}, {"A-1": {"decision": "plan"}}),
        ("days", "2026-03-02, 2026-03-03", [day("Mon 2 Mar 2026"), day("Tue 3 Mar 2026")]),
        ("kinds", ["school", "gp"], ["school", "gp"]),
        ("kinds", "school", ["school"]),
        ("considers", "A-1, A-2", ["A-1", "A-2"]),
        ("considers", ["A-1"], ["A-1"]),
        ("held_on", "", None),
        ("seen", None, None),
    ],
)
def test_a_fact_is_typed_by_its_kind(name: str, raw: object, typed: object) -> None:
    value = read(**{name: raw})

    assert value == typed
    assert type(value) is type(typed)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("held_on", "2026-02-30", "must be a date that exists, such as 2026-03-02"),
        ("held_on", "0026-03-02", "must be a date that exists, such as 2026-03-02"),
        ("planned_for", "0026-03-02T14:00:00+00:00", "must be a date and time with its zone"),
        ("held_on", "2201-03-02", "must be a date that exists"),
        ("planned_for", "9999-12-31T10:00:00+00:00", "must be a date and time with its zone"),
        ("held_on", "2.3.2026", "must be a date"),
        ("held_on", "2026-03-02T10:00:00", "must be a date"),
        ("held_on", 20260302.5, "must be a date"),
        ("held_on", "20260302", "must be a date"),
        ("held_on", "2026-W10-1", "must be a date"),
        ("held_on", ["2026-03-02"], "must be a date"),
        ("planned_for", "2026-03-02T14:00:00", "with its zone"),
        ("planned_for", "2026-03-02", "with its zone"),
        ("planned_for", "soon", "with its zone"),
        ("title", {"a": 1}, "must be a single text"),
        ("title", ["a"], "must be a single text"),
        ("title", True, "must be a single text"),
        ("count", "three", "must be a number"),
        ("count", True, "must be a number"),
        ("count", "nan", "must be a number"),
        ("count", "inf", "must be a number"),
        pytest.param("count", 10**400, "must be a number", id="count-huge"),
        ("count", [1], "must be a number"),
        ("seen", "perhaps", "must be yes or no"),
        ("seen", 1, "must be yes or no"),
        ("decision", "plans", "must be one of plan, no_plan; did you mean `plan`?"),
        ("decision", ["plan"], "must be one of"),
        ("people", "school", "must be rows"),
        ("people", ["school"], "must be rows"),
        ("people", [{"kind": "school", "nam": "x"}], "has no column `nam`; did you mean `name`?"),
        ("people", [{"zzz": "x"}], "has no column `zzz`; its columns: kind, name"),
        ("people", {"1": {"kind": "school"}}, "must be rows"),
        ("outcomes", [{"decision": "plan"}], "must hold one row for each case"),
        ("outcomes", {"A-1": "plan"}, "must be rows"),
        ("days", "2026-03-02, soon", "must be a date"),
        ("kinds", ["school", "vicar"], "must be one of school, gp"),
    ],
)
def test_what_cannot_be_read_is_refused_with_how_to_write_it(
    name: str, raw: object, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(**{name: raw})

    assert refused.value.code == "wrong_fact"
    assert f"`{name}`" in str(refused.value)
    assert sentence in str(refused.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(FLOW.facts)), ANYTHING)
def test_whatever_arrives_is_typed_or_refused(name: str, raw: object) -> None:
    try:
        value = read(**{name: raw})
    except Refused:
        return  # any other exception fails the test

    assert value is None or is_of_its_kind(name, value)


def is_of_its_kind(name: str, value: Any) -> bool:
    kinds = {
        "held_on": date, "planned_for": datetime, "count": int | float, "seen": bool,
        "people": list, "notes": list, "outcomes": dict, "days": list, "kinds": list,
        "letter": dict,
    }  # fmt: skip
    return isinstance(value, kinds.get(name, str))


@given(ANYTHING)
def test_typing_again_what_was_written_as_json_gives_the_same(raw: object) -> None:
    for name in FLOW.facts:
        try:
            value = read(**{name: raw})
        except Refused:
            continue
        assert read(**{name: json.loads(json.dumps(plain(value)))}) == value
