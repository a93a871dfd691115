"""The facts of a row of a history, by their labels; of a correction those that it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.case.history import correction_of, effective
from workflow.case.model import Event, Kind
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, Workflow
from workflow.engine.values import Words

NOTHING = "nothing"
"""Stands for a fact that a row takes back, or did not hold before."""

NOT_TICKED = "not ticked"
"""Stands for an entry of a checklist that nobody ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFact:
    """A fact that a row told, as people write it, and as it is recorded.

    `was`: what a correction put it in place of.
    """

    name: str
    label: str
    value: str = field(repr=False)
    recorded: Any = field(default=None, repr=False)
    was: str = field(default="", repr=False)


def facts_of_rows(
    words: Words, workflow: Workflow, rows: Sequence[Event]
) -> list[tuple[RowFact, ...]]:
    """The facts of each row of a whole history, in its order. What the engine keeps is left out."""
    told = _Told(words, workflow)
    return [tuple(told.facts(row, rows[:number])) for number, row in enumerate(rows)]


@dataclass(frozen=True, slots=True)
class _Told:
    """What rows of cases of one workflow tell."""

    words: Words
    workflow: Workflow

    def facts(self, row: Event, before: Sequence[Event]) -> Iterator[RowFact]:
        match row.kind:
            case Kind.EVENT:
                for fact in self.workflow.facts_among(row.facts):
                    told = row.facts[fact.name]
                    value = self._value(fact, told)
                    yield RowFact(name=fact.name, label=fact.label, value=value, recorded=told)
            case Kind.CORRECTION:
                number = correction_of(row).row
                old = next((each for each in effective(before) if each.seq == number), None)
                if old is not None:
                    yield from self._changed(old, row)

    def _changed(self, old: Event, row: Event) -> Iterator[RowFact]:
        """What the correction `row` says otherwise than the row as it counted until then."""
        correction = correction_of(row)
        was, now = old.facts, old.facts if correction.facts is None else correction.facts
        days: list[Any] = []
        for name, fact in self.workflow.facts.items():
            before, after = was.get(name), now.get(name)
            if before != after:
                days.append(after)
                new, gone = self._value(fact, after), self._value(fact, before)
                yield RowFact(name=name, label=fact.label, value=new, recorded=after, was=gone)
        on = correction.occurred_on
        if on is not None and on != old.occurred_on and on not in days:
            new, gone = moment_name(on), moment_name(old.occurred_on)
            yield RowFact(name="occurred_on", label="Happened on", value=new, was=gone)

    def _value(self, fact: Fact, value: Any) -> str:
        if value is None:
            return NOTHING
        return self.words.value(self.workflow, fact, value)
