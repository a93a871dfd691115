"""Which notices went in a worked example: those of rungs that passed, and those that steps sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from workflow.case.coverage import Item, rung_item
from workflow.case.kept_back import kept_back, told_by
from workflow.case.model import Case, Event, Kind
from workflow.case.reading import Reading
from workflow.case.simulated_time import RUNG_PASSED
from workflow.case.world import World
from workflow.clock import london_day
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Workflow
from workflow.definition.scenario import Sent


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that went, and when. `to` None: nobody says to whom.

    Of a rung also its task and what an example shows by naming it.
    """

    name: str
    at: datetime
    to: tuple[str, ...] | None = None
    task: str = ""
    rung: Item | None = None

    def matches(self, line: Sent) -> bool:
        """Whether the line speaks of it; one whose audience is not known may be to anybody."""
        to = not line.to or self.to is None or line.to in self.to
        on = line.on is None or line.on == london_day(self.at)
        return self.name == line.notice and to and on and line.task in ("", self.task)


def notices_of(world: World, case: Case) -> tuple[Notice, ...]:
    """Every notice of the case.

    A rung that was past before anybody knew of its task went when that became known; one that
    nobody was told went to nobody.
    """
    rungs = (
        _of_rung(case, row)
        for row in world.cases.histories[case.ref]
        if row.kind is Kind.DEED and row.name == RUNG_PASSED and not row.facts.get("passed")
    )
    return (*rungs, *_of_steps(world, case))


def went(notices: Iterable[Notice], name: str) -> str:
    """When those of that name went, and to whom."""
    told = [
        f"{moment_name(notice.at)} to {_to_whom(notice)}"
        f"{f' ({notice.task})' if notice.task else ''}"
        for notice in notices
        if notice.name == name
    ]
    return f"{name} went {', and '.join(told)}" if told else f"{name} never went"


def _to_whom(notice: Notice) -> str:
    return "its audience" if notice.to is None else " and ".join(notice.to) or "nobody"


def names_of_notices(workflow: Workflow) -> set[str]:
    """Every notice that the workflow can send."""
    rungs = {rung.notice for task in workflow.tasks for rung in task.rungs}
    every = (workflow.opening, *workflow.steps)
    steps = {notice for step in every for notice in step.notify}
    ways = {notice for step in every for way in step.ways for notice in way.notify}
    return rungs | steps | ways


def _of_rung(case: Case, row: Event) -> Notice:
    facts = row.facts
    task, to = facts["task"].partition("#")[0], tuple(facts["to"])
    rung = rung_item(case.workflow, task, facts["rung"], facts["notice"], to)
    return Notice(facts["notice"], row.recorded_at, tuple(facts.get("heard", to)), task, rung)


def _of_steps(world: World, case: Case) -> Iterator[Notice]:
    steps = zip(world.happened(case), world.cases.steps[case.ref], strict=True)
    for (_, event, after), step in steps:
        for name in step.effects.notices:
            yield Notice(name, event.recorded_at, _audience(world, after, event, name))


def _audience(world: World, case: Case, event: Event, name: str) -> tuple[str, ...] | None:
    """The kinds and roles that a step told; None where the definition does not say.

    Linked cases are asked as they are in the end.
    """
    notice = world.workflow(case).notices.get(name)
    if notice is None or not notice.to:
        return None
    reading = _reading(world, case, event)

    def tied(link: str) -> list[Reading]:
        return [_reading(world, world.cases.get(ref), event) for ref in case.linked(link)][::-1]

    back = kept_back(reading, (each for link in case.links for each in tied(link)))
    told = told_by(notice, reading, tied, back).addressees
    kinds = (each.kind.name if each.kind else "" for each in told if not each.kept_back)
    roles = (each.role for each in told)
    return tuple(dict.fromkeys(filter(None, (*kinds, *roles))))


def _reading(world: World, case: Case, event: Event) -> Reading:
    return Reading(world.workflow(case), case, {"occurred_on": event.occurred_on})
