"""What several checks need of the workflow that they look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps

from workflow.definition.form import suggest
from workflow.definition.model import OPEN_CASE, Policy, Process, Workflow
from workflow.definition.predicates import of_step, predicates
from workflow.definition.problem import Problem
from workflow.definition.prove import Given
from workflow.definition.soundness.movement import Movement
from workflow.definition.step import Step, Tell
from workflow.definition.task import TimedEvent


def mend_name(name: str, known: Collection[str], place: str) -> str:
    """How to mend a name that is not known: the nearest one, or where to declare it."""
    return suggest(name, sorted(known)) or f"declare it in {place}"


@dataclass(frozen=True)
class Scope:
    """One workflow, in the process that it belongs to."""

    process: Process
    workflow: Workflow

    @cached_property
    def movement(self) -> Movement:
        """Where a case of this workflow can go."""
        return Movement(self.workflow)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, `open_case` first."""
        return (self.workflow.opening, *self.workflow.steps)

    def linked(self, link: str) -> Workflow | None:
        """The workflow that a link of ours leads to; None where another check tells of it."""
        found = self.workflow.links.get(link)
        return self.process.workflows.get(found.to) if found is not None else None

    def events_beside(self, timer: TimedEvent) -> frozenset[str]:
        """The events that can happen where a timer runs."""
        running = [timer.state] if timer.state else list(self.workflow.states)
        return frozenset(step.event for step in self.movement.steps_in(running))

    def told(self, link: str | None = None) -> frozenset[str]:
        """The events that other cases tell this one, over any link or over this one of ours."""
        return frozenset(event for over, event in self._told if link in (None, over))

    @cached_property
    def _told(self) -> frozenset[tuple[str, str]]:
        return frozenset(_told_by_all(self.process, self.workflow.name))

    def given(self, *steps: Step) -> Given:
        """What is known when the guards of these steps are read at one event.

        Without a step, as where a region starts, only that predicates have a value.
        """
        known = predicates(self.workflow, *(name for step in steps for name in of_step(step)))
        facts = self.workflow.facts
        optional = [facts[name] for step in steps for name in step.may_ask if name in facts]
        return Given(
            facts={**facts, **known},
            asked=frozenset(known).union(*(step.asks for step in steps)),
            required={f.name: f.required_when for f in optional if f.required_when is not None},
            refused=tuple(block.when for step in steps for block in step.blocked_while),
        )


Check = Callable[[Scope], Iterator[Problem]]


def once(check: Check) -> Check:
    """A check that reads nothing but the workflow: worked out once, whatever process it is in.

    Policies leave most workflows as they are, and what has to be proved takes long.
    """

    @lru_cache(maxsize=64)
    def found(workflow: Workflow) -> tuple[Problem, ...]:
        alone = Process(name="", workflows={}, policy=Policy(name="", title=""))
        return tuple(check(Scope(alone, workflow)))

    return wraps(check)(lambda scope: iter(found(scope.workflow)))


def where_of(step: Step) -> str:
    """The dotted place of a step, as a policy would name it."""
    if step.event == OPEN_CASE:
        return OPEN_CASE
    return f"states.{step.state}.steps.{step.event}" if step.state else f"anywhere.{step.event}"


def listed(names: Iterable[str]) -> str:
    """`a, b and c`, of at least one name."""
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def _told_by_all(process: Process, workflow: str) -> Iterator[tuple[str, str]]:
    """(our name of the link, event) of everything that other workflows tell this one."""
    for other in process.workflows.values():
        for step in (other.opening, *other.steps):
            for tell in step.tell:
                yield from _told_over(other, workflow, tell)
            for start in step.start:
                if start.workflow == workflow and start.event is not None:
                    yield start.link, start.event


def _told_over(teller: Workflow, workflow: str, tell: Tell) -> Iterator[tuple[str, str]]:
    link = teller.links.get(tell.link)
    if link is not None and link.to == workflow:
        yield from ((link.inverse, event) for event in tell.events)
