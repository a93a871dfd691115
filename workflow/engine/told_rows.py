"""What linked cases make of a row that a step tells each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.case.model import Case
from workflow.definition.model import Fact, Workflow
from workflow.definition.release import Release


@dataclass(frozen=True)
class Taken:
    """The facts that linked cases take of a row told to them, each with whether one needs it, and
    those that they refuse or warn by.
    """

    needed: Mapping[str, bool]
    weighed: frozenset[str]


def told_facts(workflow: Workflow, fact: Fact, cases: Mapping[str, tuple[Release, Case]]) -> Taken:
    """What the linked cases make of such a row; nothing where none is told."""
    tells = [tell for step in workflow.steps for tell in step.tell if tell.each == fact.name]
    events = dict.fromkeys(event for tell in tells for event in tell.events)
    steps = [
        step
        for release, case in cases.values()
        for event in events
        for step in release.chart(case.workflow).open_steps(case.state, event)
    ]
    asked = {name for step in steps for name in step.asks}
    warned = [warn.when for step in steps for warn in step.warn]
    guards = [*warned, *(block.when for step in steps for block in step.blocked_while)]
    return Taken(
        needed={name: name in asked for step in steps for name in step.facts},
        weighed=frozenset(name for guard in guards if guard for name in guard.names),
    )
