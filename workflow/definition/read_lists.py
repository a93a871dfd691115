"""The `lists:` of a workflow: which cases a manager asks for."""

from __future__ import annotations

from workflow.definition.form import Form
from workflow.definition.listing import CaseList
from workflow.definition.read_due import read_rule, read_span


def read_lists(form: Form) -> dict[str, CaseList]:
    """Each list by its name."""
    return {name: _list(name, row) for name, row in form.forms("lists")}


def _list(name: str, row: Form) -> CaseList:
    since, told_late = row.node("from"), row.text("told_late_by")
    found = CaseList(
        name=name,
        title=row.needed("title"),
        when=row.guard("when"),
        place=row.names("while"),
        tasks=row.names("tasks"),
        late=row.flag("late"),
        since=read_rule(since, row, None) if since is not None else None,
        told_late=read_span(row, "told_late_by", told_late) if told_late else None,
        shows=row.names("shows"),
        roles=row.names("for"),
        position=row.position,
    )
    if found.late and not found.tasks:
        row.problem("missing_key", "`late` says nothing without a task", "add `tasks: [a_task]`")
    row.finish()
    return found
