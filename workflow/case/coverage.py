"""What worked examples show of a process, and what none of them does.

Shown means: a `then:` line claims it, so that the example would fail if it were otherwise. What
is merely passed through on the way counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.case.edge import nearest
from workflow.definition.model import OPEN_CASE
from workflow.definition.release import Release
from workflow.definition.scenario import STAY
from workflow.definition.step import Step
from workflow.definition.task import Task
from workflow.errors import WrongUse


class Part(StrEnum):
    """What can be shown."""

    STATE = "states"
    WAY = "ways"
    TASK = "tasks"
    RUNG = "rungs"
    CODE = "codes"


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing that an example can show. `name` is for people, and unique of its part."""

    workflow: str
    part: Part
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of one part of one workflow: how many there are, and what no example shows."""

    workflow: str
    part: Part
    all: int
    missing: tuple[str, ...]

    @property
    def shown(self) -> int:
        """How many are shown."""
        return self.all - len(self.missing)


def coverage(
    releases: Iterable[Release], cover: Mapping[str, tuple[str, ...]], shown: Iterable[Item]
) -> tuple[Coverage, ...]:
    """By workflow and part, over everything that one of these releases has, in its order.

    `cover` names by workflow the facts of which every code counts. Raises WrongUse where there
    is no such fact.
    """
    found = set(shown)
    groups: dict[tuple[str, Part], dict[Item, None]] = {}
    for item in (item for release in releases for item in items_of(release, cover)):
        groups.setdefault((item.workflow, item.part), {})[item] = None
    return tuple(
        Coverage(
            workflow=workflow,
            part=part,
            all=len(items),
            missing=tuple(item.name for item in items if item not in found),
        )
        for (workflow, part), items in groups.items()
    )


def changes_unshown(plain: Release, changed: Release, shown: Iterable[Item]) -> tuple[str, ...]:
    """The tasks whose due rule or ladder a policy changes or brings, and that `shown` lacks.

    `shown` is what examples under that policy assert: of the task itself, or of a rung of it.
    """
    names = {(item.workflow, item.name.partition(":")[0]) for item in shown}
    before = {(f.name, t.name): t for f in plain.process.workflows.values() for t in f.tasks}
    return tuple(
        task.name
        for flow in changed.process.workflows.values()
        for task in flow.tasks
        if (flow.name, task.name) not in names
        and _ruled(before.get((flow.name, task.name))) != _ruled(task)
    )


def _ruled(task: Task | None) -> object:
    """By when a task is due, and who is told."""
    if task is None:
        return None
    rungs = [(str(rung), rung.to, rung.notice, str(rung.unless)) for rung in task.rungs]
    return task.due, rungs


def items_of(release: Release, cover: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """Everything that examples of a release can show."""
    for workflow in release.process.workflows.values():
        name = workflow.name
        for state in workflow.states.values():
            if not state.is_region:
                yield Item(name, Part.STATE, state.id)
        for step in (workflow.opening, *workflow.steps):
            if step.moves:  # where a step can only stay there is no way to choose
                yield from (way_item(name, step, way.to or STAY) for way in step.ways)
        for task in workflow.tasks:
            yield Item(name, Part.TASK, task.name)
            yield from (rung_item(name, task.name, str(r), r.notice, r.to) for r in task.rungs)
        for fact in cover.get(name, ()):
            if fact not in workflow.facts:
                hint = nearest(fact, workflow.facts)
                raise WrongUse(f"`cover:` names `{fact}`, and `{name}` has no such fact{hint}")
            yield from (code_item(name, fact, code) for code in workflow.facts[fact].codes)


def way_item(workflow: str, step: Step, to: str) -> Item:
    """The way of a step to a state, or to stay."""
    place = "" if step.event == OPEN_CASE else f"{step.state or 'anywhere'}."
    return Item(workflow, Part.WAY, f"{place}{step.event} -> {to}")


def rung_item(workflow: str, task: str, at: str, notice: str, to: Iterable[str]) -> Item:
    """A rung of a task's ladder."""
    return Item(workflow, Part.RUNG, f"{task}: {at}, {notice} to {' and '.join(to)}")


def code_item(workflow: str, fact: str, code: str) -> Item:
    """A code of a fact."""
    return Item(workflow, Part.CODE, f"{fact}: {code}")
