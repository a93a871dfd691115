"""Where something stands in a definition, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a definition file, for messages. `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What stands in a definition: at `position`, with each of its keys in a line of its own.

    The lines are no part of what it says: two that differ in them alone are equal.
    """

    position: Position
    lines: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)

    def at(self, *keys: str) -> Position:
        """Where the first of these keys stands that it has; where it stands itself without any."""
        return next((self.lines[key] for key in keys if key in self.lines), self.position)


class Severity(StrEnum):
    """An error stops a definition from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with a definition: where it stands, what it is and how to mend it."""

    position: Position
    code: str
    where: str
    what: str
    mend: str
    severity: Severity = Severity.ERROR
