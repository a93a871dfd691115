"""Invented facts for any step of any definition: a value of the right kind for each that is asked.

What a value means is not known here, so some are refused; whoever asks tries again. Only what no
kind can say is looked up by name: who may attend, and which cases are meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from workflow.clock import at_time
from workflow.definition.model import Fact, FactKind, Workflow

Facts = dict[str, Any]


class Inventor:
    """Makes up values. `cases` gives the references that a link of a workflow may name."""

    def __init__(self, rng: Random, cases: Callable[[str], list[str]]) -> None:
        self._rng, self._cases = rng, cases

    def facts(self, workflow: Workflow, names: Iterable[str], on: date) -> Facts:
        """A value for each of these facts of an event that happened on that day."""
        return {name: self._of(workflow, name, on) for name in names}

    def _of(self, workflow: Workflow, name: str, on: date) -> Any:
        if name in workflow.links:
            cases = self._cases(workflow.links[name].to)
            return self._rng.sample(cases, min(len(cases), self._rng.choice((1, 1, 2))))
        if workflow.quorum is not None and name == workflow.quorum.of:
            return self._rng.sample(sorted(workflow.participants), 20)
        fact = workflow.facts[name]
        if name == workflow.participants_in:
            return [self._person(kind) for kind in self._some(sorted(workflow.participants))]
        if fact.many and fact.names_participant:
            return self._some(sorted(workflow.participants))
        if fact.many:
            return [self.value(fact, on) for _ in range(self._rng.randint(1, 3))]
        return self.value(fact, on)

    def value(self, fact: Fact, on: date) -> Any:
        """One value of the kind of a fact, as JSON has it; dates lie near the day."""
        near = on + timedelta(days=self._rng.randint(-20, 40))
        match fact.kind:
            case FactKind.DATE:
                return near.isoformat()
            case FactKind.DATETIME:
                return self._instant(near).isoformat()
            case FactKind.YES_NO:
                return self._rng.random() < 0.5
            case FactKind.NUMBER:
                return self._rng.randint(0, 4)
            case FactKind.CHOICE:
                return self._rng.choice(sorted(fact.codes))
            case FactKind.ROWS:
                return []
        return f"Invented {self._rng.randint(1, 4)}"

    def _instant(self, near: date) -> datetime:
        return at_time(near, time(self._rng.randint(8, 17)))

    def _person(self, kind: str) -> Mapping[str, str]:
        return {"kind": kind, "name": "Somebody (invented)", "email": f"{kind}@example.org"}

    def _some(self, values: list[str]) -> list[str]:
        return self._rng.sample(values, self._rng.randint(1, 6))
