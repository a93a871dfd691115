"""What a case is called in a form: its reference, and whom it is about.

Two of one family are then not taken for each other where something is decided on each.
"""

from __future__ import annotations

from datetime import date

from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.model import Workflow
from workflow.engine.values import value_name


def case_name(workflow: Workflow, case: Case, on: date) -> str:
    """The reference with what the head of its page says of whom it is about, "CP-1 (Name: ...)".

    The reference alone where nothing is known. It names somebody: for those who may see the case.
    """
    read, said = Reading(workflow, case, {"occurred_on": on}), []
    for line in workflow.header:
        fact = workflow.facts.get(line.show.text) if line.names_case and line.show else None
        if fact is not None and read.holds(line.when) and (value := read(fact.name)) is not None:
            said.append(f"{line.label}: {value_name(workflow, fact, value)}")
    return f"{case.ref} ({', '.join(said)})" if said else case.ref
