"""Values of facts as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from workflow.case.record import moment, typed_facts
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import OCCURRED_ON, TOLD_FROM
from workflow.definition.read_facts import in_words
from workflow.engine.document_kinds import document_name
from workflow.engine.participant_names import kind_name, naming_others

NOBODY: Mapping[str, str] = {}

Workflows = Callable[[str], Workflow]
"""The workflow of that name, of the release by which a case runs."""


def value_name(
    workflow: Workflow,
    fact: Fact,
    value: Any,
    people: Mapping[str, str] = NOBODY,
    workflows: Workflows | None = None,
) -> str:
    """A value as people write it: a code by its label, yes or no, a date; rows cell by cell.

    `people` says what somebody is called whom histories name otherwise. `workflows` gives that of
    linked cases: what a row says of one of them is in its words.
    """
    if fact.by_link and workflows is not None and isinstance(value, Mapping):
        told = workflows(workflow.links[fact.by_link].to)
        return "; ".join(f"{ref}: {_told(told, fact, row)}" for ref, row in value.items())
    if fact.kind is FactKind.PERSON and people:
        named = value if isinstance(value, list) else [value]
        return ", ".join(people.get(str(who), str(who)) for who in named)
    if fact.many and isinstance(value, list):
        return ", ".join(_one(workflow, fact, item) for item in value)
    return _one(workflow, fact, value)


def _told(told: Workflow, fact: Fact, row: Any) -> str:
    """A row that says something of a linked case, each cell as its workflow has it."""
    return _cells(told, fact, row) if isinstance(row, Mapping) else str(row)


def _one(workflow: Workflow, fact: Fact, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.kind is FactKind.CHOICE:
        return fact.codes.get(str(value), str(value))
    if isinstance(value, datetime | date):
        return moment_name(value)
    if fact.kind is FactKind.DOCUMENT:
        return document_name(value)
    if isinstance(value, dict):
        return _cells(workflow, fact, value)
    if isinstance(value, list):
        return " | ".join(_one(workflow, fact, item) for item in value)
    if fact.kind is FactKind.TEXT and fact.name in naming_others(workflow):
        return kind_name(workflow, str(value))
    return str(value)


def _cells(workflow: Workflow, fact: Fact, row: Mapping[str, Any]) -> str:
    filled = {name: value for name, value in row.items() if value not in (None, "", [])}
    teller = filled.pop(TOLD_FROM, None) if fact.gathers else None
    said = "; ".join(_cell(workflow, fact, name, value) for name, value in filled.items())
    if teller is None:
        return said
    if len(filled) == 1:  # the label of its only column says no more than that of the rows
        said = said.partition(": ")[2]
    return f"{said} ({teller})"


def _cell(workflow: Workflow, fact: Fact, name: str, value: Any) -> str:
    """A cell of a row by its label, as the fact that it is called like is written."""
    if fact.gathers and name == OCCURRED_ON:
        return f"Happened on: {moment_name(moment(value))}"
    if fact.name == workflow.participants_in and name == "kind":
        return kind_name(workflow, str(value))
    told = workflow.facts.get(name)
    if told is None:
        return f"{in_words(name)}: {_one(workflow, fact, value)}"
    return f"{told.label}: {value_name(workflow, told, _typed(workflow, told, value))}"


def _typed(workflow: Workflow, told: Fact, value: Any) -> Any:
    """The cell as a fact of its own; as it was typed where nothing has read it yet."""
    try:
        return typed_facts({told.name: value}, workflow)[told.name]
    except (ValueError, TypeError):
        return value
