"""What a worked example came to: its cases, the moment, what was refused; and the tale of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from workflow.case.evolve import steps_of
from workflow.case.memory import CasesInMemory
from workflow.case.model import Case, Event, Kind
from workflow.case.reading import Reading
from workflow.case.simulated_time import RUNG_PASSED
from workflow.clock import london_day
from workflow.deadlines.naming import day_name, moment_name
from workflow.definition.model import ENGINE_EVENTS, UNOPENED, Workflow
from workflow.definition.scenario import STAY
from workflow.definition.step import Step


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that was refused, when, and with which sentence."""

    at: datetime
    event: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A way that an event took: its step, and the state that it led to or `stay`."""

    step: Step
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All there is to judge. `main` is the case that is meant where a line names none."""

    cases: CasesInMemory
    main: str
    now: datetime
    refusals: tuple[Refusal, ...]

    def case(self, named: str) -> Case:
        """The case that a line means. Raises Refused `unknown_case`."""
        return self.cases.get(meant(self.cases, named, self.main))

    def workflow(self, case: Case) -> Workflow:
        """The workflow of a case, as its policy has it."""
        return self.cases.pins(case)[0].workflow(case.workflow)

    def reading(self, case: Case) -> Reading:
        """Its facts, those worked out among them."""
        return Reading(self.workflow(case), case, {"occurred_on": london_day(self.now)})

    def happened(self, case: Case) -> Iterator[tuple[Case | None, Event, Case]]:
        """Each event of the case, with the case before it (None: it was opened) and after it."""
        rows = [row for row in self.cases.histories[case.ref] if row.kind is Kind.EVENT]
        before = None
        for row, step in zip(rows, self.cases.steps[case.ref], strict=True):
            yield before, row, step.case
            before = step.case

    def warnings(self, event: str) -> Iterator[tuple[Event, str]]:
        """The sentences that rows of that event brought up, in whichever case."""
        for ref, steps in self.cases.steps.items():
            rows = (row for row in self.cases.histories[ref] if row.kind is Kind.EVENT)
            for row, step in zip(rows, steps, strict=True):
                if row.name == event:
                    yield from ((row, say) for say in step.effects.warnings)

    def ways(self, before: Case | None, event: Event, after: Case) -> tuple[Taken, ...]:
        """The ways that an event took, one for each step of that name."""
        workflow = self.workflow(after)
        release, _ = self.cases.pins(after)
        start = before or after.with_(state=(UNOPENED,))
        left = start.state if before else ()
        entered = workflow.active(tuple(set(after.state) - set(left)))
        return tuple(
            Taken(step, next((w.to for w in step.ways if w.to in entered), None) or STAY)
            for step in steps_of(release, start, event)
            if step.ways
        )

    def story(self) -> tuple[str, ...]:
        """What happened and when, a line each: events, rungs of ladders, refusals."""
        told = [
            (row.recorded_at, row.caused_by is not None, f"{ref}: {_line(row)}")
            for ref, rows in self.cases.histories.items()
            for row in rows
            if row.name not in ENGINE_EVENTS
        ]
        told += [(r.at, True, f"refused: {r.event}: {r.sentence}") for r in self.refusals]
        # Of one moment what brought about comes before what was brought about.
        in_order = sorted(told, key=lambda line: line[:2])
        return tuple(f"{moment_name(at)}  {line}" for at, _, line in in_order)


def _line(row: Event) -> str:
    if row.name == RUNG_PASSED:
        facts = row.facts
        to = " and ".join(facts.get("heard", facts["to"]))
        passed = f", passed: {facts['passed']}" if facts.get("passed") else ""
        return f"{facts['notice']} to {to} ({facts['task']}, {facts['rung']}{passed})"
    day = london_day(row.occurred_on)
    late = f" of {day_name(day)}" if day != london_day(row.recorded_at) else ""
    moved = dict.fromkeys(move.entered for move in row.moves)
    return f"{row.name}{late}{' -> ' if moved else ''}{', '.join(moved)}"


def meant(cases: CasesInMemory, named: str, main: str) -> str:
    """The reference that a line means: the first case when it names none, and by the name of a
    workflow the case of it that was opened last.
    """
    if not named or named in cases.cases:
        return named or main
    of_workflow = [ref for ref, case in cases.cases.items() if case.workflow == named]
    return of_workflow[-1] if of_workflow else named
