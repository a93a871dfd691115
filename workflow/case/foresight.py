"""What a command would do and warn of, told before it is given: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.case.cascade import Cascade, Cases
from workflow.case.model import Case, Command, Warned
from workflow.definition.model import UNOPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The cases that a command would change, as they are (new ones are not in it) and would be."""

    before: Mapping[str, Case]
    after: Mapping[str, Case]
    warnings: tuple[Warned, ...]


def foreseen(cases: Cases, command: Command) -> Ahead:
    """What would follow. Raises Refused as `carry_out` does."""
    cascade = Cascade(cases)
    warnings = tuple(
        Warned(step.case.ref, event.name, say)
        for event, step in cascade.decided(command)
        for say in step.effects.warnings
    )
    was = {ref: case for ref, case in cascade.before.items() if case.state != (UNOPENED,)}
    return Ahead(before=was, after=cascade.after, warnings=warnings)


def look_ahead(cases: Cases, command: Command) -> tuple[Warned, ...]:
    """What the command would warn of. Raises Refused as `carry_out` does."""
    return foreseen(cases, command).warnings
