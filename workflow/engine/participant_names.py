"""The people of a case as pages name them, and which facts name such people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.definition.model import Workflow
from workflow.definition.task import Task
from workflow.engine.colleagues import NameOf


def is_meeting(workflow: Workflow) -> bool:
    """Whether people are invited to its cases, to decide on linked ones."""
    return workflow.participants_in is not None and workflow.participants_of is not None


@lru_cache(maxsize=256)  # asked for each value of a story
def naming(workflow: Workflow) -> frozenset[str]:
    """The facts that name participants: who makes the quorum, reports, replies, gives a view."""
    if workflow.participants_in is None:
        return frozenset()
    by_quorum = {workflow.quorum.of} if workflow.quorum else set()
    by_kind = {fact.kind_of for fact in workflow.facts.values() if fact.kind_of}
    by_task = {task.for_each.which for task in workflow.tasks if task.for_each and _is_each(task)}
    by_key = {
        name
        for fact in workflow.facts.values()
        for name in fact.key
        if name in workflow.facts and not workflow.facts[name].by_link
    }
    return frozenset(by_quorum | by_kind | by_task | by_key)


@lru_cache(maxsize=256)
def naming_others(workflow: Workflow) -> frozenset[str]:
    """Those, and the facts that name participants beside the one that it is about: from whom a
    report is kept.
    """
    others = {fact.name for fact in workflow.facts.values() if fact.names_participant}
    return naming(workflow) | others


def participant_names(workflow: Workflow, case: Case, name_of: NameOf) -> dict[str, str]:
    """The people of the case by id: what they are there as, and what they are called."""
    return {
        who: participant_name(workflow, who, row, name_of)
        for who, row in participants(workflow, case.facts.get).items()
    }


def participant_name(workflow: Workflow, who: str, row: Mapping[str, Any], name_of: NameOf) -> str:
    """What a participant is there as, and what they are called."""
    colleague = name_of(str(row["person"])) if row.get("person") else ""
    named = str(row.get("name") or row.get("agency") or colleague)
    kind = workflow.participants.get(who.partition("/")[0])
    return f"{kind.title if kind else who}: {named}" if named else kind_name(workflow, who)


def kind_name(workflow: Workflow, who: str) -> str:
    """What a participant is there as: "School", of several "School 2"; as written if no such."""
    name, _, number = who.partition("/")
    kind = workflow.participants.get(name)
    return f"{kind.title} {number}".rstrip() if kind else who


def _is_each(task: Task) -> bool:
    return task.for_each is not None and task.for_each.participants is not None
