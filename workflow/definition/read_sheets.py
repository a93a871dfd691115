"""The `sheets:` of a workflow: pages to print that it puts together of a case."""

from __future__ import annotations

from workflow.definition.form import Form
from workflow.definition.page import Sheet, SheetPart


def read_sheets(form: Form) -> dict[str, Sheet]:
    """Each sheet by its name."""
    return {name: _sheet(name, row) for name, row in form.forms("sheets")}


def _sheet(name: str, row: Form) -> Sheet:
    sheet = Sheet(
        name=name,
        title=row.needed("title"),
        when=row.guard("when"),
        parts=tuple(_part(part) for part in row.rows("parts")),
        position=row.position,
    )
    if not sheet.parts:
        row.problem(
            "missing_key", "this sheet is empty", "add `parts: [{title: ..., shows: [...]}]`"
        )
    row.finish()
    return sheet


def _part(row: Form) -> SheetPart:
    part = SheetPart(
        title=row.needed("title"),
        shows=row.names("shows"),
        rows=row.names("rows"),
        tasks=row.names("tasks"),
        position=row.position,
    )
    if not (part.shows or part.rows or part.tasks):
        row.problem("missing_key", "this part is empty", "add `shows:`, `rows:` or `tasks:`")
    row.finish()
    return part
