"""Whether a list of cases can be drawn up, and gives nobody away."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import AnchorKind, anchors
from workflow.definition.fact import FactKind
from workflow.definition.listing import CaseList
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope, mend_name

_DATES = (FactKind.DATE, FactKind.DATETIME)


def list_of_nothing(scope: Scope) -> Iterator[Problem]:
    """A list that names a state, task or fact that there is not, or counts from no date."""
    flow = scope.workflow
    for each in flow.lists.values():
        for key, names, known in (
            ("while", each.place, flow.states),
            ("tasks", each.tasks, flow.task),
            ("shows", each.shows, flow.facts),
        ):
            for name in names:
                if name not in known:
                    mend = mend_name(name, list(known), "this workflow")
                    yield _problem(each, f"`{key}` names `{name}`, which there is not", mend)
        yield from _counts_from_no_date(scope, each)


def list_of_names(scope: Scope) -> Iterator[Problem]:
    """A list that would show what is personal: nobody who opens it looks at one case."""
    facts = scope.workflow.facts
    for each in scope.workflow.lists.values():
        for name in each.shows:
            if name in facts and facts[name].personal:
                what = f"`{name}` is personal, and a list is read without opening the case"
                yield _problem(each, what, "leave it out of `shows`")


def _counts_from_no_date(scope: Scope, each: CaseList) -> Iterator[Problem]:
    facts = scope.workflow.facts
    for anchor in anchors(each.since) if each.since else ():
        fact = facts.get(anchor.name)
        if anchor.kind is not AnchorKind.FACT or fact is None or fact.kind not in _DATES:
            what = f"`from` counts from `{anchor.name or anchor.kind}`, which is no date"
            yield _problem(each, what, "count from a fact that is a date")


def _problem(each: CaseList, what: str, mend: str) -> Problem:
    where = f"lists.{each.name}"
    return Problem(position=each.position, code="list_wrong", where=where, what=what, mend=mend)
