"""A list of cases that a definition asks for: who stands in it, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.deadlines.rule import Rule, Span
from workflow.definition.guard import Guard
from workflow.definition.problem import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """The cases of a workflow for which all of this holds; without `place`, while they are open.

    `place`: states, one of which the case is in. `tasks`: one of them is open, or with `late` late.
    `since`: from that moment on. `told_late`: what was told last was told later than that. `when`
    reads `due` too, the due date of the task. `shows` are the facts that stand beside each case.
    Who has one of `roles` on a case looks through the list for it without being asked.
    """

    name: str
    title: str
    when: Guard | None = None
    place: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    late: bool = False
    since: Rule | None = None
    told_late: Span | None = None
    shows: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    position: Position
