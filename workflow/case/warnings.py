"""What whoever takes a step should know, and what does not stop them.

Pure: the open cases of a link are handed in by who can find them. Nothing of this is kept: it is
worked out when a step is taken, and said once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from workflow.case.checklist import not_ticked
from workflow.case.invited import gaps
from workflow.case.model import Case, Event, Task
from workflow.case.reading import Reading
from workflow.definition.model import Workflow
from workflow.definition.predicates import DUE
from workflow.definition.step import Step, Warn

Linked = Callable[[str], Iterable[Reading]]
"""The open cases of a link, as guards read them on the day of the event."""


Found = Callable[[str], tuple[Workflow, Case]]
"""A case by its reference, and its workflow."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence that a row of a case brought up: nothing was refused, somebody should know."""

    case: str
    event: str
    say: str


def warnings_of(
    reading: Reading, steps: Collection[Step], event: Event, linked: Linked, tasks: Collection[Task]
) -> Iterator[str]:
    """The sentences that steps warn with, what is missing among those invited, what is unticked.

    `tasks` are those that are open after the event.
    """
    said = (
        warn.say for step in steps for warn in step.warn if _holds(warn, reading, linked, tasks)
    )
    yield from dict.fromkeys(said)
    if event.facts.get(reading.workflow.participants_in or ""):
        yield from gaps(reading, linked)
    yield from (f"Not ticked: {tick.say}" for tick in not_ticked(steps, reading))


def open_cases(case: Case, event: Event, link: str, found: Found) -> Iterator[Reading]:
    """The open cases of a link of that case, on the day of the event."""
    for ref, is_open in case.links.get(link, {}).items():
        if is_open:
            workflow, other = found(ref)
            yield Reading(workflow, other, {"occurred_on": event.occurred_on})


def _holds(warn: Warn, reading: Reading, linked: Linked, tasks: Collection[Task]) -> bool:
    if warn.task is not None:
        dues = (task.due.at for task in tasks if task.name == warn.task)
        readings = [replace(reading, own={**reading.own, DUE: due}) for due in dues]
    else:
        readings = [reading]
    if not any(each.holds(warn.when) for each in readings):
        return False
    return warn.of is None or any(other.holds(warn.there) for other in linked(warn.of))
