"""What people do about a task without doing it: they have seen it, or hand it over. Pure.

Both are deeds, known to the engine in every workflow. Which of them still say something is worked
out of the rows alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from workflow.case.model import Event, Kind

ACKNOWLEDGE = "acknowledge"
"""Somebody has seen the task: fact `task`."""

HAND_OVER = "hand_over"
"""The deed of giving a task to somebody else: facts `task` (its id) and `person`."""

TASK_DEEDS = {ACKNOWLEDGE: ("task",), HAND_OVER: ("task", "person")}
"""The facts of each, all of them required."""


class TaskDeed(NamedTuple):
    """Of one occurrence of a task: who has seen it, or whom it was handed over to last.

    `due` is when it was due then, as text; None where it had no date.
    """

    task: str
    occurrence: int
    item: str
    deed: str
    person: str
    due: str | None


def task_deeds(rows: Iterable[Event]) -> list[TaskDeed]:
    """Of each task the last handing over, and of each person that they have seen it."""
    found: dict[tuple[str, ...], TaskDeed] = {}
    for row in rows:
        if row.kind is Kind.DEED and row.name in TASK_DEEDS:
            deed = _of_row(row)
            who = deed.person if deed.deed == ACKNOWLEDGE else ""
            found[str(row.facts["task"]), deed.deed, who] = deed
    return list(found.values())


def _of_row(row: Event) -> TaskDeed:
    id_, _, item = str(row.facts["task"]).partition("/")
    task, _, occurrence = id_.partition("#")
    person = row.actor if row.name == ACKNOWLEDGE else str(row.facts["person"])
    return TaskDeed(task, int(occurrence), item, row.name, person, row.facts.get("due"))
