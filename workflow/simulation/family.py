"""One invented family: who it is, and the rows of its story as they are typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from workflow.deadlines.calendar import Calendar

POLICIES = ("", "", "liverpool", "darlington")

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a histories file, in the order of its columns."""

    case: str
    workflow: str
    policy: str
    event: str
    occurred_on: date
    recorded_at: datetime
    actor: str
    role: str
    facts: Facts

    def cells(self) -> list[str]:
        """The row as the CSV has it."""
        facts = json.dumps(self.facts)
        on, at = self.occurred_on.isoformat(), self.recorded_at.isoformat()
        return [
            self.case,
            self.workflow,
            self.policy,
            self.event,
            on,
            at,
            self.actor,
            self.role,
            facts,
        ]


@dataclass
class Family:
    """One family's story, told day by day. `ends` is the last day of which anything is known."""

    number: int
    rng: Random
    calendar: Calendar
    ends: date
    rows: list[HistoryRow] = field(default_factory=list)
    typed: dict[date, int] = field(default_factory=dict)
    policy: str = field(init=False)
    worker: str = field(init=False)
    conferences: int = 0

    def __post_init__(self) -> None:
        self.policy = self.rng.choice(POLICIES)
        self.worker = f"worker.{self.rng.randint(1, 6)}"

    @property
    def reference(self) -> str:
        """The reference that the siblings share."""
        return f"FAM-{self.number:03}"

    def later(self, day: date, least: int, most: int) -> date:
        """A working day so many working days later."""
        return self.calendar.add_working_days(day, self.rng.randint(least, most))

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def say(
        self, case: str, event: str, on: date, by: str, role: str, facts: Facts, lag: int = 0
    ) -> None:
        """Record an event, `lag` days after it happened; not what lies after the last day."""
        day = on + timedelta(days=lag)
        if day > self.ends:
            return
        typed = self.typed[day] = self.typed.get(day, 0) + 1  # what follows is typed afterwards
        recorded = datetime.combine(day, time(9 + typed // 60, typed % 60), UTC)
        workflow = "conference" if case.startswith(("CONF", "REV")) else "child_protection"
        self.rows.append(
            HistoryRow(case, workflow, self.policy, event, on, recorded, by, role, facts)
        )
