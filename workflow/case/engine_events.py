"""Events that the engine itself knows, in every workflow: linking, assigning, handing over."""

from __future__ import annotations

from typing import Any

from workflow.case.model import Case, Event
from workflow.case.reading import Reading
from workflow.case.telling import Kept, told_by, untied
from workflow.definition.model import ASSIGN, LINK, LINKED_CLOSED, Workflow
from workflow.definition.step import Step

TIMER = "@timer"
"""The fact of a timed event that names its timer. No fact of a definition can be read by it."""

ENGINE_FACTS = {
    LINK: ("link", "case"),
    LINKED_CLOSED: ("link", "case"),
    ASSIGN: ("role", "person"),
}
"""The facts of each, all of them required."""


def fold_links(case: Case, event: Event, workflow: Workflow, steps: tuple[Step, ...]) -> Case:
    """The links and people of a case after an event."""
    facts = event.facts
    if event.name == ASSIGN:
        return case.with_(people={**case.people, facts["role"]: facts["person"]})
    links = {name: dict(cases) for name, cases in case.links.items()}
    for name, ref, is_open in _ties(event, workflow):
        links.setdefault(name, {})[ref] = is_open
    for untie in (step.untie for step in steps if step.untie):
        for ref in untied(untie, event):
            if ref in links.get(untie.link, {}):
                links[untie.link][ref] = False
    return case.with_(links=links)


def _ties(event: Event, workflow: Workflow) -> list[tuple[str, str, bool]]:
    """Link, reference and whether that case is open."""
    facts = event.facts
    if event.name in (LINK, LINKED_CLOSED):
        return [(facts["link"], facts["case"], event.name == LINK)]
    named = [(name, facts[name]) for name in workflow.links if facts.get(name)]
    return [(name, ref, True) for name, refs in named for ref in refs]


def tell_link(kept: Kept, case: Case, event: Event, workflow: Workflow) -> None:
    """Set what a link sets when a case is linked; a fact that is set keeps its value."""
    link = workflow.links.get(event.facts.get("link", "")) if event.name == LINK else None
    reading = Reading(workflow, case, {"occurred_on": event.occurred_on})
    values: dict[str, Any] = dict(link.sets) if link else {}
    for name, expression in values.items():
        if kept.facts.get(name) is None:
            kept.tell(name, expression.value(reading), told_by(event))
