"""Histories files in few words, and reading them in."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from days import at, day
from engine.building import a_referral, discussed, found
from process.building import EVERYBODY, an_outcome
from real_process import catalogue
from workflow.case.record import plain
from workflow.engine.history_file import COLUMNS, read_histories
from workflow.engine.import_histories import ImportSummary, import_histories
from workflow.store.database import Store

Fields = dict[str, str]


def said_by_file(
    case: str, event: str, on: str, role: str = "team_manager", *, recorded: str = "", **facts: Any
) -> Fields:
    """One row of a file, recorded at 16:00 of its day."""
    return {
        "case": case,
        "workflow": "child_protection" if case.startswith("CP") else "conference",
        "policy": "",
        "event": event,
        "occurred_on": day(on).isoformat(),
        "recorded_at": at(f"{recorded or on} 16:00").isoformat(),
        "actor": f"{role}.1",
        "role": role,
        "facts": json.dumps(plain(facts)),
    }


def referral(case: str, on: str, family: str = "FAM-1") -> Fields:
    facts = a_referral(on, case) | {"family_reference": family}
    return said_by_file(case, "open_case", on, **facts)


def enquiry(case: str, on: str) -> list[Fields]:
    """A strategy discussion and an enquiry that found likely harm, on one day."""
    return [
        said_by_file(case, "hold_strategy_discussion", on, **discussed(on)),
        said_by_file(case, "record_enquiry_outcome", on, **found(on)),
    ]


def conference(case: str, asked: str, held: str, child: str) -> list[Fields]:
    """An initial conference that decides on a plan for one child."""
    unit, chair = "conference_unit", "conference_chair"
    opened: dict[str, Any] = {"conference_kind": "initial", "considers": [child]}
    booked: dict[str, Any] = {"planned_for": at(f"{held} 10:00"), "venue": "-", "chair": "-"}
    met: dict[str, Any] = {"held_on": day(held), "attended": EVERYBODY}
    outcomes: dict[str, Any] = {child: an_outcome(held)}
    return [
        said_by_file(case, "open_case", asked, unit, **opened),
        said_by_file(case, "book_conference", asked, unit, **booked),
        said_by_file(case, "hold_conference", held, chair, **met),
        said_by_file(case, "record_conference_outcome", held, chair, outcomes=outcomes),
    ]


def written(file: Path, rows: Sequence[Fields], header: Sequence[str] = COLUMNS) -> Path:
    """The rows as a CSV file."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file


def read_in(
    store: Store, file: Path, rows: Sequence[Fields], now: str = "Mon 23 Nov 2026"
) -> ImportSummary:
    """Write the rows to a file and read it into the database."""
    commands = read_histories(written(file, rows))
    return import_histories(store, catalogue(), commands, now=at(f"{now} 09:00"))
