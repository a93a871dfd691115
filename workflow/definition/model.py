"""What a definition says, as frozen values: the vocabulary of the definition language.

The reader makes these from YAML, the checks look for what cannot work, the chart and the core
run them. Nothing here reads a file, and nothing here knows what a definition is about.

Ids of states are unique in a workflow; people are shown dotted paths (`Workflow.path`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from workflow.deadlines.rule import Repeated, Rule, Source, Span
from workflow.definition.guard import Guard

OPEN_CASE = "open_case"
"""The event that opens every case."""

UNOPENED = ""
"""The leaf of a case that has not been opened yet: the chart starts there."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a definition file, for messages. `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Severity(StrEnum):
    """An error stops a definition from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with a definition: where it stands, what it is and how to mend it."""

    position: Position
    code: str
    where: str
    what: str
    mend: str
    severity: Severity = Severity.ERROR


class FactKind(StrEnum):
    """The type of a fact."""

    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    ADDRESS = "address"
    FILE = "file"
    ROWS = "rows"


class Keep(StrEnum):
    """Which of several values of a fact counts."""

    LATEST = "latest"
    """the one told of the latest day, and of equal days the one recorded last"""
    EARLIEST = "earliest"
    """the smallest value itself, whatever was recorded first"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A typed datum of a case, set by events.

    `many` makes it a list of such values. `since` names states: each time one of them is entered
    from outside the fact is forgotten (the history keeps it). `from_fact` copies another fact as
    it is told, when `where` holds on that event. `is_` works the fact out of others at any time;
    such a fact is never told. `by_link` says that a `rows` fact holds one row for each case of
    that link, keyed by reference.
    """

    name: str
    kind: FactKind
    label: str
    hint: str = ""
    many: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    by_link: str | None = None
    personal: bool = False
    required_when: Guard | None = None
    keep: Keep = Keep.LATEST
    from_fact: str | None = None
    where: Guard | None = None
    since: tuple[str, ...] = ()
    is_: Guard | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who acts. `independent_of_case`: may not work or manage the case."""

    name: str
    title: str
    independent_of_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way out of a step: the first whose guard holds is taken.

    `to` is a state, or None where the case stays. `when` is None for `otherwise`.
    """

    to: str | None
    when: Guard | None
    notify: tuple[str, ...] = ()
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """An event for each case of a link, in the same transaction.

    Of several `events` the one open in that case is delivered; none open refuses the whole,
    unless `if_open` is set. `each` names a `rows` fact with one row for each linked case, whose
    columns become facts of the event, or a list of those to tell; `facts` maps a fact of that
    event to one of ours.
    """

    link: str
    events: tuple[str, ...]
    each: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    when: Guard | None = None
    if_open: bool = False
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Open a case of another workflow, tied to this one by `link` (as the new case names it).

    `join`: where an open case of that workflow already considers a case that has the same value
    of this fact, that one is told `event` instead of opening another.
    """

    workflow: str
    link: str
    facts: Mapping[str, str] = field(default_factory=dict)
    join: str | None = None
    event: str | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Untie:
    """End the tie to some cases of `link`: those that the fact `which` names, or, where the step
    was told by a linked case and the fact is not given, that case.
    """

    link: str
    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """While `when` holds the step is refused with the sentence `say`."""

    when: Guard
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What may happen in a state (`state` empty: anywhere but in `except_`).

    `asks` are required facts, `may_ask` may be given; one not given is unset for the guards of
    this event. `on` is the fact that is the event's day. `sets` freezes worked-out values.
    `from_link`: arrives from that linked case, never from a button.
    """

    event: str
    state: str
    title: str
    by: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    sets: Mapping[str, Guard] = field(default_factory=dict)
    on: str | None = None
    ways: tuple[Way, ...] = ()
    notify: tuple[str, ...] = ()
    tell: tuple[Tell, ...] = ()
    start: tuple[Start, ...] = ()
    untie: Untie | None = None
    blocked_while: tuple[Block, ...] = ()
    from_link: str | None = None
    except_: tuple[str, ...] = ()
    source: Source | None = None
    position: Position

    @property
    def moves(self) -> bool:
        """True when at least one way leads to another state."""
        return any(way.to is not None for way in self.ways)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that may be given with this step."""
        return self.asks + self.may_ask


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneBy:
    """What completes a task: an event (with a guard on it), or a case linked by `link`."""

    event: str | None = None
    link: str | None = None
    when: Guard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """One occurrence for each participant with a duty, linked case, or row of a fact.

    `which` is the fact of the completing event that says whose occurrence is done.
    """

    participants: str | None = None
    link: str | None = None
    rows: str | None = None
    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of an escalation ladder.

    It fires `span` before or after the due date (`span` None: on the day), to every role in
    `to`, unless the task is done or `unless` holds. `every` repeats it.
    """

    span: Span | None
    before: bool
    to: tuple[str, ...]
    notice: str
    unless: Guard | None = None
    digest: bool = False
    every: Span | None = None
    position: Position

    def __str__(self) -> str:
        if self.span is None:
            return "on the day"
        return f"{self.span} {'before' if self.before else 'after'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What somebody must do by a date.

    It is open while the case is in one of `place` (empty with `opens_on`: from that event until
    it is done, whatever the state) and `when` holds. With a `then` rule the next occurrence opens
    when one is done; without, it is done once in a stay.
    """

    name: str
    title: str
    place: frozenset[str]
    role: tuple[tuple[Guard | None, str], ...]
    due: Repeated | None
    done_by: tuple[DoneBy, ...]
    when: Guard | None = None
    opens_on: tuple[str, ...] = ()
    for_each: ForEach | None = None
    rungs: tuple[Rung, ...] = ()
    source: Source | None = None
    reason_if_late: str | None = None
    position: Position

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its due rules: for the first occurrence in a stay, and for later ones."""
        if self.due is None:
            return ()
        return (self.due.first,) if self.due.then is None else (self.due.first, self.due.then)

    @property
    def repeats(self) -> bool:
        """True when a next occurrence opens after one is done."""
        return self.due is not None and self.due.then is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedEvent:
    """An event that the clock fires while the case is in `state` (BPMN: timer boundary event)."""

    state: str
    due: Rule
    event: str
    position: Position


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
    closed can still be linked by it.
    """

    name: str
    to: str
    inverse: str
    many: bool = True
    sets: Mapping[str, Guard] = field(default_factory=dict)
    when_closed: bool = False
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantKind:
    """A kind of person or agency on a case: whether to invite, and what is owed."""

    name: str
    title: str
    agency: str = ""
    invite: str = "may"
    family: bool = False
    observer: bool = False
    report: bool = False
    view: bool = False
    when: Guard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many agencies must be there. `of` is the fact that lists the kinds who attended."""

    of: str
    must_include: tuple[str, ...]
    other_agencies: int


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
    links: Mapping[str, Link] = field(default_factory=dict)
    participants: Mapping[str, ParticipantKind] = field(default_factory=dict)
    participants_in: str | None = None
    """the `rows` fact that lists the people of the case (columns kind, name, ...)"""
    quorum: Quorum | None = None
    position: Position

    def ancestry(self, state: str) -> tuple[str, ...]:
        """The state itself and every state around it, innermost first."""
        return self._ancestries[state]

    def path(self, state: str) -> str:
        """The dotted path shown to people, such as `protection_plan.reviewing.first_review_due`."""
        return ".".join(reversed(self.ancestry(state)))

    def active(self, leaves: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
        """Every state that a case at these leaves is in."""
        return frozenset(state for leaf in leaves for state in self._ancestries.get(leaf, ()))

    def is_final(self, leaves: tuple[str, ...] | frozenset[str]) -> bool:
        """True when the case is closed."""
        return any(self.states[leaf].final for leaf in leaves if leaf in self.states)

    def leaves(self) -> Iterator[str]:
        """Every state without substates, in the order of the file."""
        return (state.id for state in self.states.values() if not state.substates)

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """Tasks by name."""
        return {task.name: task for task in self.tasks}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, those of states first, then those that are open anywhere."""
        return tuple(s for state in self.states.values() for s in state.steps) + self.anywhere

    @cached_property
    def events(self) -> frozenset[str]:
        """The name of every event that the definition knows, `open_case` among them."""
        return frozenset(step.event for step in self.steps) | {OPEN_CASE}

    @cached_property
    def _ancestries(self) -> Mapping[str, tuple[str, ...]]:
        def up(state: str) -> tuple[str, ...]:
            parent = self.states[state].parent
            return (state,) if parent is None else (state, *up(parent))

        return {state: up(state) for state in self.states}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A partnership's local layer on a process, as far as it is not merged into the workflows."""

    name: str
    title: str
    closure_days: tuple[date, ...] = ()
    rungs_at: time = time(7, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A folder of workflows that belong together, with one policy applied."""

    name: str
    workflows: Mapping[str, Workflow]
    policy: Policy
