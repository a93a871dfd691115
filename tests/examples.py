"""Worked examples over a small workflow, told as their authors write them.

    outcome = tried(VISITS, '''
        given: [{on: Tue 3 Mar 2026, event: record_visit}]
        then: [{state: open}]
    ''')
    assert outcome.passed

A title, the workflow and the day on which the case begins (Mon 2 Mar 2026) are added where the
text does not say otherwise.
"""

from __future__ import annotations

import re
from textwrap import dedent

from cases import a_release, england
from workflow.case.scenario import Outcome, run_scenario
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import read_defaults, read_scenario
from workflow.definition.scenario import Defaults, Scenario

FILE, DEFAULTS = "example.yaml", "defaults.yaml"
HEADINGS = {"scenario": "An example", "workflow": "plan", "opened": "Mon 2 Mar 2026"}


def read(text: str, defaults: str = "") -> tuple[Scenario | None, Defaults, list[Problem]]:
    """An example and the defaults beside it, and what is wrong with them."""
    problems: list[Problem] = []
    usual = read_defaults(DEFAULTS, dedent(defaults), problems) if defaults else Defaults()
    return read_scenario(FILE, whole(text), usual, ["", "local"], problems), usual, problems


def an_example(text: str, defaults: str = "") -> Scenario:
    """An example with which nothing is wrong."""
    example, _, problems = read(text, defaults)
    assert problems == []
    assert example is not None
    return example


def problem_of(text: str, defaults: str = "") -> Problem:
    """The one thing that is wrong with an example."""
    example, _, (problem,) = read(text, defaults)
    assert example is None
    return problem


def tried(workflow: str, text: str, *others: str, defaults: str = "", policy: str = "") -> Outcome:
    """What an example comes to."""
    example, usual, problems = read(text, defaults)
    assert problems == []
    assert example is not None
    return run_scenario(
        example, usual, lambda name: a_release(workflow, *others, policy=policy if name else ""),
        england(),
    )  # fmt: skip


def whole(text: str) -> str:
    """The text of an example, with the headings that it leaves out after it: lines stay lines."""
    text = dedent(text).lstrip("\n")
    left_out = (key for key in HEADINGS if not re.search(rf"^{key}:", text, re.MULTILINE))
    return "\n".join([text.rstrip(), *(f"{key}: {HEADINGS[key]}" for key in left_out), ""])
