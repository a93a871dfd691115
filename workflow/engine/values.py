"""Values of facts as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from workflow.case.record import moment, typed_facts
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import OCCURRED_ON
from workflow.engine.document_kinds import document_name

NOBODY: Mapping[str, str] = {}


def value_name(
    workflow: Workflow, fact: Fact, value: Any, people: Mapping[str, str] = NOBODY
) -> str:
    """A value as people write it: a code by its label, yes or no, a date; rows cell by cell.

    `people` says what somebody is called whom histories name otherwise.
    """
    if fact.kind is FactKind.PERSON and people:
        named = value if isinstance(value, list) else [value]
        return ", ".join(people.get(str(who), str(who)) for who in named)
    if fact.many and isinstance(value, list):
        return ", ".join(_one(workflow, fact, item) for item in value)
    return _one(workflow, fact, value)


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
        return "; ".join(_cell(workflow, fact, name, cell) for name, cell in value.items())
    if isinstance(value, list):
        return " | ".join(_one(workflow, fact, item) for item in value)
    return str(value)


def _cell(workflow: Workflow, fact: Fact, name: str, value: Any) -> str:
    """A cell of a row by its label where it was told as a fact: of a kind of its own, as JSON."""
    told = workflow.facts.get(name) if fact.gathers else None
    if told is None:
        if fact.gathers and name == OCCURRED_ON:
            return f"Happened on: {moment_name(moment(value))}"
        return f"{name}: {_one(workflow, fact, value)}"
    typed = typed_facts({name: value}, workflow)[name]
    return f"{told.label}: {value_name(workflow, told, typed)}"
