"""Where something stands in a definition, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a definition file, for messages. `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


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
