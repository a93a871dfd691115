"""The `header:` of a workflow: what stands in the head of a case's page."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.definition.form import Form
from workflow.definition.model import Fact, Shown


def read_header(form: Form, facts: Mapping[str, Fact]) -> tuple[Shown, ...]:
    """Each line of it. A fact has its own label; a condition needs one."""
    return tuple(line for row in form.rows("header") if (line := _line(row, facts)))


def _line(row: Form, facts: Mapping[str, Fact]) -> Shown | None:
    text = row.needed("show")
    show = row.guard("show")
    label = row.text("label") or (facts[text].label if text in facts else "")
    if show is not None and not label and text not in facts:
        what = "a condition has no words of its own to stand in the header"
        row.problem("missing_key", what, "add `label: What people read`")
    when = row.guard("when")
    row.finish()
    return Shown(show=show, label=label, when=when, position=row.position) if show else None
