"""What a process says of the pages of a case: the lines of its head, and its sheets."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Workflow
from workflow.definition.page import Sheet, Shown
from workflow.definition.statements.statement import Part, Statement, about, listed, yes
from workflow.definition.statements.words import guarded, labels, states
from workflow.definition.wording import quoted


def pages(workflow: Workflow) -> Iterator[Statement]:
    """Of each line of the head, and of each sheet."""
    for line in workflow.header:
        said = " ".join(filter(None, (str(line.show or ""), line.task, line.open)))
        part = Part(workflow.name, "head", f"{line.label} {said}")
        yield from about(part, f"Head of the page: {line.label}", _of_line(workflow, line))
    for sheet in workflow.sheets.values():
        part = Part(workflow.name, "sheet", sheet.name)
        yield from about(part, f"Sheet: {sheet.title}", _of_sheet(workflow, sheet))


def _of_sheet(workflow: Workflow, sheet: Sheet) -> dict[str, str]:
    held = {
        part.title: listed(
            (
                *filter(None, [labels(workflow, (*part.shows, *part.rows))]),
                *(_title(workflow, task) for task in part.tasks),
            )
        )
        for part in sheet.parts
    }
    return {"while": guarded(workflow, sheet.when), **held}


def _of_line(workflow: Workflow, line: Shown) -> dict[str, str]:
    links = workflow.links
    return {
        "shows": str(line.show) if line.of else guarded(workflow, line.show),
        "of the last of": links[line.of].label if line.of and line.of in links else "",
        "shows when this is due": _title(workflow, line.task),
        "shows the open ones of": line.open or "",
        "while": guarded(workflow, line.when),
        "while it is in": states(workflow, line.place),
        "counts the days from": labels(workflow, filter(None, [line.days_since])),
        "counts from, where there is none,": labels(workflow, filter(None, [line.none_since])),
        "names who recorded it": yes(line.told_by),
        "stands out": yes(line.danger),
        "says whom the case is about": yes(line.names_case),
    }


def _title(workflow: Workflow, task: str | None) -> str:
    return quoted(workflow.task[task].title) if task and task in workflow.task else ""
