"""The rows that a form begins with: those that the case knows, else whom it is to invite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.case.invited import missing
from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.model import Workflow


def known_rows(
    workflow: Workflow,
    case: Case,
    linked: Sequence[Reading],
    asked: Sequence[str],
    begun: Mapping[str, Any],
) -> dict[str, Any]:
    """By the names of those of the facts asked for that are listed on the case.

    `begun`: rows of people that cases around know, which whom it is to invite is added to.
    """
    name = workflow.participants_in
    listed = [each for each in asked if each == name or _is_by_case(workflow, each)]
    found = {each: case.facts[each] for each in listed if case.facts.get(each)}
    if name is not None and name in asked and name not in found:
        reading = Reading(workflow, case)
        named = _named(reading)
        rows = [row for row in begun.get(name, []) if row.get("kind") not in named]
        rows += named.values()
        there = {row.get("kind") for row in rows}
        to_invite = _to_invite(reading, linked)
        found[name] = [*rows, *(row for row in to_invite if row["kind"] not in there)]
    return found


def _named(reading: Reading) -> dict[str, Mapping[str, Any]]:
    """By kind, a row for whom a fact of the case names: not whoever it was at the last meeting."""
    kinds = reading.workflow.participants.values()
    told = {kind.name: reading(kind.named_by) for kind in kinds if kind.named_by}
    return {kind: {"kind": kind, "person": who} for kind, who in told.items() if who}


def _to_invite(reading: Reading, linked: Sequence[Reading]) -> list[Mapping[str, Any]]:
    """A row for each kind that must be there, in which nobody is named yet."""
    return [{"kind": kind.name} for kind, _ in missing(reading, lambda _: linked)]


def _is_by_case(workflow: Workflow, name: str) -> bool:
    fact = workflow.facts.get(name)
    return fact is not None and fact.by_link is not None
