"""What the fold has to keep of a workflow, worked out once from its definition.

A *place* is the set of states that a task lives in, written as one key. The fold remembers when
each place was last entered from outside, and the latest event of each kind since, because due
rules count from these. Only what a rule asks for is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from workflow.deadlines.rule import AnchorKind, Rule, anchors
from workflow.definition.model import Fact, Workflow
from workflow.definition.task import Task

Value = TypeVar("Value")

EVER = ""
"""The place of things counted over the whole life of a case."""


def place_key(task: Task) -> str:
    """Names the place of a task; a task opened by an event has a place of its own."""
    return f"@{task.name}" if task.opens_on else "|".join(sorted(task.place))


@dataclass(frozen=True, slots=True)
class Plan:
    """`places`: states by place. `counted`: places that count an event. `copies`: facts that copy
    a fact. `gathered`: facts that collect what an event tells. `picked`: facts that are the latest
    date in rows. `forgotten`: facts forgotten when a state is entered.
    """

    places: Mapping[str, frozenset[str]]
    counted: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, tuple[Fact, ...]]
    gathered: Mapping[str, tuple[Fact, ...]]
    picked: Mapping[str, tuple[Fact, ...]]
    forgotten: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def plan_of(workflow: Workflow) -> Plan:
    """The plan of a workflow; kept, since a release never changes."""
    places = {place_key(task): task.place for task in workflow.tasks if not task.opens_on}
    places |= {t.state: frozenset({t.state}) for t in workflow.timed if t.state}
    counted: dict[str, dict[str, None]] = {}
    for place, rule in _rules(workflow):
        for anchor in anchors(rule):
            if anchor.kind in (AnchorKind.LAST, AnchorKind.EVER):
                kept_at = place if anchor.kind is AnchorKind.LAST else EVER
                counted.setdefault(anchor.name, {})[kept_at] = None
    facts = workflow.facts.values()
    return Plan(
        places=places,
        counted={event: tuple(kept) for event, kept in counted.items()},
        copies=_grouped((fact.from_fact, fact) for fact in facts if fact.from_fact),
        gathered=_grouped((event, fact) for fact in facts for event in fact.gathers),
        picked=_grouped((fact.latest_in[0], fact) for fact in facts if fact.latest_in),
        forgotten=_grouped((state, fact.name) for fact in facts for state in fact.since),
    )


def _rules(workflow: Workflow) -> Iterator[tuple[str, Rule]]:
    for task in workflow.tasks:
        for rule in task.rules:
            yield place_key(task), rule
    for timer in workflow.timed:
        yield timer.state, timer.due


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    groups: dict[str, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
