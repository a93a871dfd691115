"""The story of a case as a page tells it: what happened, the last first, with what was put right.

A correction stands beside the row that it is about; it tells what that row said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.case.model import Kind
from workflow.clock import london_day
from workflow.engine.case_history import HistoryLine

ROWS = 30
"""Rows that are told unasked."""

SOON = 1
"""Days after which something counts as recorded late."""


class Told(StrEnum):
    """Which rows of a story are told."""

    LATELY = ""
    """what happened, the last of it"""
    EVENTS = "events"
    """what happened"""
    DEEDS = "deeds"
    """what we did ourselves, such as reminders"""
    CORRECTIONS = "corrections"
    """what was put right"""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A row and the corrections of it, the first first.

    `days_late`: how many days after it happened it was recorded, where that is late; else 0.
    """

    row: HistoryLine
    corrections: tuple[HistoryLine, ...] = ()
    days_late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is told, the last first, and how many rows there are of each choice."""

    told: Told
    lines: tuple[StoryLine, ...]
    counts: dict[Told, int]


def story(rows: Sequence[HistoryLine], choice: str) -> Story:
    """The story of these rows; a choice that there is not tells what happened lately."""
    told = Told(choice) if choice in set(Told) else Told.LATELY
    corrections: dict[int, list[HistoryLine]] = {}
    for row in rows:
        if row.corrects is not None:
            corrections.setdefault(row.corrects, []).append(row)
    chosen = [row for row in reversed(rows) if _is_told(row, told)]
    if told is Told.LATELY:
        chosen = chosen[:ROWS]
    return Story(
        told=told,
        lines=tuple(_line(row, corrections.get(row.seq, ())) for row in chosen),
        counts={each: sum(_is_told(row, each) for row in rows) for each in Told},
    )


def _is_told(row: HistoryLine, told: Told) -> bool:
    match told:
        case Told.ALL:
            return True
        case Told.DEEDS:
            return row.kind == Kind.DEED
        case Told.CORRECTIONS:
            return row.kind == Kind.CORRECTION
    # One that is about a row stands beside it; one that is about none moved the whole case.
    return row.kind != Kind.DEED and row.corrects is None


def _line(row: HistoryLine, corrections: Iterable[HistoryLine]) -> StoryLine:
    days = (london_day(row.recorded_at) - london_day(row.occurred_on)).days
    late = days if days > SOON and row.kind == Kind.EVENT else 0
    return StoryLine(row=row, corrections=tuple(corrections), days_late=late)
