"""Cases in memory: for worked examples, simulations and tests. Everything but a database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import count
from typing import Any

from workflow.case.cascade import reference_prefix
from workflow.case.evolve import unopened
from workflow.case.model import Case, Command, Event, Refused, Step, Timer
from workflow.case.timers import Fired, timers_of
from workflow.deadlines.calendar import Calendar
from workflow.definition.release import Release


class CasesInMemory:
    """Cases by reference, with their histories. Fills `cascade.Cases`."""

    def __init__(self, release_for: Callable[[str], Release], calendar: Calendar) -> None:
        """`release_for` gives the release that a new case of a policy pins."""
        self._release_for, self._calendar = release_for, calendar
        self.cases: dict[str, Case] = {}
        self.histories: dict[str, list[Event]] = {}
        self.steps: dict[str, list[Step]] = {}
        self.fired: dict[str, set[Fired]] = {}

    def get(self, ref: str) -> Case:
        """The case. Raises Refused `unknown_case`."""
        if ref not in self.cases:
            raise Refused("unknown_case", f"there is no case {ref}", case=ref)
        return self.cases[ref]

    def new(self, command: Command) -> Case:
        """An unopened case. Raises Refused `already_exists`."""
        if command.case in self.cases:
            raise Refused(
                "already_exists", f"there is already a case {command.case}", case=command.case
            )
        release = self._release_for(command.policy)
        return unopened(
            command.case, command.workflow, release, self._calendar, command.recorded_at
        )

    def pins(self, case: Case) -> tuple[Release, Calendar]:
        """The release of the case's policy."""
        return self._release_for(case.policy), self._calendar

    def acted(self, ref: str) -> Collection[tuple[str, str]]:
        """Role and person of whoever recorded a row of the case."""
        return {(row.role, row.actor) for row in self.histories.get(ref, ()) if row.role}

    def next_seq(self, ref: str) -> int:
        """One more than the rows so far."""
        return len(self.histories.get(ref, ())) + 1

    def put(self, event: Event, step: Step) -> None:
        """Keep the row and the case."""
        ref = step.case.ref
        self.cases[ref] = step.case
        self.histories.setdefault(ref, []).append(event)
        self.steps.setdefault(ref, []).append(step)

    def find_open(self, workflow: str, link: str, fact: str, value: Any) -> str | None:
        """The first open case that is linked to one with that value."""
        for ref, case in self.cases.items():
            others = (self.cases[other] for other in case.linked(link) if other in self.cases)
            is_open = case.workflow == workflow and not case.closed
            if is_open and any(other.facts.get(fact) == value for other in others):
                return ref
        return None

    def new_reference(self, workflow: str, at: datetime, taken: Collection[str] = ()) -> str:
        """`NAME-2026-1`, `NAME-2026-2` ..."""
        prefix = reference_prefix(workflow, at)
        numbered = (f"{prefix}-{number}" for number in count(1))
        return next(ref for ref in numbered if ref not in self.cases and ref not in taken)

    def pending(self, ref: str) -> tuple[Timer, ...]:
        """The timers of the case that have not fired."""
        case = self.cases[ref]
        return timers_of(*self.pins(case), case, self.fired.get(ref, ()))

    def recorded_after(self, ref: str, at: datetime) -> datetime:
        """That moment, or when the last row of the case was recorded if that is later."""
        return max([at, *(row.recorded_at for row in self.histories[ref][-1:])])

    def fired_of(self, ref: str) -> Collection[Fired]:
        """The timers of the case that have fired."""
        return self.fired.get(ref, ())

    def armed_at(self, ref: str, timer: Timer) -> datetime:
        """When the last row was recorded: until then everything due has been fired."""
        return self.histories[ref][-1].recorded_at

    def fire(self, ref: str, timer: Timer, deed: Event) -> None:
        """Remember that it fired."""
        self.fired.setdefault(ref, set()).add(timer.key)
        self.histories[ref].append(deed)

    def copy(self) -> CasesInMemory:
        """The same cases, apart: what is tried on the copy leaves these as they are."""
        copy = CasesInMemory(self._release_for, self._calendar)
        copy.cases = dict(self.cases)
        copy.fired = {ref: set(fired) for ref, fired in self.fired.items()}
        copy.histories = {ref: list(rows) for ref, rows in self.histories.items()}
        copy.steps = {ref: list(steps) for ref, steps in self.steps.items()}
        return copy
