"""A worked example as frozen values: what is given, and what then must be so.

Facts stay as they were written, save for days, which are ISO text, and for days that are counted
from the day of the event. They become typed when the event happens, as from any other edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.deadlines.rule import Span
from workflow.definition.problem import Position

Written = Mapping[str, Any]
"""Facts: text, `Relative`, None (leave the fact out), and lists and mappings of these."""

STAY = "stay"
"""Where a way leads that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A day counted from the day of the event: `10 days after`; with no span `on the day`."""

    span: Span | None = None
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An event of an example. `case` empty: the first case; the name of a workflow: its newest.

    `by` empty: the first role that may. `recorded` None: on the day it happened. `workflow` says
    what `open_case` opens. `refused` is the code of the refusal that is expected.
    """

    on: date | datetime
    event: str
    case: str = ""
    by: str = ""
    workflow: str = ""
    facts: Written = field(default_factory=dict, repr=False)
    recorded: date | datetime | None = None
    refused: str = ""
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """Something that must be so at the end. `words` is the line as its author wrote it."""

    case: str = ""
    words: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class StateIs(Then):
    """`state:` the case is there, among other regions."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayTaken(Then):
    """`way: EVENT, to: STATE`: the latest such event led there (`stay`: nowhere)."""

    event: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpen(Then):
    """`task:` is open. `due` "" says nothing of the date, None that it is not known yet."""

    task: str
    due: date | datetime | str | None = ""
    late: bool | None = None
    role: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGone(Then):
    """`no task:` is not open."""

    task: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Then):
    """`sent:` a notice went. `to`, `task` (whose ladder sent it), `on`: any when not said."""

    notice: str
    to: str = ""
    task: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent(Sent):
    """`not sent:` no such notice went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactIs(Then):
    """`fact: NAME, is: VALUE`; `no fact: NAME` has the value None."""

    fact: str
    value: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedWas(Then):
    """`refused: EVENT, because: TEXT`: that event was refused, in a sentence with these words."""

    event: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedOf(Then):
    """`warned: EVENT, because: TEXT`: who recorded that event was told a sentence with these words.

    `not warned: EVENT`: nobody was told one, or none with these words where some are given.
    """

    event: str
    because: str = ""
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A piece of history that several examples begin with."""

    cases: Mapping[str, Written]
    opened: date | datetime | None
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the examples of a process need not say, from their `defaults.yaml`.

    `cases` names the case of a workflow where an example gives no name. `facts` are given with an
    event, by workflow and event, unless the example gives others; those that the step does not
    take are left out. `cover` names the facts of which every code must be shown.
    """

    cases: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], Written] = field(default_factory=dict, repr=False)
    phrases: Mapping[str, Written] = field(default_factory=dict, repr=False)
    backgrounds: Mapping[str, Background] = field(default_factory=dict)
    cover: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One worked example. `cases` are opened on `opened`, each with its facts, the first is meant
    where a line names none. Time runs to the end of `until` (None: to the last event).
    """

    title: str
    workflow: str
    policy: str = ""
    cases: Mapping[str, Written] = field(repr=False)
    opened: date | datetime
    given: tuple[Given, ...]
    until: date | None = None
    then: tuple[Then, ...]
    position: Position
