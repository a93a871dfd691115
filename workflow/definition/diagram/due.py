"""A due rule in words, with the labels of facts and the titles of steps.

What a rule gives on a certain day is explained elsewhere (`workflow/deadlines/explain.py`); this
says what it asks, for people who read a definition.
"""

from __future__ import annotations

from workflow.deadlines.rule import Anchor, AnchorKind, Choice, Pick, Repeated, Rule, SameDay
from workflow.definition.model import Workflow

_CHOSEN = {
    Choice.EARLIEST: "the earliest of",
    Choice.LATEST: "the latest of",
    Choice.FIRST_KNOWN: "the first that is known of",
}


def due_in_words(workflow: Workflow, due: Repeated) -> str:
    """When each occurrence of a task is due: 10 days from “Held on”; then ...."""
    first = _rule(workflow, due.first)
    return first if due.then is None else f"{first}; then {_rule(workflow, due.then)}"


def _rule(workflow: Workflow, rule: Rule) -> str:
    condition = "" if rule.when is None else f" when `{rule.when}`"
    return f"{_unconditional(workflow, rule)}{condition}"


def _unconditional(workflow: Workflow, rule: Rule) -> str:
    if isinstance(rule, Pick):
        parts = ", or ".join(_rule(workflow, part) for part in rule.parts)
        return f"{_CHOSEN[rule.choice]}: {parts}"
    anchor = rule.anchor
    counted = _anchor(workflow, anchor) if isinstance(anchor, Anchor) else _rule(workflow, anchor)
    if isinstance(rule, SameDay):
        return f"the same {'working ' if rule.working else ''}day as {counted}"
    return f"{rule.span} {'before' if rule.backwards else 'from'} {counted}"


def _anchor(workflow: Workflow, anchor: Anchor) -> str:
    if anchor.kind is AnchorKind.FACT:
        fact = workflow.facts.get(anchor.name)
        return quoted(fact.label if fact else anchor.name)
    if anchor.kind is AnchorKind.ENTERED:
        return "the start"
    return f"the last {quoted(event_title(workflow, anchor.name))}"


def event_title(workflow: Workflow, event: str) -> str:
    """The title of the first step of that name; the name itself for an event of the engine."""
    return next((step.title for step in workflow.steps if step.event == event), event)


def quoted(words: str) -> str:
    """A label or title as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
