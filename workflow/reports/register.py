"""The register: what law, guidance and partnerships ask of a process, each with an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workflow.definition.form import Form
from workflow.definition.problem import Problem
from workflow.definition.reader import DefinitionWrong
from workflow.definition.source_text import TextRefused, read_text

PARTLY: Final = "partly: "
"""How a reason begins that says what is missing beside what there is."""

KINDS: Final = (
    "clock",
    "data",
    "deadline",
    "decision rule",
    "document",
    "notification",
    "role",
    "state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that is asked. `section` is the heading that it stands under.

    `held_by` names parts of a definition, as `workflow.name`, that fulfil it without a source of
    their own. `reason` says why nothing fulfils it, or after `partly: ` what is still missing.
    """

    id: str
    section: str
    kind: str
    asks: str
    held_by: tuple[str, ...] = ()
    reason: str = ""


def read_register(file: str, text: str) -> dict[str, Requirement]:
    """The requirements of a register by their ids, in its order.

    Raises DefinitionWrong with everything that is wrong with it, by line.
    """
    problems: list[Problem] = []
    try:
        form = Form(read_text(file, text), "", problems)
    except TextRefused as refused:
        raise DefinitionWrong((refused.problem,)) from None
    found: dict[str, Requirement] = {}
    for section in form.keys.nodes:
        for id_, row in form.forms(section):
            if id_ in found:
                row.problem("repeated_id", f"{id_} stands in two sections", "take one of them out")
            found[id_] = _requirement(id_, section, row)
    if problems:
        raise DefinitionWrong(tuple(problems))
    return found


def _requirement(id_: str, section: str, row: Form) -> Requirement:
    requirement = Requirement(
        id=id_,
        section=section,
        kind=row.one_of("kind", KINDS, "data") if row.needed("kind") else "",
        asks=row.needed("asks"),
        held_by=row.names("held_by"),
        reason=row.text("reason"),
    )
    row.finish()
    return requirement
