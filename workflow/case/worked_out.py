"""Facts that are worked out of others whenever somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from workflow.definition.comparison import spelt
from workflow.definition.fact import Fact
from workflow.definition.model import Workflow


def worked_out(workflow: Workflow, fact: Fact, values: Callable[[str], Any]) -> Any:
    """The value of a fact for which `Fact.worked_out` holds."""
    if fact.is_ is not None:
        return fact.is_.value(values)
    if fact.every:
        return _every(_names(values(fact.every)), [_names(values(name)) for name in fact.is_in])
    return _has(workflow, fact, str(values(fact.kind_of or "") or ""))


def _every(asked: Collection[object], lists: Collection[Collection[object]]) -> bool:
    """Whether all that is asked for is in one of the lists; of nothing asked, no."""
    return bool(asked) and all(any(name in known for known in lists) for name in asked)


def _names(value: Any) -> set[object]:
    """The members of a list as they are compared; a single value is a list of one."""
    members = value if isinstance(value, list | tuple) else [value]
    return {spelt(member) for member in members if member is not None}


def _has(workflow: Workflow, fact: Fact, who: str) -> bool:
    kind = workflow.participants.get(who.partition("/")[0].strip())
    return kind is not None and bool(getattr(kind, fact.has or "view"))
