"""A worked example, run: cases in memory, simulated time, and what it came to.

Nothing here differs from real life but the clock: events go through the same cascade, and between
them the same timers fire. Where an example leaves something out that is the same in every example
(who, and facts that do not matter), it is filled in from the definition and from the defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from workflow.case.cascade import carry_out
from workflow.case.coverage import Item
from workflow.case.edge import nearest
from workflow.case.judging import judge
from workflow.case.memory import CasesInMemory
from workflow.case.model import Command, Refused
from workflow.case.simulated_time import drain
from workflow.case.world import Refusal, World, meant
from workflow.clock import at_time, end_of_day, london_day
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import moment_name
from workflow.deadlines.span import shift
from workflow.definition.model import OPEN_CASE, Fact, FactKind, Workflow
from workflow.definition.problem import Position
from workflow.definition.release import Release
from workflow.definition.scenario import Defaults, Given, Relative, Scenario
from workflow.definition.step import Step

NOON = time(12)
"""When something is recorded of which only the day is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A line that did not come true: where it stands, what it expected, what happened."""

    position: Position
    expected: str
    happened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an example came to. `story` tells what happened and when, one line each; `shown` is
    what its `then:` lines assert.
    """

    scenario: Scenario
    failures: tuple[Failure, ...] = ()
    story: tuple[str, ...] = ()
    shown: frozenset[Item] = frozenset()

    @property
    def passed(self) -> bool:
        """True when every line came true."""
        return not self.failures


def run_scenario(
    scenario: Scenario,
    defaults: Defaults,
    release_for: Callable[[str], Release],
    calendar: Calendar,
) -> Outcome:
    """Let it happen, then judge each of its `then:` lines."""
    cases = CasesInMemory(release_for, calendar)
    rehearsal = _Rehearsal(scenario, defaults, release_for, calendar, cases)
    failure = rehearsal.happen()
    world = rehearsal.world()
    if failure is not None:
        return Outcome(scenario=scenario, failures=(failure,), story=world.story())
    verdicts = [(line, judge(world, line)) for line in scenario.then]
    return Outcome(
        scenario=scenario,
        failures=tuple(
            Failure(position=line.position, expected=line.words, happened=verdict.happened)
            for line, verdict in verdicts
            if not verdict.true
        ),
        story=world.story(),
        shown=frozenset(item for _, verdict in verdicts for item in verdict.shown),
    )


@dataclass
class _Rehearsal:
    """An example on its way."""

    scenario: Scenario
    defaults: Defaults
    release_for: Callable[[str], Release]
    calendar: Calendar
    cases: CasesInMemory
    now: datetime = field(default=datetime.min.replace(tzinfo=UTC))
    refusals: list[Refusal] = field(default_factory=list)

    def happen(self) -> Failure | None:
        """Let all that is given happen; the first event that goes otherwise ends it."""
        for given in (*self._openings(), *self.scenario.given):
            if failure := self._happens(given):
                return failure
        if self.scenario.until is not None:
            self._time_passes(end_of_day(self.scenario.until) - timedelta(microseconds=1))
        return None

    def world(self) -> World:
        """What there is to judge."""
        main = next(iter(self.scenario.cases))
        return World(cases=self.cases, main=main, now=self.now, refusals=tuple(self.refusals))

    def _openings(self) -> Iterator[Given]:
        for ref, facts in self.scenario.cases.items():
            yield Given(
                on=self.scenario.opened,
                event=OPEN_CASE,
                case=ref,
                workflow=self.scenario.workflow,
                facts=facts,
                position=self.scenario.position,
            )

    def _happens(self, given: Given) -> Failure | None:
        """Record one event, at noon of the day where no time is said."""
        self._time_passes(_instant(given.recorded or given.on))
        try:
            carry_out(self.cases, self._command(given))
        except Refused as refused:
            self.refusals.append(Refusal(self.now, given.event, str(refused)))
            return None if refused.code == given.refused else _refused(given, refused)
        return _not_refused(given) if given.refused else None

    def _time_passes(self, until: datetime) -> None:
        self.now = max(self.now, until)
        drain(self.cases, lambda: list(self.cases.cases), self.now)

    def _command(self, given: Given) -> Command:
        opening = given.event == OPEN_CASE
        workflow = given.workflow or self.scenario.workflow
        main = next(iter(self.scenario.cases))
        ref = self._new(given, workflow) if opening else meant(self.cases, given.case, main)
        rule, steps = self._rule(given, workflow, ref)
        facts = self._facts(given, rule, steps)
        role = given.by or next((role for step in steps for role in step.by), "")
        if opening and rule.reference:
            facts.setdefault(rule.reference, ref)
        return Command(
            case=ref,
            event=given.event,
            workflow=workflow if opening else "",
            policy=self.scenario.policy,
            occurred_on=given.on,
            recorded_at=self.now,
            actor=role,  # nobody in particular, and another person in each role
            role=role,
            facts=facts,
        )

    def _new(self, given: Given, workflow: str) -> str:
        release = self.release_for(self.scenario.policy)
        if workflow not in release.process.workflows:
            hint = nearest(workflow, release.process.workflows)
            raise Refused("unknown_workflow", f"there is no workflow `{workflow}`{hint}")
        return given.case or self.cases.new_reference(workflow, self.now)

    def _rule(self, given: Given, workflow: str, ref: str) -> tuple[Workflow, tuple[Step, ...]]:
        """The workflow of the case and the steps of that name that are open to it now."""
        if given.event == OPEN_CASE:
            rule = self.release_for(self.scenario.policy).workflow(workflow)
            return rule, (rule.opening,)
        case = self.cases.get(ref)
        release, _ = self.cases.pins(case)
        found = release.chart(case.workflow).open_steps(case.state, given.event)
        return release.workflow(case.workflow), found

    def _facts(self, given: Given, rule: Workflow, steps: tuple[Step, ...]) -> dict[str, Any]:
        """The facts of the event with those that the example leaves out, as an edge takes them."""
        taken = {name for step in steps for name in step.facts}
        usual = self.defaults.facts.get((rule.name, given.event), {})
        day = {step.on: _day_of(rule.facts[step.on], given.on) for step in steps if step.on}
        filled = {name: value for name, value in {**usual, **day}.items() if name in taken}
        found: dict[str, Any] = self._plain({**filled, **given.facts}, given.on)
        return found

    def _plain(self, value: Any, on: date | datetime) -> Any:
        """The value with days counted from that of the event, without what is to be left out."""
        if isinstance(value, Relative):
            day = london_day(on)
            return shift(day, value.span, value.before, self.calendar) if value.span else day
        if isinstance(value, Mapping):
            return {k: self._plain(v, on) for k, v in value.items() if v is not None}
        return [self._plain(item, on) for item in value] if isinstance(value, list) else value


def _instant(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else at_time(value, NOON)


def _day_of(fact: Fact, on: date | datetime) -> str:
    """The day of the event as the fact that the step names for it."""
    value = _instant(on) if fact.kind is FactKind.DATETIME else london_day(on)
    return value.isoformat()


def _refused(given: Given, refused: Refused) -> Failure:
    expected = f"`{given.event}` is refused: {given.refused}" if given.refused else "it is recorded"
    return Failure(
        position=given.position,
        expected=f"{given.event} on {moment_name(given.on)}: {expected}",
        happened=f"it was refused: {refused} ({refused.code})",
    )


def _not_refused(given: Given) -> Failure:
    return Failure(
        position=given.position,
        expected=f"{given.event} on {moment_name(given.on)} is refused: {given.refused}",
        happened="it was recorded",
    )
