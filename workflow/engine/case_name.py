"""Whom a case is about, as forms and lists name it beside its reference.

Two of one family are then not taken for each other, and nobody has to know references by heart.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow.case.dealing import dealt_with
from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.release import Release
from workflow.engine.values import Words


def called(release: Release, case: Case) -> str:
    """What the head of its page says of whom the case is about, "Name: ..."; empty where nothing is
    known. It names somebody: for those who may see the case.
    """
    workflow, words = release.workflow(case.workflow), Words(release, str)
    read, said = Reading(workflow, case), []
    for line in workflow.header:
        fact = workflow.facts.get(line.show.text) if line.names_case and line.show else None
        if fact is not None and read.holds(line.when) and (value := read(fact.name)) is not None:
            said.append(f"{line.label}: {words.value(workflow, fact, value)}")
    return ", ".join(said)


def about_of(
    release: Release, case: Case, seen: Mapping[str, tuple[Release, Case]]
) -> dict[str, str]:
    """By reference, what the cases that it deals with are called, of those that are seen."""
    others = dealt_with(release.workflow(case.workflow), case, open_only=not case.closed)
    return {ref: case_name(*seen[ref]) for ref in others if ref in seen}


def case_name(release: Release, case: Case) -> str:
    """The reference with whom it is about, "CP-1 (Name: ...)"; alone where nothing is known."""
    said = called(release, case)
    return f"{case.ref} ({said})" if said else case.ref
