"""The revisions of the database, oldest first, and what a database with one of them needs.

Kept as a constant, so that opening a database does not have to load Alembic; a test compares it
with the files in `versions/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
)

RevisionState = Literal["missing", "older", "current", "newer"]


def state_of(found: str | None, known: Sequence[str] = REVISIONS) -> RevisionState:
    """How a database at that revision stands to this program.

    None: it has no tables of ours. Empty: it was to get the first revision and did not.
    """
    if found is None:
        return "missing"
    if found == known[-1]:
        return "current"
    return "older" if found in ("", *known) else "newer"
