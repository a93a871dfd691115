"""What a definition says, as frozen values: the vocabulary of the definition language.

The reader makes these from YAML, the checks look for what cannot work, the chart and the core
run them. Nothing here reads a file, and nothing here knows what a definition is about.

Ids of states are unique in a workflow; people are shown dotted paths (`Workflow.path`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from workflow.definition.diary import Diary
from workflow.definition.fact import Fact as Fact
from workflow.definition.fact import FactKind as FactKind
from workflow.definition.fact import Keep as Keep
from workflow.definition.guard import Guard
from workflow.definition.listing import CaseList
from workflow.definition.notice import DIGEST, HANDED_OVER, Silence
from workflow.definition.notice import Notice as Notice
from workflow.definition.page import Sheet, Shown
from workflow.definition.problem import Position
from workflow.definition.step import Step, Way
from workflow.definition.taking_part import ParticipantKind, Quorum, Role
from workflow.definition.task import Task, TimedEvent

OPEN_CASE = "open_case"
"""The event that opens every case."""

LINK = "link"
"""A case was linked: facts `link` (our name of the tie) and `case` (its reference)."""

LINKED_CLOSED = "linked_closed"
"""A linked case was closed, or the tie was ended: the same facts."""

ASSIGN = "assign"
"""Somebody took a role on the case: facts `role` and `person`."""

ENGINE_EVENTS = frozenset({LINK, LINKED_CLOSED, ASSIGN})
"""Events that the engine brings to an open case, whatever its definition says."""

UNOPENED = ""
"""The leaf of a case that has not been opened yet: the chart starts there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case can be.

    `parent` is the enclosing state (None at the top). Of the substates of a compound state one
    is active, of those of a `parallel` state (its regions) all are. `starts` chooses the first
    substate by guards; without it, `initial` names it.
    """

    id: str
    title: str
    parent: str | None
    substates: tuple[str, ...] = ()
    parallel: bool = False
    is_region: bool = False
    final: bool = False
    initial: str | None = None
    starts: tuple[Way, ...] = ()
    steps: tuple[Step, ...] = ()
    timers: tuple[TimedEvent, ...] = ()
    was: tuple[str, ...] = ()
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A typed tie to cases of another workflow.

    `inverse` is the name of the same tie seen from there. `sets`: facts of this case set when a
    case is linked (once each: a fact that is set keeps its value). `when_closed`: a case that is
    closed can still be linked by it. `label`: what people read. `shows`: facts of
    such cases that stand beside them, none of them personal. `names_case`: lists say of a case
    whom those are about that it is linked to by this.
    """

    name: str
    to: str
    inverse: str
    label: str = ""
    many: bool = True
    sets: Mapping[str, Guard] = field(default_factory=dict)
    when_closed: bool = False
    shows: tuple[str, ...] = ()
    names_case: bool = False
    position: Position


