"""The worked examples that the product ships, and the one that its README shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from definitions import FOLDER
from real_process import calendar, release
from workflow.case.scenario import Outcome, run_scenario
from workflow.definition.problem import Problem
from workflow.definition.read_scenario import DEFAULTS, read_defaults, read_scenario
from workflow.definition.reader import policies_of, texts_of

PROCESS = FOLDER / "child_protection"
EXAMPLES = PROCESS / "scenarios"
FILES = sorted(file for file in EXAMPLES.rglob("*.yaml") if file.name != DEFAULTS)


def tried(name: str, text: str) -> Outcome:
    """What an example over the packaged process comes to."""
    problems: list[Problem] = []
    defaults = read_defaults(DEFAULTS, (EXAMPLES / DEFAULTS).read_text("utf-8"), problems)
    policies = policies_of(texts_of(PROCESS))
    example = read_scenario(name, text, defaults, policies, problems)
    assert problems == []
    assert example is not None
    return run_scenario(example, defaults, release, calendar())


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_example_comes_true(file: Path) -> None:
    outcome = tried(file.name, file.read_text("utf-8"))

    assert outcome.failures == (), "\n".join(outcome.story)


def test_no_two_examples_have_the_same_title() -> None:
    titles = [file.read_text("utf-8").splitlines()[0] for file in FILES]

    assert sorted(set(titles)) == sorted(titles)


def test_examples_are_no_part_of_a_release() -> None:
    assert not [file for file in texts_of(PROCESS) if file.startswith("scenarios")]


def test_the_example_in_the_readme_comes_true() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    (text,) = re.findall(r"```yaml\n(scenario: .*?)```", readme, re.DOTALL)

    outcome = tried("README.md", text)

    assert outcome.failures == ()
    assert outcome.scenario.until == date(2026, 3, 31)
