"""Facts that are worked out of others whenever somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow.definition.comparison import spelt
from workflow.definition.fact import Fact
from workflow.definition.model import Workflow


def worked_out(workflow: Workflow, fact: Fact, values: Callable[[str], Any]) -> Any:
    """The value of a fact for which `Fact.worked_out` holds; None while what it asks is unknown."""
    if fact.is_ is not None:
        return fact.is_.value(values)
    asked = _names(values(fact.every or fact.kind_of or ""))
    if not asked:
        return None  # silence is not agreement: no guard takes what is not known for a yes
    if fact.every:
        known = set[object]().union(*(_names(values(name)) for name in fact.is_in))
        return asked <= known
    return all(_has(workflow, fact, str(who)) for who in asked)


def _names(value: Any) -> set[object]:
    """The members of a list as they are compared; a single value is a list of one."""
    members = value if isinstance(value, list | tuple) else [value]
    return {spelt(member) for member in members if member is not None}


def _has(workflow: Workflow, fact: Fact, who: str) -> bool:
    kind = workflow.participants.get(who.partition("/")[0].strip())
    return kind is not None and bool(getattr(kind, fact.has or "view"))
