"""The names that notices may read, and which of them are personal.

What they stand for: `notice_context.py` for ladders, `notice_values.py` for what steps send.
"""

from __future__ import annotations

from functools import lru_cache

from workflow.case.audience import means
from workflow.definition.model import Fact, FactKind, Notice, Process, Workflow
from workflow.definition.notice import GIVEN, Audience

OF_TASK = frozenset(
    "case_reference task_title state_title role_title due_day due_time due_because days_left"
    " days_late link planned_for note".split()
)
"""What a rung of a task may name. Nothing of it is about a person of the family."""

OF_DIGEST = frozenset({"tasks", "link"})
"""What a digest may name."""

FULL_NAME = "full_name"
"""The field of a participant that says who they are."""

NEVER = frozenset({FactKind.DOCUMENT, FactKind.ADDRESS})
"""Kinds of facts that no wording is offered; a line of agencies may be told one by name."""


def is_offered(workflow: Workflow, fact: Fact) -> bool:
    """Whether any wording may read the fact: not the rows that hold where participants live."""
    return fact.kind not in NEVER and fact.name != workflow.participants_in


def of_step(workflow: Workflow, notice: Notice) -> frozenset[str]:
    """What any wording of a notice that a step sends may name."""
    facts = (fact.name for fact in workflow.facts.values() if is_offered(workflow, fact))
    return GIVEN.union(facts, workflow.links, notice.reads)


def personal_names(process: Process, workflow: Workflow, notice: Notice) -> frozenset[str]:
    """Names of this workflow, of fields of cases tied to it, and of what the notice reads, that
    tell of a person.
    """
    flows = process.workflows
    tied = (flows[link.to] for link in workflow.links.values() if link.to in flows)
    found = _personal(workflow, *tied)
    return found.union(name for name, read in notice.reads.items() if read.copied in found)


def internal_names(process: Process, workflow: Workflow) -> frozenset[str]:
    """Names of this workflow, and of cases tied to it, of what is for colleagues alone."""
    tied = (process.workflows.get(link.to) for link in workflow.links.values())
    flows = (workflow, *filter(None, tied))
    return frozenset(f.name for flow in flows for f in flow.facts.values() if f.internal)


def reaches_a_home(process: Process, workflow: Workflow, line: Audience) -> bool:
    """Whether a line may tell somebody of the family: at an address, or by a kind it means."""
    link = workflow.links.get(line.of or "")
    there = process.workflows.get(link.to) if link is not None else None
    kinds = [kind for flow in (workflow, there) if flow for kind in flow.participants.values()]
    named = (means(kind, name) for kind in kinds if kind.family for name in line.participants)
    return line.is_to_a_home or any(named)


@lru_cache(maxsize=64)
def _personal(*flows: Workflow) -> frozenset[str]:
    facts = {f.name for flow in flows for f in flow.facts.values() if f.personal or f.kind in NEVER}
    return frozenset(facts - GIVEN | {FULL_NAME})
