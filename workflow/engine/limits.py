"""By when what a step plans has to be: the tasks of the cases that it is planned for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.case.dealing import dealt_with
from workflow.case.model import Case
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Workflow
from workflow.definition.release import Release
from workflow.engine.form import StepForm


def limits(
    workflow: Workflow, case: Case, form: StepForm, cases: Mapping[str, tuple[Release, Case]]
) -> Iterator[str]:
    """A sentence for each open task of the cases dealt with for which a day is planned elsewhere,
    such as here; only where the form asks when the case meets.
    """
    if workflow.diary is None or workflow.diary.starts not in {each.name for each in form.fields}:
        return
    for ref in dealt_with(workflow, case, open_only=True):
        if ref not in cases:
            continue
        release, other = cases[ref]
        there = release.workflow(other.workflow)
        for task in other.tasks:
            if there.task[task.name].set_for and task.due.at is not None:
                yield f"{there.task[task.name].title}, {ref}: by {moment_name(task.due.at)}."
