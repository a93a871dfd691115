"""A worked example may say whom a step told: kinds of participants, and roles."""

from __future__ import annotations

import pytest

from cases import a_release, england
from workflow.case.scenario import run_scenario
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import read_scenario
from workflow.definition.scenario import Defaults

PLAN = """
facts:
  people: {type: rows, columns: [kind, name]}
  hidden: {type: text, many: yes}
participants: {in: people, kinds: {parent: {family: yes}, school: {agency: Education}}}
left_out: hidden
notices:
  invitation: {title: Invitation, to: [{participants: everybody}, {roles: manager}]}
states:
  open:
    title: Open
    steps:
      invite: {by: [worker], asks: [people], may_ask: [hidden], stay: yes, notify: [invitation]}
"""


def passes(then: str, hidden: str = "") -> bool:
    text = f"""
scenario: Somebody is told
workflow: plan
opened: Mon 2 Mar 2026
cases: {{PLAN-1: {{}}}}
given:
  - on: Tue 3 Mar 2026
    event: invite
    facts: {{people: [{{kind: parent, name: Robin}}, {{kind: school}}], hidden: [{hidden}]}}
then: [{then}]
"""
    problems: list[Problem] = []
    scenario = read_scenario("test.yaml", text, Defaults(), [""], problems)
    assert scenario is not None, problems
    return run_scenario(scenario, Defaults(), lambda policy: a_release(PLAN), england()).passed


@pytest.mark.parametrize("to", ["parent", "school", "manager"])
def test_an_example_may_say_whom_a_step_told(to: str) -> None:
    assert passes(f"{{sent: invitation, to: {to}}}")
    assert not passes(f"{{not sent: invitation, to: {to}}}")


def test_who_is_left_out_was_not_told() -> None:
    assert passes("{not sent: invitation, to: parent}", hidden="robin")
    assert passes("{sent: invitation, to: school}", hidden="robin")


def test_nor_was_a_role_that_the_notice_does_not_name() -> None:
    assert passes("{not sent: invitation, to: worker}")
