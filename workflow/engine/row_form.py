"""A row of a history as the form by which it was recorded, with what it says now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workflow.case.evolve import evolve, steps_of, unopened
from workflow.case.history import effective
from workflow.case.model import Case, Event, Refused
from workflow.case.record import event_from, plain
from workflow.definition.model import FactKind
from workflow.definition.release import Release
from workflow.engine.around import around_case
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.due_list import unknown_case
from workflow.engine.form import Field, StepForm
from workflow.engine.step_form import form_of
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RowForm:
    """The form of a row, the facts that count for it now, its day, and the revision of its case.

    `opens`: it opened the case, and cannot be taken out.
    """

    seq: int
    form: StepForm
    facts: Mapping[str, Any] = field(repr=False)
    occurred_on: date | datetime
    revision: int
    opens: bool


def row_form(
    reading: Reading,
    catalogue: Catalogue,
    ref: str,
    seq: int,
    today: date,
    scope: Callable[[], Scope],
) -> RowForm:
    """The form of that row, as it was asked then. `scope`: of which cases it may say whom they are
    about. Raises Refused `unknown_row`, `clock_row`."""
    release, now = loaded(reading, catalogue, ref)
    rows = _counting(reading, release, now)
    row = next((each for each in rows if each.seq == seq), None)
    if row is None:
        sentence = f"{ref} has no event in row {seq} that counts; look at what happened to it"
        raise Refused("unknown_row", sentence, case=ref, row=seq)
    calendar = catalogue.calendar(now.calendar)
    case = unopened(ref, now.workflow, release, calendar, rows[0].recorded_at)
    for each in rows[: rows.index(row)]:
        case = evolve(release, calendar, case, each).case
    steps = steps_of(release, case, row)
    if not any(step.by for step in steps):
        sentence = f"row {seq} of {ref} was not recorded by a person; correct what it follows from"
        raise Refused("clock_row", sentence, case=ref, row=seq)
    around = around_case(reading, catalogue, now, today, scope)
    asked = case.with_(facts=now.facts, links=now.links)
    facts = {name: plain(value) for name, value in row.facts.items()}
    form = form_of(release, asked, steps, around, settles=False)
    return RowForm(
        seq=seq,
        form=replace(form, fields=tuple(_fields(form.fields, facts))),
        facts=facts,
        occurred_on=row.occurred_on,
        revision=now.revision,
        opens=row is rows[0],
    )


def _fields(fields: Iterable[Field], facts: Mapping[str, Any]) -> Iterator[Field]:
    """The questions, which offer what stands as an answer also where nobody could choose it now.

    A document is not among them: it is replaced by the step that hands in another.
    """
    for asked in fields:
        value = facts.get(asked.name)
        if asked.kind is FactKind.DOCUMENT:
            continue
        if not asked.columns:
            yield _offering(asked, value if isinstance(value, list) else [value])
            continue
        rows = list(value.values()) if isinstance(value, Mapping) else value or []
        columns = tuple(
            _offering(column, [row.get(column.name) for row in rows])
            for column in asked.columns
            if column.kind is not FactKind.DOCUMENT
        )
        known = asked.rows
        if isinstance(value, Mapping):
            known = {ref: asked.rows.get(ref, ref) for ref in value}
        yield replace(asked, columns=columns, rows=known)


def _offering(asked: Field, values: Iterable[Any]) -> Field:
    stands = {str(value): str(value) for value in values if value not in (None, "")}
    return replace(asked, codes={**stands, **asked.codes}) if asked.codes else asked


def _counting(reading: Reading, release: Release, case: Case) -> list[Event]:
    """The rows that count. Raises Refused `facts_destroyed`."""
    stored = reading.case(case.ref)
    if stored is None:
        raise unknown_case(case.ref)
    records = [row.record for row in reading.history(stored.case_id)]
    if any(record["facts"] is None for record in records):
        sentence = f"facts of {case.ref} have been destroyed; its history cannot be decided again"
        raise Refused("facts_destroyed", sentence, case=case.ref)
    workflow = release.workflow(case.workflow)
    return effective([event_from(record, workflow) for record in records])
