"""Rows of cases as values that say where each is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import RowMapping

from workflow.case.record import moment
from workflow.store.stored import CaseHead, OpenTask, StoredCase
from workflow.store.tables import CASE

HEAD = (
    CASE.c.ref,
    CASE.c.workflow,
    CASE.c.policy,
    CASE.c.release,
    CASE.c.state,
    CASE.c.opened_on,
    CASE.c.closed,
)
"""The columns that `heads_of` reads, in its order."""


def heads_of(rows: Iterable[Any]) -> list[CaseHead]:
    """Where each of them is, in their order."""
    when, leaves = cache(moment), cache(leaves_of)  # thousands share a few hundred
    return [
        CaseHead(ref, workflow, policy, release, leaves(state), when(opened_on), closed)
        for ref, workflow, policy, release, state, opened_on, closed in rows
    ]


def open_tasks_of(rows: Iterable[Any]) -> Iterator[OpenTask]:
    """Each open task, out of the columns of one that are asked for."""
    when, leaves = cache(moment), cache(leaves_of)  # thousands of tasks share a few hundred
    # Unpacked, because asking each of 50,000 rows for its columns by name takes twice as long.
    for ref, workflow, task, occurrence, item, role, due, waiting, opened_on, state in rows:
        yield OpenTask(
            ref,
            workflow,
            task,
            occurrence,
            item or None,
            role,
            when(due) if due else None,
            waiting,
            when(opened_on),
            leaves(state),
        )


def leaves_of(state: str) -> tuple[str, ...]:
    """The active leaves, out of the text in which they are kept."""
    return tuple(json.loads(state))


def stored_case(row: RowMapping) -> StoredCase:
    """A row of the cases as a value."""
    return StoredCase(**{**row, "snapshot": decoded(row["snapshot"])})


def decoded(text: str) -> Any:
    """What the JSON text says; the text itself where it was damaged."""
    try:
        return json.loads(text)
    except ValueError:
        return text
