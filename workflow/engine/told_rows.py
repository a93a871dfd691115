"""What linked cases make of a row that a step tells each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.model import Fact, Workflow
from workflow.definition.release import Release
from workflow.definition.step import Step
from workflow.engine.foreclosed import refused_codes


@dataclass(frozen=True)
class Taken:
    """The facts that linked cases take of a row told to them, each with whether one needs it, and
    those that they refuse or warn by. `steps`: of each case those that would be told, as it is.
    """

    needed: Mapping[str, bool]
    weighed: frozenset[str]
    steps: tuple[tuple[Reading, tuple[Step, ...]], ...] = ()

    def refused(self, fact: Fact) -> frozenset[str]:
        """The codes of a choice that each of the cases refuses."""
        each = [refused_codes(steps, reading, fact) for reading, steps in self.steps if steps]
        return frozenset.intersection(*each) if each else frozenset()


def told_facts(
    workflow: Workflow, fact: Fact, cases: Mapping[str, tuple[Release, Case]], today: date | None
) -> Taken:
    """What the linked cases make of such a row; nothing where none is told."""
    tells = [tell for step in workflow.steps for tell in step.tell if tell.each == fact.name]
    events = dict.fromkeys(event for tell in tells for event in tell.events)
    of_each = tuple(
        (
            Reading(release.workflow(case.workflow), case, {"occurred_on": today}),
            tuple(_open(release, case, events)),
        )
        for release, case in cases.values()
    )
    steps = [step for _, found in of_each for step in found]
    asked = {name for step in steps for name in step.asks}
    warned = [warn.when for step in steps for warn in step.warn]
    guards = [*warned, *(block.when for step in steps for block in step.blocked_while)]
    return Taken(
        needed={name: name in asked for step in steps for name in step.facts},
        weighed=frozenset(name for guard in guards if guard for name in guard.names),
        steps=of_each,
    )


def _open(release: Release, case: Case, events: Iterable[str]) -> Iterator[Step]:
    chart = release.chart(case.workflow)
    return (step for event in events for step in chart.open_steps(case.state, event))
