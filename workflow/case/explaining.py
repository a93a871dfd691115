"""How the due date of an open task came about, told on demand and never in the fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workflow.case.model import Case, Task
from workflow.case.plan import place_key
from workflow.case.reading import Anchors, Reading
from workflow.case.tasks import standing_of
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.explain import explain
from workflow.deadlines.rule import Anchor, AnchorKind, Rule
from workflow.definition.guard import Guard
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.definition.task import Task as TaskRule


def explain_task(release: Release, calendar: Calendar, case: Case, task: Task) -> tuple[str, ...]:
    """The lines: the rule with its source and start, each day not counted, and the due date."""
    workflow = release.workflow(case.workflow)
    rule = workflow.task[task.name]
    if rule.due is None:
        return ("no due date: the procedure gives this task none",)
    return explain(
        _sourced(rule, rule.due.rule(case.done.get(task.key, 0))),
        Anchors(Reading(workflow, case), place_key(rule)),
        release.calendars(calendar),
        title=_titles(workflow, rule),
        condition=lambda when: (
            guard_words(workflow, when) if isinstance(when, Guard) else str(when)
        ),
        standing=standing_of(rule),
    )


def _sourced(task: TaskRule, rule: Rule) -> Rule:
    """The rule with the task's source, where it names none of its own."""
    return rule if rule.source is not None else replace(rule, source=task.source)


def _titles(workflow: Workflow, task: TaskRule) -> Callable[[Anchor], str]:
    """Anchors as the definition calls them: a fact by its label, an event by its step's title."""
    steps = {step.event: step.title for step in workflow.steps}
    place = [state for state in task.place if workflow.states[state].parent not in task.place]
    begun = workflow.states[place[0]].title if len(place) == 1 else task.title

    def title(anchor: Anchor) -> str:
        match anchor.kind:
            case AnchorKind.FACT:
                return f"“{workflow.facts[anchor.name].label}”"
            case AnchorKind.ENTERED:
                return f"the start of “{begun}”"
            case AnchorKind.LAST | AnchorKind.EVER:
                return f"the last “{steps.get(anchor.name, anchor.name)}”"

    return title
