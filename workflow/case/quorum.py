"""Whether enough agencies are there, as the definition's `quorum` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflow.definition.model import Workflow
from workflow.definition.taking_part import Quorum


def participants(workflow: Workflow, values: Callable[[str], Any]) -> dict[str, Mapping[str, Any]]:
    """The people of the case by id: their kind, and from the second of a kind `school/2`."""
    rows = values(workflow.participants_in) if workflow.participants_in else None
    found: dict[str, Mapping[str, Any]] = {}
    numbers: Counter[str] = Counter()
    for row in rows or ():
        kind = str(row.get("kind", ""))
        numbers[kind] += 1
        number = numbers[kind]
        found[kind if number == 1 else f"{kind}/{number}"] = row
    return found


def agencies(workflow: Workflow, attended: Iterable[str]) -> frozenset[str]:
    """The agencies of those who attended; family and observers count for none."""
    kinds = (workflow.participants.get(who.partition("/")[0]) for who in attended)
    counted = (kind for kind in kinds if kind and not kind.family and not kind.observer)
    return frozenset(kind.agency for kind in counted if kind.agency)


def quorate(workflow: Workflow, values: Callable[[str], Any]) -> bool:
    """True when every agency that must be there is, and enough others are."""
    quorum = workflow.quorum
    if quorum is None:
        return False
    return could_be_quorate(workflow, agencies(workflow, values(quorum.of) or ()))


def likely_quorate(workflow: Workflow, values: Callable[[str], Any]) -> bool:
    """True when those who are invited and have not said that they stay away would be enough."""
    return workflow.quorum is not None and could_be_quorate(
        workflow, agencies(workflow, expected(workflow, values))
    )


def expected(workflow: Workflow, values: Callable[[str], Any]) -> list[str]:
    """Those who are invited and have not said that they stay away, in the order of their list."""
    away = _staying_away(workflow, workflow.quorum, values) if workflow.quorum else frozenset()
    return [who for who in participants(workflow, values) if who not in away]


def _staying_away(
    workflow: Workflow, quorum: Quorum, values: Callable[[str], Any]
) -> frozenset[str]:
    """Those whose row of `replies` holds an answer of who will not be there."""
    replies = workflow.facts.get(quorum.replies or "")
    if replies is None:
        return frozenset()
    return frozenset(
        str(row.get(replies.key[0]))
        for row in values(replies.name) or ()
        if any(row.get(column) in quorum.stay_away for column in replies.columns)
    )


def could_be_quorate(workflow: Workflow, present: frozenset[str]) -> bool:
    """Whether these agencies are enough; always where no quorum is asked for."""
    quorum = workflow.quorum
    if quorum is None:
        return True
    needed = frozenset(quorum.must_include)
    return needed <= present and len(present - needed) >= quorum.other_agencies
