"""Steps: what may happen in a state, who may do it, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.deadlines.rule import Source
from workflow.definition.guard import Guard
from workflow.definition.problem import Placed, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way out of a step: the first whose guard holds is taken.

    `to` is a state, or None where the case stays. `when` is None for `otherwise`. `sets` freezes
    worked-out values when this way is taken, over those of the step.
    """

    to: str | None
    when: Guard | None
    notify: tuple[str, ...] = ()
    sets: Mapping[str, Guard] = field(default_factory=dict, hash=False)
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

    `ties`: the new case is tied by this link of its own to those open cases that a case of its
    kind, which our link named here leads to, is tied to; where none is left nothing is opened.

    `join`: where an open case of that workflow already considers a case that has the same value
    of this fact, that one is told `event` instead of opening another. Nothing is opened or joined
    unless `when` holds.

    One of each workflow is open at a time, or with `one_for` one for each value of these facts of
    the new case: of two agencies that object, each has a disagreement of its own.
    """

    workflow: str
    link: str
    facts: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, str] = field(default_factory=dict)
    join: str | None = None
    event: str | None = None
    one_for: tuple[str, ...] = ()
    when: Guard | None = None
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
    position: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Something on the checklist of a step, while `when` holds: the yes-or-no fact that records
    it, and the sentence that people tick. It is never needed; what is not ticked shows.
    """

    fact: str
    say: str
    when: Guard | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """The step is taken, and who takes it is told the sentence `say` while `when` holds.

    With `of`, a link, only where `there` holds for an open case of that link, on its own facts.
    With `task`, only while such a task is open after the step; `when` reads its due date as `due`.
    """

    say: str
    when: Guard | None = None
    task: str | None = None
    of: str | None = None
    there: Guard | None = None
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Placed):
    """What may happen in a state (`state` empty: anywhere but in `except_`).

    `asks` are required facts, `may_ask` may be given; one not given is unset for the guards of
    this event. `on` is the fact that is the event's day. `sets` freezes worked-out values.
    `from_link`: arrives from that linked case, never from a button. The facts of a `checklist`
    may be given too.
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
    checklist: tuple[Tick, ...] = ()
    warn: tuple[Warn, ...] = ()
    from_link: str | None = None
    except_: tuple[str, ...] = ()
    source: Source | None = None

    @property
    def moves(self) -> bool:
        """True when at least one way leads to another state."""
        return any(way.to is not None for way in self.ways)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that may be given with this step."""
        return self.asks + self.may_ask + tuple(tick.fact for tick in self.checklist)

    @property
    def writes(self) -> tuple[str, ...]:
        """Every fact that this step, or a way of it, sets."""
        return (*self.sets, *(name for way in self.ways for name in way.sets))
