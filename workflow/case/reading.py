"""What a guard or a due rule sees of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.case.model import Case, Told
from workflow.case.plan import EVER
from workflow.case.quorum import likely_quorate, quorate
from workflow.case.worked_out import worked_out
from workflow.clock import london_day
from workflow.deadlines.due import Moment
from workflow.deadlines.rule import Anchor, AnchorKind
from workflow.definition.guard import Guard
from workflow.definition.model import Fact, Workflow
from workflow.definition.predicates import LIKELY_QUORATE, QUORATE

_QUORUM = {QUORATE: quorate, LIKELY_QUORATE: likely_quorate}
OPEN = "_open"
"""`LINK_open` is the number of open cases of a link."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Values by name. `own` (the facts of the event itself, unset ones as None) is read first."""

    workflow: Workflow
    case: Case
    own: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, name: str) -> Any:
        """The value of a fact, predicate or count; None while it is unset."""
        if name in self.own:
            return self.own[name]
        fact = self.workflow.facts.get(name)
        if fact is not None:
            return self._fact(fact)
        if name in _QUORUM and self.workflow.quorum is not None:
            return _QUORUM[name](self.workflow, self)
        if name.endswith(OPEN):
            return sum(self.case.links.get(name.removesuffix(OPEN), {}).values())
        return None

    def _fact(self, fact: Fact) -> Any:
        if fact.years_since:
            return years(map(self, fact.years_since), self.own.get("occurred_on"))
        if fact.worked_out:
            return worked_out(self.workflow, fact, self)
        return self.case.facts.get(fact.name)

    def holds(self, guard: Guard | None) -> bool:
        """Whether the guard holds; no guard always does."""
        return guard is None or guard.holds(self)


def years(since: Iterable[object], on: object) -> int | None:
    """Whole years from the first of these days that is known; None before it, or on no day."""
    first = next((london_day(day) for day in since if isinstance(day, date)), None)
    if first is None or not isinstance(on, date) or (day := london_day(on)) < first:
        return None
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a due rule learns about a case: when its anchors happened, for one place."""

    reading: Reading
    place: str

    def moment(self, anchor: Anchor) -> Moment | None:
        """When the anchor happened and when we were told, or None."""
        case = self.reading.case
        match anchor.kind:
            case AnchorKind.FACT:
                return self._fact(anchor.name)
            case AnchorKind.ENTERED:
                return _moment(case.entered.get(self.place))
            case AnchorKind.LAST:
                return _moment(case.last.get((self.place, anchor.name)))
            case AnchorKind.EVER:
                return _moment(case.last.get((EVER, anchor.name)))

    def holds(self, condition: object) -> bool:
        """Whether the guard that arms a part holds on the kept facts."""
        return isinstance(condition, Guard) and condition.holds(self.reading)

    def _fact(self, name: str) -> Moment | None:
        value = self.reading(name)
        if not isinstance(value, date | datetime):
            return None
        told = self.reading.case.told.get(name)
        return Moment(value, told.recorded_at if told else None)


def _moment(told: Told | None) -> Moment | None:
    return Moment(told.occurred_on, told.recorded_at) if told else None
