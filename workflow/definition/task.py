"""Tasks: what somebody must do by a date, who hears of it, and what the clock does."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.deadlines.rule import Repeated, Rule, Source, Span
from workflow.definition.guard import Guard
from workflow.definition.problem import Placed, Position


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
class Task(Placed):
    """What somebody must do by a date.

    It is open while the case is in one of `place` (empty with `opens_on`: from that event until
    it is done, whatever the state) and `when` holds. With a `then` rule the next occurrence opens
    when one is done; without, it is done once in a stay. `set_for` are facts that say for when it
    is planned, of which the last that is known counts; nobody is reminded by it.
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
    set_for: tuple[str, ...] = ()

    @property
    def events(self) -> frozenset[str]:
        """The events that complete it, whatever else they have to be."""
        return frozenset(done.event for done in self.done_by if done.event)

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
    """An event that the clock fires while the case is in `state` (BPMN: timer boundary event).

    `state` is empty for one that runs wherever the case is, until it is closed.
    """

    state: str
    due: Rule
    event: str
    position: Position

    @property
    def where(self) -> str:
        """Its path in the definition, for messages."""
        return f"states.{self.state}.timers" if self.state else "timers"
