"""Values of facts as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.case.record import moment, typed_facts
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.predicates import OCCURRED_ON, TOLD_FROM
from workflow.definition.read_facts import in_words
from workflow.definition.release import Release
from workflow.engine.colleagues import NameOf
from workflow.engine.document_kinds import document_name
from workflow.engine.participant_names import kind_name, naming_others


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """A fact by its label, with its value as people write it."""

    name: str
    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """How what cases of a release know is said: the one way in which pages put facts into words.

    A code by its label, yes or no, a date, a colleague by what they are called, who takes part by
    what they are there as; rows cell by cell, and what they say of a linked case in its words.
    """

    release: Release
    name_of: NameOf

    def value(self, workflow: Workflow, fact: Fact, value: Any) -> str:
        """A value of that fact as people write it."""
        if fact.by_link and isinstance(value, Mapping):
            told = self.release.workflow(workflow.links[fact.by_link].to)
            return "; ".join(f"{ref}: {self._told(told, fact, row)}" for ref, row in value.items())
        if isinstance(value, list) and (fact.many or fact.kind is FactKind.PERSON):
            return ", ".join(self._one(workflow, fact, item) for item in value)
        return self._one(workflow, fact, value)

    def stated(self, workflow: Workflow, fact: Fact, value: Any) -> StatedFact:
        """The fact with its label and that value."""
        said = self.value(workflow, fact, value)
        return StatedFact(name=fact.name, label=fact.label, value=said)

    def _told(self, told: Workflow, fact: Fact, row: Any) -> str:
        """A row that says something of a linked case, each cell as its workflow has it."""
        return self._cells(told, fact, row) if isinstance(row, Mapping) else str(row)

    def _one(self, workflow: Workflow, fact: Fact, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime | date):
            return moment_name(value)
        if fact.kind is FactKind.DOCUMENT:
            return document_name(value)
        if isinstance(value, dict):
            return self._cells(workflow, fact, value)
        if isinstance(value, list):
            return " | ".join(self._one(workflow, fact, item) for item in value)
        match fact.kind:
            case FactKind.CHOICE:
                return fact.codes.get(str(value), str(value))
            case FactKind.PERSON:
                return self.name_of(str(value))
        return self._somebody(workflow, fact, str(value))

    def _somebody(self, workflow: Workflow, fact: Fact, value: str) -> str:
        """A text as it is written, and of one that names who takes part what they are there as."""
        if fact.kind is FactKind.TEXT and fact.name in naming_others(workflow):
            return kind_name(workflow, value)
        if (link := workflow.links.get(fact.participants_of or "")) is not None:
            return kind_name(self.release.workflow(link.to), value)
        return value

    def _cells(self, workflow: Workflow, fact: Fact, row: Mapping[str, Any]) -> str:
        filled = {name: value for name, value in row.items() if value not in (None, "", [])}
        teller = filled.pop(TOLD_FROM, None) if fact.gathers else None
        said = "; ".join(self._cell(workflow, fact, name, value) for name, value in filled.items())
        if teller is None:
            return said
        if len(filled) == 1:  # the label of its only column says no more than that of the rows
            said = said.partition(": ")[2]
        return f"{said} ({teller})"

    def _cell(self, workflow: Workflow, fact: Fact, name: str, value: Any) -> str:
        """A cell of a row by its label, as the fact that it is called like is written."""
        if fact.gathers and name == OCCURRED_ON:
            return f"Happened on: {moment_name(moment(value))}"
        if fact.name == workflow.participants_in and name == "kind":
            return kind_name(workflow, str(value))
        told = workflow.facts.get(name)
        if told is not None:
            return f"{told.label}: {self.value(workflow, told, _typed(workflow, told, value))}"
        if fact.name == workflow.participants_in and name == "person":
            return f"{in_words(name)}: {self.name_of(str(value))}"
        return f"{in_words(name)}: {self._one(workflow, fact, value)}"


def _typed(workflow: Workflow, told: Fact, value: Any) -> Any:
    """The cell as a fact of its own; as it was typed where nothing has read it yet."""
    try:
        return typed_facts({told.name: value}, workflow)[told.name]
    except (ValueError, TypeError):
        return value
