"""Worked examples from YAML: strict, with lines, every problem of a file told at once.

What an example names (states, tasks, facts) is judged when it runs, by the release that it runs
under; here stands only what can be said of the file alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow.clock import london_day
from workflow.definition.form import Form, suggest
from workflow.definition.model import OPEN_CASE
from workflow.definition.problem import Problem
from workflow.definition.read_then import read_then
from workflow.definition.read_written import read_day, read_written
from workflow.definition.scenario import Background, Defaults, Given, Scenario, Written
from workflow.definition.source_text import Keys, TextRefused, read_text

DEFAULTS = "defaults.yaml"
"""The file beside the examples that holds what none of them needs to say."""

MOST_EVENTS = 12
"""Events of one example: with more, nobody sees what it is about."""


def read_defaults(file: str, text: str, problems: list[Problem]) -> Defaults:
    """The defaults of a process; problems are added to the list."""
    form = _form(file, text, problems)
    if form is None:
        return Defaults()
    phrases = {name: read_written(row, {}) for name, row in form.forms("phrases")}
    words = _Words(phrases)
    facts = {
        (workflow, event): read_written(given, phrases)
        for workflow, events in form.forms("facts")
        for event, given in events.forms_here()
    }
    defaults = Defaults(
        cases=form.pairs("cases"),
        facts=facts,
        phrases=phrases,
        backgrounds={n: words.background(row) for n, row in form.forms("backgrounds")},
        cover={row: tuple(names) for row, names in _lists(form, "cover")},
    )
    form.finish()
    return defaults
