"""The `header:` of a workflow: what stands in the head of a case's page."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.definition.form import Form
from workflow.definition.model import Fact, Link
from workflow.definition.page import Shown
from workflow.definition.task import Task


def read_header(
    form: Form, facts: Mapping[str, Fact], links: Mapping[str, Link], tasks: Mapping[str, Task]
) -> tuple[Shown, ...]:
    """Each line of it. A fact, a task and a link have words of their own; what else needs them."""
    labels = {
        "show": {name: fact.label for name, fact in facts.items()},
        "task": {name: task.title for name, task in tasks.items()},
        "open": {name: link.label for name, link in links.items()},
    }
    return tuple(line for row in form.rows("header") if (line := _line(row, labels)))


def _line(row: Form, labels: Mapping[str, Mapping[str, str]]) -> Shown | None:
    said = {key: row.text(key) for key in labels}
    if not any(said.values()):
        row.problem("missing_key", "this line says nothing", "add `show:`, `task:` or `open:`")
    show, of = row.guard("show"), row.text("of") or None
    label = row.text("label") or _own(labels, {} if of else said)
    if not label and (of or show is not None):
        what = "what linked cases say" if of else "a condition"
        what += " has no words of its own to stand in the header"
        row.problem("missing_key", what, "add `label: What people read`")
    line = Shown(
        show=show,
        of=of,
        task=said["task"] or None,
        open=said["open"] or None,
        label=label,
        when=row.guard("when"),
        place=row.names("while"),
        days_since=row.text("days_since") or None,
        none_since=row.text("none_since") or None,
        told_by=row.flag("told_by"),
        danger=row.flag("danger"),
        names_case=row.flag("names_case"),
        position=row.position,
    )
    if line.names_case and (show is None or of):
        what = "only a fact of the case itself says whom it is about"
        row.problem("names_no_case", what, "take `names_case` out, or `show:` a fact of the case")
    row.finish()
    return line if show is not None or line.task or line.open else None


def _own(labels: Mapping[str, Mapping[str, str]], said: Mapping[str, str]) -> str:
    """The words of the first of the things that it says."""
    return next((labels[key][name] for key, name in said.items() if name in labels[key]), "")
