"""Cases that deal with others, as a meeting does: by links that say whom it is about.

Who has a role on one of those has it there too, and what few may see there few may see here. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.case.model import Case
from workflow.definition.model import Workflow
from workflow.definition.release import Release


def dealt_with(workflow: Workflow, case: Case, *, open_only: bool = False) -> list[str]:
    """References of the cases that this one deals with."""
    ties = (case.links.get(link.name, {}) for link in workflow.links.values() if link.names_case)
    return [ref for each in ties for ref, is_open in each.items() if is_open or not open_only]


def dealing_with(release: Release, case: Case) -> Iterator[str]:
    """References of the cases that deal with this one."""
    for link in release.workflow(case.workflow).links.values():
        there = release.process.workflows.get(link.to)
        back = there.links.get(link.inverse) if there else None
        if back is not None and back.names_case:
            yield from case.linked(link.name)
