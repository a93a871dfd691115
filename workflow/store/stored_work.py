"""What lists of work take in and hand out: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workflow.store.stored import OpenTask, StoredRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWanted:
    """Which tasks a list holds.

    The person's own ones, or those of `people`, and of `roles` those that nobody holds.
    `role`, `kind`: of that role and workflow only. `late`: late ones only, by the instant and the
    day of now, as text.
    """

    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    role: str = ""
    kind: str = ""
    late: tuple[str, str] | None = None
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """In whose list of work tasks stand: what one of `people` holds or got, the person among them,
    and of `roles` what nobody holds. `role`: of that role only.
    """

    person: str
    people: tuple[str, ...]
    roles: tuple[str, ...]
    role: str = ""


class FoundWork(NamedTuple):
    """A task in a list: its case, the release of that, and who has the task's role there."""

    case_id: str
    task: OpenTask
    release: int
    holder: str


class Change(NamedTuple):
    """A row that somebody recorded, and the case that it is of."""

    ref: str
    workflow: str
    release: int
    row: StoredRow
