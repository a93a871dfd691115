"""Everything that a process says, part by part in words, so that two of them can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.definition.model import Process, Workflow
from workflow.definition.statements.cases import opening, states
from workflow.definition.statements.diary import diary
from workflow.definition.statements.facts import facts
from workflow.definition.statements.layer import layer
from workflow.definition.statements.lists import lists
from workflow.definition.statements.notices import notices
from workflow.definition.statements.pages import pages
from workflow.definition.statements.people import people
from workflow.definition.statements.statement import Part, Statement, about, listed
from workflow.definition.statements.steps import steps
from workflow.definition.statements.tasks import tasks
from workflow.definition.statements.words import guarded, labels

__all__ = ["Part", "Statement", "said_by_part", "said_of", "statements"]


def statements(process: Process) -> Iterator[Statement]:
    """All of it, in the order in which a procedure is read: tasks first, then steps and facts."""
    yield from layer(process.policy)
    for workflow in process.workflows.values():
        said = {
            "edition": workflow.edition,
            "is restricted while": guarded(workflow, workflow.restricted_when),
            "is found by": labels(workflow, workflow.found_by),
            "before a meeting is read": labels(workflow, workflow.pack),
            "its page begins with": listed(shown.label for shown in workflow.header),
        }
        yield from about(Part(workflow.name, "workflow"), workflow.title, said)
        yield from said_of(workflow)


def said_of(workflow: Workflow) -> Iterator[Statement]:
    """What one workflow says of its parts."""
    yield from tasks(workflow)
    yield from opening(workflow)
    yield from steps(workflow)
    yield from states(workflow)
    yield from people(workflow)
    yield from notices(workflow)
    yield from facts(workflow)
    yield from lists(workflow)
    yield from diary(workflow)
    yield from pages(workflow)


def said_by_part(workflow: Workflow) -> Mapping[Part, list[Statement]]:
    """The same, under each part that it is said of."""
    found: dict[Part, list[Statement]] = {}
    for statement in said_of(workflow):
        found.setdefault(statement.part, []).append(statement)
    return found
