"""Whether a workflow understands what another tells it, and is told enough to take it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from workflow.definition.form import suggest
from workflow.definition.model import Link, Workflow
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.scope import Scope, listed, mend_name, where_of
from workflow.definition.step import Start, Step, Tell

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


def fact_of_other_workflow(scope: Scope) -> Iterator[Problem]:
    """A `tell` or `start` with a workflow, event or fact that the other side does not know."""
    for step in scope.steps:
        for tell, link, there in _told_by(scope, step):
            for fault in _tell_faults(tell, link, there):
                yield _of("fact_of_other_workflow", step, "tell", tell.position, fault)
        for start in step.start:
            for fault in _start_faults(scope, start):
                yield _of("fact_of_other_workflow", step, "start", start.position, fault)


def told_too_little(scope: Scope) -> Iterator[Problem]:
    """A `tell` or `start` without a fact that the step over there must have: always refused."""
    for step in scope.steps:
        for tell, link, there in _told_by(scope, step):
            for taker in _takers(there, tell.events, link.inverse):
                for fault in _too_little(there, taker, _given_by(scope, tell)):
                    yield _of("told_too_little", step, "tell", tell.position, fault)
        for start in step.start:
            for taker, given in _started(scope, start):
                for fault in _too_little(scope.process.workflows[start.workflow], taker, given):
                    yield _of("told_too_little", step, "start", start.position, fault)


def _told_by(scope: Scope, step: Step) -> Iterator[tuple[Tell, Link, Workflow]]:
    for tell in step.tell:
        link = scope.workflow.links.get(tell.link)
        there = scope.process.workflows.get(link.to) if link is not None else None
        if link is not None and there is not None:
            yield tell, link, there


def _given_by(scope: Scope, tell: Tell) -> set[str]:
    rows = scope.workflow.facts.get(tell.each or "")
    return {*tell.facts, *(rows.columns if rows is not None else ())}


def _started(scope: Scope, start: Start) -> Iterator[tuple[Step, set[str]]]:
    """The opening, and the steps by which a case that is open already is joined."""
    there = scope.process.workflows.get(start.workflow)
    if there is not None:
        yield there.opening, {*start.facts, *start.ties, start.link}
        for taker in _takers(there, filter(None, [start.event]), start.link):
            yield taker, {start.link}


def _takers(there: Workflow, events: Iterable[str], link: str) -> Iterator[Step]:
    """The steps there that take one of the events over the link as it is called there."""
    names = frozenset(events)
    return (s for s in there.steps if s.event in names and s.from_link in (None, link))


def _too_little(there: Workflow, taker: Step, given: Collection[str]) -> Iterator[Fault]:
    if missing := [name for name in taker.asks if name not in given]:
        yield (
            f"`{taker.event}` of `{there.name}` asks for {listed(missing)}, which is not told",
            "add it to `facts:` here, or move it to `may_ask` there",
        )


def _tell_faults(tell: Tell, link: Link, there: Workflow) -> Iterator[Fault]:
    for event in tell.events:
        yield from _event_faults(event, link.inverse, there)
    yield from _unknown_facts(tell.facts, there)


def _event_faults(event: str, link: str, there: Workflow) -> Iterator[Fault]:
    """What is wrong with telling the event over the link as the other workflow names it."""
    takers = [step for step in there.steps if step.event == event]
    if not takers:
        what = f"`{there.name}` has no event `{event}`"
        yield what, mend_name(event, there.events, f"a step of `{there.name}`")
    elif not any(True for _ in _takers(there, (event,), link)):
        yield (
            f"`{event}` of `{there.name}` does not listen to its link `{link}`",
            f"write `from_link: {link}` there",
        )


def _start_faults(scope: Scope, start: Start) -> Iterator[Fault]:
    there = scope.process.workflows.get(start.workflow)
    if there is None:
        what = f"there is no workflow `{start.workflow}`"
        yield what, mend_name(start.workflow, scope.process.workflows, "a file of its own")
        return
    link = there.links.get(start.link)
    if link is None or link.to != scope.workflow.name:
        what = f"`{there.name}` has no link `{start.link}` to `{scope.workflow.name}`"
        yield what, suggest(start.link, there.links) or "name the link as that workflow names it"
    if start.event is not None:
        yield from _event_faults(start.event, start.link, there)
    yield from _unknown_facts(start.facts, there)
    for name, value in start.facts.items():
        yield from _given_faults(scope, there, name, value)
    for name in start.one_for:
        if name not in start.facts:
            what = f"`one_for` names `{name}`, which the new case is not given"
            yield what, f"add `{name}` to `facts:` here"
    if start.join is not None and start.join not in scope.workflow.facts:
        what = f"the fact `{start.join}` to join by is not declared"
        yield what, mend_name(start.join, scope.workflow.facts, "`facts:`")
    for name, ours in start.ties.items():
        yield from _tie_faults(scope, there, name, ours)


def _tie_faults(scope: Scope, there: Workflow, name: str, ours: str) -> Iterator[Fault]:
    """A link of the new case, and our link to a case of the same kind that has it already."""
    if name not in there.links:
        what = f"`{there.name}` has no link `{name}`"
        yield what, mend_name(name, there.links, f"`links:` of `{there.name}`")
    link = scope.workflow.links.get(ours)
    if link is None or link.to != there.name:
        alike = [other.name for other in scope.workflow.links.values() if other.to == there.name]
        what = f"`{scope.workflow.name}` has no link `{ours}` to `{there.name}`"
        yield what, mend_name(ours, alike, "`links:`")


def _unknown_facts(facts: Collection[str], there: Workflow) -> Iterator[Fault]:
    for name in facts:
        if name not in there.facts:
            what = f"`{there.name}` has no fact `{name}`"
            yield what, mend_name(name, there.facts, f"`facts:` of `{there.name}`")


def _given_faults(scope: Scope, there: Workflow, name: str, value: str) -> Iterator[Fault]:
    """A value that a case is started with: a fact of ours, or a text in quotes of its own."""
    fact, ours = there.facts.get(name), scope.workflow.facts
    if fact is None or value in ours:
        return
    text = value[1:-1] if value[:1] in ("'", '"') else None
    if text is None:
        yield (
            f"the fact `{value}` is not declared",
            (
                f"""write "'{value}'" for the text itself"""
                if value in fact.codes
                else mend_name(value, ours, "`facts:`, or put a text in two pairs of quotes")
            ),
        )
    elif fact.codes and text not in fact.codes:
        yield (
            f"`{name}` of `{there.name}` is never '{text}'",
            suggest(text, fact.codes) or f"its codes are {', '.join(fact.codes)}",
        )


def _of(code: str, step: Step, key: str, position: Position, fault: Fault) -> Problem:
    what, mend = fault
    return Problem(
        position=position, code=code, where=f"{where_of(step)}.{key}", what=what, mend=mend
    )
