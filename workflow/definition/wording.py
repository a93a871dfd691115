"""What a definition says, in the labels of facts and the titles of steps, roles and states.

What a rule gives on a certain day is explained elsewhere (`workflow/deadlines/explain.py`); this
says what it asks, for people who read a definition.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from workflow.deadlines.rule import Anchor, AnchorKind, Choice, Pick, Repeated, Rule, SameDay
from workflow.definition.guard import Guard
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Fact, Workflow
from workflow.definition.step import Way
from workflow.definition.task import Task

ANYTIME = "(at any time)"

_CHOSEN = {
    Choice.EARLIEST: "the earliest of",
    Choice.LATEST: "the latest of",
    Choice.FIRST_KNOWN: "the first that is known of",
}


def due_in_words(workflow: Workflow, due: Repeated) -> str:
    """When each occurrence of a task is due: 10 days after “Held on”; then ...."""
    first = rule_in_words(workflow, due.first)
    return first if due.then is None else f"{first}; then {rule_in_words(workflow, due.then)}"


def rule_in_words(workflow: Workflow, rule: Rule) -> str:
    """What one rule asks, with its conditions in words: 10 days after “Held on”."""
    when = guard_words(workflow, rule.when) if isinstance(rule.when, Guard) else ""
    condition = f", when {when}" if when else ""
    return f"{_unconditional(workflow, rule)}{condition}"


def _unconditional(workflow: Workflow, rule: Rule) -> str:
    if isinstance(rule, Pick):
        parts = ", or ".join(rule_in_words(workflow, part) for part in rule.parts)
        return f"{_CHOSEN[rule.choice]}: {parts}"
    anchor = rule.anchor
    counted = (
        _anchor(workflow, anchor) if isinstance(anchor, Anchor) else rule_in_words(workflow, anchor)
    )
    if isinstance(rule, SameDay):
        return f"the same {'working ' if rule.working else ''}day as {counted}"
    return f"{rule.span} {'before' if rule.backwards else 'after'} {counted}"


def _anchor(workflow: Workflow, anchor: Anchor) -> str:
    if anchor.kind is AnchorKind.FACT:
        fact = workflow.facts.get(anchor.name)
        return quoted(fact.label if fact else anchor.name)
    if anchor.kind is AnchorKind.ENTERED:
        return "the start"
    whole = " in the whole case" if anchor.kind is AnchorKind.EVER else ""
    return f"the last {quoted(event_title(workflow, anchor.name))}{whole}"


def event_title(workflow: Workflow, event: str) -> str:
    """The title of the first step of that name; the name itself for an event of the engine."""
    return next((step.title for step in workflow.steps_of(event)), event)


def quoted(words: str) -> str:
    """A label or title as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


def path_of(workflow: Workflow, state: str) -> str:
    """The titles of a state and of those around it: “Plan: Reviewing: First review due”."""
    titles = (workflow.states[each].title for each in reversed(workflow.ancestry(state)))
    return ": ".join(title for title in titles if title)


def place_of(workflow: Workflow, task: Task) -> str:
    """Where a task is open: the outermost of its states, or from which event on."""
    if not task.place:
        events = " or ".join(quoted(event_title(workflow, event)) for event in task.opens_on)
        return f"from {events} until it is done"
    within = [state for state in workflow.states if state in task.place]
    outer = [s for s in within if not task.place & set(workflow.ancestry(s)[1:])]
    every = [s.id for s in workflow.states.values() if s.parent is None and not s.final]
    if outer == every:
        return ANYTIME
    return "; ".join(path_of(workflow, state) for state in outer)


def condition(way: Way, facts: Mapping[str, Fact]) -> str:
    """The guard of a way in the labels of its facts and codes; as written where that is longer."""
    if way.when is None:
        return "otherwise"
    return guard_in_words(way.when, facts) or str(way.when)


def guard_in_words(guard: Guard, facts: Mapping[str, Fact]) -> str:
    """A short guard in the labels of its facts and codes; empty for any other."""
    match guard.tree:
        case ast.Name(id=name) if name in facts:
            return facts[name].label
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=str(code))]
        ) if name in facts:
            return facts[name].codes.get(code, code)
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.In()], comparators=[ast.List() | ast.Tuple() as listed]
        ) if name in facts:
            return ", ".join(facts[name].codes.get(c, str(c)) for c in ast.literal_eval(listed))
    return ""
