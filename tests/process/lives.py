"""Random lives on the real process: a seeded walk over one family's cases and their meetings.

At each step an open event of some case is picked, those least often picked before it, its facts
are invented, and it is recorded some days after it happened. What is refused is tried again with
other facts, and left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from days import at
from process.facts_invented import Facts, Inventor
from real_process import in_memory
from workflow.case.cascade import carry_out
from workflow.case.memory import CasesInMemory
from workflow.case.model import Case, Command, Refused
from workflow.case.simulated_time import drain
from workflow.clock import london_day
from workflow.definition.model import OPEN_CASE, FactKind, Workflow
from workflow.definition.step import Step

CHILD, MEETING = "child_protection", "conference"
BESIDE = ("core_group", "disagreement", "appeal")
BEGINS = at("Mon 2 Mar 2026 16:00")
OUTCOMES = {"record_initial_outcome", "record_review_outcome"}
DECISIONS = {
    False: {"protection_plan", "child_in_need", "early_help"},
    True: {"continue", "end", "end_views_needed"},
}
TRIES = 6


class Life:
    """One family's cases, their histories, and what was refused on the way."""

    def __init__(self, seed: int, policy: str = "") -> None:
        self.rng, self.policy, self.now = Random(seed), policy, BEGINS
        self.cases = in_memory()
        self.inventor = Inventor(self.rng, self._open_cases)
        self.picked: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[str] = Counter()
        self.visited: set[tuple[str, str]] = set()
        self.changed_by_refusals: list[str] = []

    def lived(self, steps: int) -> Life:
        """The life after so many steps."""
        self._open_child()
        for _ in range(steps):
            self._time_passes()
            self._step()
            for case in self.cases.cases.values():
                self.visited |= {(case.workflow, leaf) for leaf in case.state}
        return self

    # -- what happens ------------------------------------------------------------------------------

    def _time_passes(self) -> None:
        self.now += timedelta(days=self.rng.choice((0, 0, 0, 1, 2, 5, 15)), minutes=1)
        drain(self.cases, lambda: list(self.cases.cases), self.now)

    def _step(self) -> None:
        children, meetings = self._open_cases(CHILD), self._open_cases(MEETING)
        if not children or (len(children) < 3 and self.rng.random() < 0.05):
            self._open_child()
        elif not meetings and (expected := self._expecting_an_outcome()):
            self._open(MEETING, f"CONF-{len(self.cases.cases)}", {"considers": expected})
        elif self.rng.random() < 0.03:
            self._open(self.rng.choice(BESIDE), f"BESIDE-{len(self.cases.cases)}")
        else:
            beside = [ref for name in BESIDE for ref in self._open_cases(name)]
            found = self.rng.choice([*children, *children, *meetings, *meetings, *beside])
            self._something(self.cases.get(found))

    def _open_child(self) -> None:
        ref = f"CP-{len(self.cases.cases)}"
        born: Facts = {"date_of_birth": "2012-05-06"}
        unborn: Facts = {"expected_date_of_birth": "2026-06-01", "sex": "U"}
        route = self.rng.choice(("referral", "referral", "referral", "transfer_in", "return_home"))
        facts: Facts = {"child_reference": ref, "family_reference": "FAM-1", "route": route}
        facts |= self.rng.choice((born, born, unborn))
        self._open(CHILD, ref, {**facts, "transfer_notified_on": self._day().isoformat()})

    def _open(self, workflow: str, ref: str, given: Facts | None = None) -> None:
        release, _ = self.cases.pins(_of_policy(self.policy))
        rule = release.workflow(workflow)
        on = self._day()
        facts = self.inventor.facts(rule, rule.opening.asks, on) | (given or {})
        facts |= {rule.opening.on: on.isoformat()} if rule.opening.on else {}
        by = self.rng.choice(rule.opening.by)
        self._tried(self._command(ref, OPEN_CASE, on, by, facts, workflow))

    def _something(self, case: Case) -> None:
        release, _ = self.cases.pins(case)
        chart, workflow = release.chart(case.workflow), release.workflow(case.workflow)
        open_ = {name: chart.open_steps(case.state, name) for name in chart.open_events(case.state)}
        by_hand = sorted(name for name, steps in open_.items() if any(step.by for step in steps))
        weights = [self._weight(workflow, case, open_[name]) for name in by_hand]
        (name,) = self.rng.choices(by_hand, weights)
        self.picked[case.workflow, name] += 1
        for _ in range(TRIES):
            if self._tried(self._invented(workflow, case, open_[name])):
                return

    def _weight(self, workflow: Workflow, case: Case, steps: tuple[Step, ...]) -> float:
        """What belongs to the state before what may happen anywhere, new events before old ones,
        those that move before those that stay, and the end of a case last."""
        used = self.picked[case.workflow, steps[0].event]
        targets = [way.to for step in steps for way in step.ways if way.to]
        ends = any(workflow.states[to].final for to in targets)
        here = any(step.state for step in steps)
        return (
            (1.0 if here else 0.1)
            * (4.0 if targets else 1.0)
            * (0.05 if ends else 1.0)
            / (1 + used)
        )

    def _invented(self, workflow: Workflow, case: Case, steps: tuple[Step, ...]) -> Command:
        on = self._day(since=london_day(case.opened_on))
        names = dict.fromkeys(name for step in steps for name in step.asks)
        for name in dict.fromkeys(name for step in steps for name in step.may_ask):
            if workflow.facts[name].required_when or self.rng.random() < 0.5:
                names[name] = None
        facts = self.inventor.facts(workflow, names, on)
        facts |= {step.on: on.isoformat() for step in steps if step.on in facts}
        facts |= {name: self._rows(case, name, on) for name in names if _by_case(workflow, name)}
        roles = [role for step in steps for role in step.by]
        return self._command(case.ref, steps[0].event, on, self.rng.choice(roles), facts)

    def _rows(self, case: Case, name: str, on: date) -> dict[str, Facts] | str:
        """A row for each linked case, such as it takes unless a few tries found none; or one."""
        fact = self.cases.pins(case)[0].workflow(case.workflow).facts[name]
        rows: dict[str, Facts] = {}
        if fact.kind is not FactKind.ROWS:
            return self.rng.choice(list(case.links.get(fact.by_link or "", {})) or ["nobody"])
        for ref, is_open in case.links.get(fact.by_link or "", {}).items():
            other = self.cases.get(ref)
            for _ in range(TRIES if is_open else 0):
                there = self.cases.pins(other)[0].workflow(other.workflow)
                rows[ref] = self.inventor.facts(there, fact.columns, on)
                if rows[ref]["decision"] in DECISIONS[_is_on_plan(other)]:
                    break
        return rows

    # -- through the door --------------------------------------------------------------------------

    def _tried(self, command: Command) -> bool:
        before = _everything(self.cases)
        try:
            carry_out(self.cases, command)
        except Refused as refused:
            self.refused[refused.code] += 1
            if _everything(self.cases) != before:
                self.changed_by_refusals.append(f"{command.event}: {refused}")
            return False
        return True

    def _command(
        self, ref: str, event: str, on: date, role: str, facts: Facts, workflow: str = ""
    ) -> Command:
        return Command(
            case=ref,
            event=event,
            workflow=workflow,
            policy=self.policy,
            occurred_on=on,
            recorded_at=self.now,
            actor=role,  # another person in each role
            role=role,
            facts=facts,
        )

    def _day(self, since: date | None = None) -> date:
        """A day shortly before now, and not before the case began."""
        on = london_day(self.now) - timedelta(days=self.rng.choice((0, 0, 1, 2, 4)))
        return max(on, since) if since else on

    def _expecting_an_outcome(self) -> list[str]:
        """Children whom no meeting considers and whose case would take an outcome of one."""
        found = []
        for ref in self._open_cases(CHILD):
            case = self.cases.get(ref)
            open_ = self.cases.pins(case)[0].chart(CHILD).open_events(case.state)
            if not any(case.links.get("considered_by", {}).values()) and open_ & OUTCOMES:
                found.append(ref)
        return found

    def _open_cases(self, workflow: str) -> list[str]:
        cases = self.cases.cases.values()
        return [case.ref for case in cases if case.workflow == workflow and not case.closed]


def lives(seeds: range, steps: int) -> Iterator[Life]:
    """A life for each seed, of each policy in turn."""
    policies = ("", "liverpool", "darlington")
    for seed in seeds:
        yield Life(seed, policies[seed % len(policies)]).lived(steps)


def _everything(cases: CasesInMemory) -> tuple[Any, ...]:
    """Every case and how many rows it has: values, so that what follows cannot change them."""
    rows = {ref: len(history) for ref, history in cases.histories.items()}
    return dict(cases.cases), rows, set(cases.fired)


def _by_case(workflow: Workflow, name: str) -> bool:
    fact = workflow.facts.get(name)
    return fact is not None and fact.by_link is not None


def _is_on_plan(case: Case) -> bool:
    return len(case.state) > 1


def _of_policy(policy: str) -> Case:
    """Only to ask which release a new case of that policy pins."""
    return Case(
        ref="",
        workflow=CHILD,
        policy=policy,
        release=0,
        calendar=0,
        state=(),
        opened_on=london_day(BEGINS),
        opened_at=BEGINS,
    )
