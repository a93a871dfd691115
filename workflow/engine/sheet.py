"""A sheet of a case: what belongs together, on one page that can be printed and taken along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case.model import Case, Refused
from workflow.case.reading import Reading as FactReading
from workflow.case.record import moment, typed_facts
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, Workflow
from workflow.definition.page import SheetPart
from workflow.definition.predicates import OCCURRED_ON
from workflow.definition.release import Release
from workflow.engine.case_head import NOT_KNOWN, time_left
from workflow.engine.case_page import open_sheets
from workflow.engine.changes import task_title
from workflow.engine.colleagues import colleagues
from workflow.engine.due_list import Asked, is_late_at
from workflow.engine.values import StatedFact, Words
from workflow.store.reading import Reading

HAPPENED_ON = "Happened on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that are kept by the same key. Each row has a cell for each column."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """An open task, and by when."""

    title: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one title. A fact that is not known stands there as such."""

    title: str
    facts: tuple[StatedFact, ...] = field(repr=False)
    tables: tuple[Table, ...]
    dates: tuple[Date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """A whole sheet."""

    name: str
    title: str
    parts: tuple[Part, ...]


def sheet_page(
    reading: Reading, release: Release, case: Case, name: str, what: Asked, calendar: Calendar
) -> SheetPage:
    """One of them. Raises Refused `no_sheet`."""
    workflow = release.workflow(case.workflow)
    sheet = next((each for each in open_sheets(workflow, case) if each.name == name), None)
    if sheet is None:
        raise Refused("no_sheet", f"{case.ref} has no such sheet now", case=case.ref)
    read = FactReading(workflow, case, {OCCURRED_ON: what.as_of})
    made = _Made(workflow, read, Words(release, colleagues(reading)))
    return SheetPage(
        name=name,
        title=sheet.title,
        parts=tuple(
            Part(
                title=part.title,
                facts=tuple(made.facts(part)),
                tables=tuple(made.tables(part)),
                dates=tuple(_dates(workflow, case, part, what, calendar)),
            )
            for part in sheet.parts
        ),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What the parts of a sheet are made of."""

    workflow: Workflow
    read: FactReading
    words: Words

    def facts(self, part: SheetPart) -> Iterator[StatedFact]:
        for fact in self._facts(part.shows):
            value = self.read(fact.name)
            said = self.words.value(self.workflow, fact, value) if _known(value) else NOT_KNOWN
            yield StatedFact(name=fact.name, label=fact.label, value=said)

    def tables(self, part: SheetPart) -> Iterator[Table]:
        by_key: dict[tuple[str, ...], list[Fact]] = {}
        for fact in self._facts(part.rows):
            by_key.setdefault(fact.key or (fact.name,), []).append(fact)
        return (self._table(key, facts) for key, facts in by_key.items())

    def _facts(self, names: Iterable[str]) -> list[Fact]:
        return [self.workflow.facts[name] for name in names if name in self.workflow.facts]

    def _table(self, key: tuple[str, ...], facts: list[Fact]) -> Table:
        rows: dict[tuple[str, ...], dict[str, Any]] = {}
        for fact in facts:
            for row in self._rows(fact):
                rows.setdefault(tuple(str(row.get(name)) for name in key), {}).update(row)
        columns = dict.fromkeys(name for fact in facts for name in (*fact.key, *fact.columns))
        columns |= dict.fromkeys(name for row in rows.values() for name in row)
        return Table(
            label=facts[0].label,
            columns=tuple(self._label(name) for name in columns),
            rows=tuple(
                tuple(self._cell(name, row.get(name)) for name in columns) for row in rows.values()
            ),
        )

    def _rows(self, fact: Fact) -> list[Mapping[str, Any]]:
        kept = self.read(fact.name) or ()
        return list(kept.values()) if isinstance(kept, Mapping) else list(kept)

    def _label(self, name: str) -> str:
        if name == OCCURRED_ON:
            return HAPPENED_ON
        told = self.workflow.facts.get(name)
        return told.label if told else name.replace("_", " ").capitalize()

    def _cell(self, name: str, value: Any) -> str:
        if not _known(value):
            return ""
        if name == OCCURRED_ON:
            return moment_name(moment(value))
        told = self.workflow.facts.get(name)
        if told is None:
            return str(value)
        typed = typed_facts({name: value}, self.workflow)[name]
        return self.words.value(self.workflow, told, typed)


def _known(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _dates(
    workflow: Workflow, case: Case, part: SheetPart, what: Asked, calendar: Calendar
) -> Iterator[Date]:
    for name in part.tasks:
        for task in case.tasks:
            if task.name == name:
                due = task.due.at
                yield Date(
                    title=task_title(workflow, name, task.item),
                    due=time_left(due, what, calendar) if due else "no date yet",
                    late=due is not None and is_late_at(due, what.at),
                )
