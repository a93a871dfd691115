"""By which steps a task is done, as the case stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from workflow.case.model import Case
from workflow.definition.chart import Chart
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.around import openings_about
from workflow.engine.case_page import OpenStep, open_step


def finishing(
    release: Release, workflow: str, task: str, state: Iterable[str]
) -> tuple[OpenStep, ...]:
    """The steps that finish the task of that name and are open where a case is, one of each event.

    Those that nobody takes by hand are left out: a linked case tells of them, or the clock.
    """
    return _finishing(release.workflow(workflow), release.chart(workflow), task, tuple(state))


def opened_for(release: Release, case: Case, task: str, roles: Iterable[str]) -> list[Workflow]:
    """The workflows of which a case about this one can be opened in one of the roles, and then
    tells that the task is done.
    """
    events = {*_events(release.workflow(case.workflow), task)}
    return [
        flow
        for flow in openings_about(release, case, roles)
        if any(events & {*tell.events} for step in flow.steps for tell in step.tell)
    ]


@lru_cache(maxsize=4096)  # a list asks it for each line, and thousands of cases are in few places
def _finishing(
    workflow: Workflow, chart: Chart, task: str, state: tuple[str, ...]
) -> tuple[OpenStep, ...]:
    steps = (chart.open_steps(state, event) for event in _events(workflow, task))
    told = (open_step(workflow, each) for each in steps if each)
    return tuple(step for step in told if step.roles)


def _events(workflow: Workflow, task: str) -> list[str]:
    """The events that complete the task of that name, by name."""
    found = workflow.task.get(task)
    return sorted(found.events) if found else []


def of_roles(steps: Iterable[OpenStep], roles: Collection[str]) -> list[OpenStep]:
    """Those of the steps that somebody with these roles may take."""
    return [step for step in steps if {*step.roles} & {*roles}]
