"""The facts on which national rules rest: what they count from, and what decides that they count.

A policy may give such a fact another label. To have it kept or worked out otherwise would move
the rule without touching it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.deadlines.rule import Anchor, AnchorKind, Pick, Rule, Standing, anchors
from workflow.definition.guard import Guard
from workflow.definition.model import Fact, Workflow
from workflow.definition.task import Task


def is_national(rule: Rule) -> bool:
    """Whether a part of a rule says that it is national."""
    if isinstance(rule, Pick):
        return any(map(is_national, rule.parts))
    if rule.source is not None and rule.source.standing is Standing.NATIONAL:
        return True
    return not isinstance(rule.anchor, Anchor) and is_national(rule.anchor)


def has_national(task: Task) -> bool:
    """Whether a task is national, or one of its due rules."""
    own = task.source is not None and task.source.standing is Standing.NATIONAL
    return own or any(map(is_national, task.rules))


def facts_changed(before: Workflow, after: Workflow) -> Iterator[str]:
    """Each fact under a national rule of `before` that means something else in `after`."""
    for name in resting_on(before):
        was, now = before.facts[name], after.facts.get(name)
        if now is None or _meaning(was) != _meaning(replace(now, position=was.position)):
            yield name


def resting_on(workflow: Workflow) -> Iterator[str]:
    """The facts under national rules, and those that they are made of."""
    waiting = [name for task in workflow.tasks for name in _named_by(task)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in workflow.facts:  # a count of cases is no fact
            continue
        seen.add(name)
        yield name
        fact = workflow.facts[name]
        waiting += [fact.from_fact] if fact.from_fact else []
        waiting += [
            *_names((fact.where,)),
            *fact.made_of,
            *fact.key,
            *(fact.columns if fact.key else ()),
        ]


def _named_by(task: Task) -> Iterator[str]:
    rules = [rule for rule in task.rules if is_national(rule)]
    if not rules:
        return
    yield from _names((task.when, *(way.when for way in task.done_by)))
    for rule in rules:
        yield from _names(_conditions(rule))
        yield from (each.name for each in anchors(rule) if each.kind is AnchorKind.FACT)


def _conditions(rule: Rule) -> Iterator[object]:
    yield rule.when
    inside = rule.parts if isinstance(rule, Pick) else (rule.anchor,)
    for part in inside:
        if not isinstance(part, Anchor):
            yield from _conditions(part)


def _names(guards: Iterable[object]) -> list[str]:
    return [name for guard in guards if isinstance(guard, Guard) for name in sorted(guard.names)]


def _meaning(fact: Fact) -> Fact:
    """A fact without what is only for people who read or fill it in."""
    for_people = replace(fact, label="", hint="", long=False, codes={}, personal=False)
    return replace(
        for_people,
        required_when=None,
        weekdays_only=None,
        happened=False,
        names_participant=False,
        participants_of=None,
    )
