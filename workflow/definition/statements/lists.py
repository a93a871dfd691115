"""What a process says of the lists of cases that it offers."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.listing import CaseList
from workflow.definition.model import Workflow
from workflow.definition.statements.statement import Part, Statement, about, listed, yes
from workflow.definition.statements.words import guarded, labels, states, titles
from workflow.definition.wording import rule_in_words


def lists(workflow: Workflow) -> Iterator[Statement]:
    """Of each list."""
    for each in workflow.lists.values():
        part = Part(workflow.name, "list", each.name)
        yield from about(part, f"List: {each.title}", _said(workflow, each))


def _said(workflow: Workflow, each: CaseList) -> dict[str, str]:
    tasks = workflow.task
    return {
        "holds cases for which": guarded(workflow, each.when),
        "while they are in": states(workflow, each.place),
        "while one of these is open": listed(
            tasks[t].title if t in tasks else t for t in each.tasks
        ),
        "only once that is late": yes(each.late),
        "from": rule_in_words(workflow, each.since) if each.since else "",
        "told later than": str(each.told_late) if each.told_late else "",
        "shows": labels(workflow, each.shows),
        "is looked through by": titles(workflow, each.roles),
    }
