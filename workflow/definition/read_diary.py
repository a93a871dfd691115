"""The `diary:` of a workflow: when and where its cases meet, and whom that takes."""

from __future__ import annotations

from workflow.definition.diary import Diary
from workflow.definition.form import Form
from workflow.definition.read_due import read_span
from workflow.definition.read_facts import read_sets


def read_diary(form: Form) -> Diary | None:
    """How it stands in the diary; None: its cases do not meet."""
    for row in form.rows("diary"):
        found = Diary(
            starts=row.needed("starts"),
            held=row.text("held") or None,
            lasts=read_span(row, "lasts", row.text("lasts")) if row.has("lasts") else None,
            at=row.text("at") or None,
            people=row.names("people"),
            arrange=read_sets(row, "arrange"),
            place=row.names("while"),
            position=row.position,
        )
        row.finish()
        return found
    return None
