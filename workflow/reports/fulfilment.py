"""Where a process says that it fulfils a requirement: the ids in the sources of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.deadlines.rule import Count, Pick, Rule, SameDay, Source
from workflow.definition.model import Process, Workflow


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a workflow: a task, step, timer, fact, state or participant."""

    workflow: str
    part: str
    name: str

    @property
    def path(self) -> str:
        """As the register names it."""
        return f"{self.workflow}.{self.name}"


Titles = dict[Place, str]
"""Places with what people call them."""


def fulfilments(processes: Iterable[Process]) -> dict[str, Titles]:
    """By id, every place whose source names it in one of these readings of a process."""
    found: dict[str, Titles] = {}
    for process in processes:
        for workflow in process.workflows.values():
            for place, title, source in _sourced(workflow):
                for id_ in source.ids if source else ():
                    found.setdefault(id_, {}).setdefault(place, title)
    return found


def parts(process: Process) -> dict[str, Titles]:
    """By path, what the register may name as holding a requirement."""
    found: dict[str, Titles] = {}
    for workflow in process.workflows.values():
        for place, title in _named(workflow):
            found.setdefault(place.path, {}).setdefault(place, title)
    return found


def _sourced(workflow: Workflow) -> Iterator[tuple[Place, str, Source | None]]:
    name = workflow.name
    for task in workflow.tasks:
        for source in (task.source, *(s for rule in task.rules for s in _sources(rule))):
            yield Place(name, "task", task.name), task.title, source
    titles = {step.event: step.title for step in workflow.steps}
    for timer in workflow.timed:
        for source in _sources(timer.due):
            yield Place(name, "timer", timer.event), titles.get(timer.event, timer.event), source
    for step in (workflow.opening, *workflow.steps):
        yield Place(name, "step", step.event), step.title, step.source


def _sources(rule: Rule) -> Iterator[Source]:
    """The source of a rule and of every rule in it."""
    if rule.source is not None:
        yield rule.source
    if isinstance(rule, Pick):
        for part in rule.parts:
            yield from _sources(part)
    elif isinstance(rule.anchor, Count | SameDay | Pick):
        yield from _sources(rule.anchor)


def _named(workflow: Workflow) -> Iterator[tuple[Place, str]]:
    name = workflow.name
    for task in workflow.tasks:
        yield Place(name, "task", task.name), task.title
    for step in workflow.steps:
        yield Place(name, "step", step.event), step.title
    for state in workflow.states.values():
        yield Place(name, "state", state.id), state.title
    for fact in workflow.facts.values():
        yield Place(name, "fact", fact.name), fact.label
    for kind in workflow.participants.values():
        yield Place(name, "participant", kind.name), kind.title
    for notice in workflow.notices.values():
        yield Place(name, "notice", notice.name), notice.title
