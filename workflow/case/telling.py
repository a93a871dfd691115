"""How facts are kept: read by occurrence, forgotten with the stay they belong to.

A visit of 3 March that is typed in after one of 10 March moves nothing back: the value told of
the latest day counts, and of equal days the one recorded last. `keep: earliest` goes by the value
itself. A fact told as None is unset, and stays unset against older tellings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.case.model import Case, Event, Told
from workflow.case.plan import plan_of
from workflow.case.reading import Reading
from workflow.clock import london_day
from workflow.deadlines.span import end_of
from workflow.definition.model import Fact, Keep, Workflow
from workflow.definition.predicates import ACTOR, OCCURRED_ON, TOLD_FROM, left
from workflow.definition.step import Step, Untie, Way


def is_later(new: Told, old: Told) -> bool:
    """Whether `new` counts before `old`: by day, by time of day where both know it, by row."""
    days = london_day(new.occurred_on), london_day(old.occurred_on)
    if days[0] != days[1]:
        return days[0] > days[1]
    if isinstance(new.occurred_on, datetime) and isinstance(old.occurred_on, datetime):
        return (new.occurred_on, new.seq) > (old.occurred_on, old.seq)
    return new.seq > old.seq


@dataclass
class Kept:
    """The facts of a case while an event is folded into them."""

    workflow: Workflow
    facts: dict[str, Any]
    told: dict[str, Told]

    @classmethod
    def of(cls, workflow: Workflow, case: Case) -> Kept:
        """A copy of what the case has."""
        return cls(workflow, dict(case.facts), dict(case.told))

    def forget(self, entered: Iterable[str]) -> None:
        """Forget what belongs to one stay in a state that is now entered from outside."""
        forgotten = plan_of(self.workflow).forgotten
        for state in entered:
            for name in forgotten.get(state, ()):
                self.facts.pop(name, None)
                self.told.pop(name, None)
                if self.workflow.facts[name].gathers:
                    self._forget_keys(name)
                for picked in plan_of(self.workflow).picked.get(name, ()):
                    self.facts.pop(picked.name, None)
                    self.told.pop(picked.name, None)

    def _forget_keys(self, name: str) -> None:
        keys = [kept for kept in self.told if kept.startswith(f"{name}[")]
        for key in keys:
            del self.told[key]

    def tell(self, name: str, value: Any, when: Told) -> None:
        """Take in one value, unless an earlier telling counts before it."""
        fact, old = self.workflow.facts.get(name), self.told.get(name)
        if fact is None or (old is not None and not self._counts(fact, value, when, old)):
            return
        self.told[name] = when
        if fact.keep is Keep.EVERY and value is not None:
            value = list(dict.fromkeys([*self.facts.get(name, ()), *value]))
        if value is None:
            self.facts.pop(name, None)
        else:
            self.facts[name] = value

    def _counts(self, fact: Fact, value: Any, when: Told, old: Told) -> bool:
        kept = self.facts.get(fact.name)
        if fact.keep is Keep.EVERY:
            return True
        if fact.keep is Keep.EARLIEST and isinstance(value, date) and isinstance(kept, date):
            return end_of(value) < end_of(kept)
        return is_later(when, old)


def told_by(event: Event) -> Told:
    """When an event tells what it tells."""
    return Told(event.occurred_on, event.seq, event.recorded_at)


def own_facts(case: Case, event: Event, steps: Collection[Step]) -> dict[str, Any]:
    """The event's facts as its guards read them: what may be given and was not is None.

    Beside them what is known of the row, and how many cases of a link are left once it has ended
    ties. `case` is as it was before the event.
    """
    unset = dict.fromkeys(name for step in steps for name in step.facts)
    teller = event.caused_by.case if event.caused_by else None
    row = {OCCURRED_ON: event.occurred_on, ACTOR: event.actor, TOLD_FROM: teller}
    unties = [step.untie for step in steps if step.untie]
    return {**unset, **event.facts, **row, **{left(u.link): _left(case, event, u) for u in unties}}


def untied(untie: Untie, event: Event) -> list[str]:
    """The references to which the event ends the tie."""
    named = event.facts.get(untie.which)
    if named:
        return [named] if isinstance(named, str) else list(named)
    return [event.caused_by.case] if event.caused_by else []


def _left(case: Case, event: Event, untie: Untie) -> int:
    ended = untied(untie, event)
    cases = case.links.get(untie.link, {}).items()
    return sum(is_open and ref not in ended for ref, is_open in cases)


def tell_all(
    kept: Kept,
    workflow: Workflow,
    case: Case,
    event: Event,
    own: Mapping[str, Any],
    steps: Iterable[Step],
    ways: Iterable[Way],
) -> None:
    """Take in the facts of an event, what copies them, and what its steps and ways freeze."""
    when = told_by(event)
    reading = Reading(workflow, case, own)
    sets = [*(step.sets for step in steps), *(way.sets for way in ways)]
    frozen = {name: value.value(reading) for each in sets for name, value in each.items()}
    for name, value in {**event.facts, **frozen}.items():
        kept.tell(name, value, when)
        for copy in plan_of(workflow).copies.get(name, ()):
            if value is not None and reading.holds(copy.where):
                kept.tell(copy.name, value, when)
