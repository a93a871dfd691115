"""What a process says of when and where its cases meet."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Workflow
from workflow.definition.statements.statement import Part, Statement, about
from workflow.definition.statements.words import guarded, labels, states


def diary(workflow: Workflow) -> Iterator[Statement]:
    """Of its place in the diary, if it has one."""
    found = workflow.diary
    if found is None:
        return
    said = {
        "starts at": labels(workflow, [found.starts]),
        "held on": labels(workflow, [found.held] if found.held else []),
        "lasts": str(found.lasts) if found.lasts else "",
        "place": labels(workflow, [found.at] if found.at else []),
        "takes": labels(workflow, found.people),
        "to be arranged": "; ".join(
            f"{labels(workflow, [name])} while {guarded(workflow, guard)}"
            for name, guard in found.arrange.items()
        ),
        "while it is in": states(workflow, found.place),
    }
    yield from about(Part(workflow.name, "diary"), f"Diary: {workflow.title}", said)
