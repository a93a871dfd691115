"""Rows that are recorded in one step and told to the linked cases in a later one."""

from __future__ import annotations

import pytest

from cases import Office

CHILD_TOLD = """
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts: {decision: {type: text}}
    states:
      open:
        title: Open
        steps:
          hear: {from_link: meetings, asks: [decision], stay: yes}
          end: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
TYPED = """
    workflow: meeting
    links: {considers: {to: plan, inverse: meetings, many: yes}}
    facts: {outcomes: {type: rows, by: considers, columns: [decision]}}
    open_case: {by: [worker], asks: [considers], to: open}
    states:
      open:
        title: Open
        steps:
          add: {by: [worker], asks: [considers], stay: yes}
          type: {by: [worker], asks: [outcomes], stay: yes}
          confirm:
            by: [manager]
            stay: yes
            blocked_while: [{when: "not outcomes", say: "Nothing is typed."}]
            tell: {link: considers, event: hear, each: outcomes}
    """


@pytest.fixture
def typed() -> Office:
    office = Office(CHILD_TOLD, TYPED)
    for ref in ("A-1", "A-2", "A-3"):
        office.opened("Mon 2 Mar 2026", ref)
    office.opened("Mon 2 Mar 2026", "M-1", workflow="meeting", considers=["A-1", "A-2"])
    rows = {"A-1": {"decision": "yes"}, "A-2": {"decision": "no"}}
    office.happened("type", "Tue 3 Mar 2026", to="M-1", outcomes=rows)
    return office


def test_rows_that_were_kept_are_told_to_each_case(typed: Office) -> None:
    typed.happened("confirm", "Wed 4 Mar 2026", to="M-1", by="manager")

    assert [typed.fact("decision", ref) for ref in ("A-1", "A-2")] == ["yes", "no"]


def test_kept_rows_are_not_told_once_a_case_has_joined(typed: Office) -> None:
    typed.happened("add", "Wed 4 Mar 2026", to="M-1", considers=["A-3"])

    refused = typed.refused("confirm", "Wed 4 Mar 2026", to="M-1", by="manager")

    assert (refused.code, str(refused)) == (
        "wrong_rows",
        "`outcomes` has no row for A-3; it was recorded before: record it afresh",
    )


def test_kept_rows_are_not_told_once_a_case_has_left(typed: Office) -> None:
    typed.happened("end", "Wed 4 Mar 2026", to="A-2")

    refused = typed.refused("confirm", "Wed 4 Mar 2026", to="M-1", by="manager")

    assert (refused.code, str(refused)) == (
        "wrong_rows",
        "`outcomes` names A-2, which M-1 is not tied to; it was recorded before: record it afresh",
    )