@dataclass(frozen=True, kw_only=True, eq=False)
class Workflow:
    """One lifecycle, as one file describes it.

    `opening` is the step `open_case`, whose ways are the guarded first states and whose
    `reference` fact, when given, becomes the reference of the case.
    """

    name: str
    title: str
    edition: str
    roles: Mapping[str, Role]
    facts: Mapping[str, Fact]
    states: Mapping[str, State]
    opening: Step
    reference: str | None = None
    anywhere: tuple[Step, ...] = ()
    tasks: tuple[Task, ...] = ()
    timers: tuple[TimedEvent, ...] = ()
    """events that the clock fires in every state that is not final"""
    links: Mapping[str, Link] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    """by name; where any is declared, every notice that is named must be"""
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """the facts that say who is told and how, by the name that lines call them"""
    left_out: tuple[str, ...] = ()
    """facts that list whom nothing tells anything by itself"""
    when_undelivered: str = ""
    """the event that is brought to a case when a message of it did not reach anybody"""
    silence: Silence | None = None
    participants: Mapping[str, ParticipantKind] = field(default_factory=dict)
    participants_in: str | None = None
    """the `rows` fact that lists the people of the case (columns kind, name, ...)"""
    participants_of: str | None = None
    """the link on whose open cases the kinds' `when` is read; None: on the case itself"""
    quorum: Quorum | None = None
    header: tuple[Shown, ...] = ()
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    found_by: tuple[str, ...] = ()
    """facts whose words, beside its reference, a search finds a case by"""
    lists: Mapping[str, CaseList] = field(default_factory=dict)
    """the lists of cases that it offers, by name"""
    pack: tuple[str, ...] = ()
    """facts that are read before a meeting about it, beside the head of its page"""
    diary: Diary | None = None
    """when and where its cases meet; None: they are no meetings"""
    restricted_when: Guard | None = None
    """while it holds only those who have a role on the case see it"""
    position: Position

    def ancestry(self, state: str) -> tuple[str, ...]:
        """The state itself and every state around it, innermost first."""
        return self._ancestries[state]

    def path(self, state: str) -> str:
        """The dotted path shown to people, such as `protection_plan.reviewing.first_review_due`."""
        return ".".join(reversed(self.ancestry(state)))

    def place_title(self, leaves: tuple[str, ...]) -> str:
        """Where a case is, in a line: the title of the state around its leaves, and the leaf.

        Of a case in several regions at once the leaves are left out: there are too many of them.
        """
        around = list(dict.fromkeys(self.ancestry(leaf)[-1] for leaf in leaves))
        titles = [self.states[state].title for state in around]
        if len(leaves) == 1 and leaves[0] not in around:
            titles.append(self.states[leaves[0]].title)
        return ": ".join(titles)

    def active(self, leaves: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
        """Every state that a case at these leaves is in."""
        known = self._active_at
        if leaves not in known:
            around = (state for leaf in leaves for state in self._ancestries.get(leaf, ()))
            known[leaves] = frozenset(around)
        return known[leaves]

    def is_final(self, leaves: tuple[str, ...] | frozenset[str]) -> bool:
        """True when the case is closed."""
        return any(self.states[leaf].final for leaf in leaves if leaf in self.states)

    def leaves(self) -> Iterator[str]:
        """Every state without substates, in the order of the file."""
        return (state.id for state in self.states.values() if not state.substates)

    def facts_among(self, names: Iterable[str]) -> list[Fact]:
        """Those of its facts that are named, in the order of the file."""
        places = self._places_of_facts
        return [
            self.facts[n] for n in sorted((n for n in names if n in places), key=places.__getitem__)
        ]

    @cached_property
    def _places_of_facts(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.facts)}

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """Tasks by name."""
        return {task.name: task for task in self.tasks}

    @cached_property
    def lists_of_names(self) -> tuple[str, ...]:
        """The facts that list, as somebody typed them, whom nothing tells or a line is kept to."""
        lines = (line for notice in self.notices.values() for line in notice.to)
        return tuple(
            dict.fromkeys((*self.left_out, *(line.kept_to for line in lines if line.kept_to)))
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, those of states first, then those that are open anywhere."""
        return tuple(s for state in self.states.values() for s in state.steps) + self.anywhere

    def steps_of(self, event: str) -> tuple[Step, ...]:
        """Every step that takes that event, open or not, in the same order; the opening too."""
        return self._steps_by_event.get(event, ())

    @cached_property
    def _steps_by_event(self) -> Mapping[str, tuple[Step, ...]]:
        found: dict[str, list[Step]] = {}
        for step in (self.opening, *self.steps):
            found.setdefault(step.event, []).append(step)
        return {event: tuple(steps) for event, steps in found.items()}

    @cached_property
    def timed(self) -> tuple[TimedEvent, ...]:
        """Every timed event, those that run everywhere first."""
        return self.timers + tuple(t for state in self.states.values() for t in state.timers)

    @cached_property
    def clock_events(self) -> frozenset[str]:
        """The events that the clock fires, in a state or wherever the case is."""
        return frozenset(timer.event for timer in self.timed)

    @cached_property
    def sent(self) -> tuple[Notice, ...]:
        """The notices that its steps send to an audience of their own, in the order of the file."""
        named = self.named_by_steps
        return tuple(each for name, each in self.notices.items() if name in named and each.to)

    @cached_property
    def named_by_steps(self) -> frozenset[str]:
        """The names of the notices that its steps send, whether anybody is told by them or not."""
        steps = (self.opening, *self.steps)
        by_ways = (name for step in steps for way in step.ways for name in way.notify)
        return frozenset(name for step in steps for name in step.notify).union(by_ways)

    @cached_property
    def named_by_tasks(self) -> frozenset[str]:
        """The names of the notices that its ladders send, of the digest that gathers some, and of
        the one for whom a task is handed over to, where it is declared.
        """
        rungs = [rung for task in self.tasks for rung in task.rungs]
        of_engine = {DIGEST} if any(rung.digest for rung in rungs) else set()
        of_engine |= {HANDED_OVER} & self.notices.keys() if self.tasks else set()
        return frozenset(of_engine.union(rung.notice for rung in rungs))

    @cached_property
    def joins(self) -> frozenset[str]:
        """The facts by which its steps find the open case to join."""
        starts = (start for step in self.steps for start in step.start)
        return frozenset(start.join for start in starts if start.join)

    @cached_property
    def events(self) -> frozenset[str]:
        """The name of every event that the definition knows, `open_case` among them."""
        return frozenset(step.event for step in self.steps) | {OPEN_CASE}

    @cached_property
    def _active_at(self) -> dict[tuple[str, ...] | frozenset[str], frozenset[str]]:
        """What `active` has found: cases stand in few places, and it is asked for each row."""
        return {}

    @cached_property
    def _ancestries(self) -> Mapping[str, tuple[str, ...]]:
        def up(state: str) -> tuple[str, ...]:
            parent = self.states[state].parent
            return (state,) if parent is None else (state, *up(parent))

        return {state: up(state) for state in self.states}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A partnership's local layer on a process, as far as it is not merged into the workflows.

    `quiet_hours`: when families get no e-mail and no text message, as `20:00-08:00` or `none`;
    empty: as the installation has it.
    """

    name: str
    title: str
    closure_days: tuple[date, ...] = ()
    rungs_at: time = time(7, 0)
    quiet_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A folder of workflows that belong together, with one policy applied."""

    name: str
    workflows: Mapping[str, Workflow]
    policy: Policy
