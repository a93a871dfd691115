"""What a due rule says, as frozen values: how long, counted from what, under which condition.

Nothing is worked out here (see `due.py`) and nothing is read from a file. A rule does not know
what a case is: it names its anchors, and whoever works it out says when each of them happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """A unit of a due rule, in the words of a definition."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    @property
    def is_clock_time(self) -> bool:
        """True for units that count real elapsed time and so end at an instant, not a day."""
        return self in (Unit.MINUTES, Unit.HOURS)


class Standing(StrEnum):
    """Who set a rule: national rules may be tightened by a policy, never loosened."""

    NATIONAL = "national"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule comes from: its standing, document and section, clock and requirement ids."""

    standing: Standing
    text: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, such as 15 working days. `count` is 0 or more."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value if self.count != 1 else self.unit.value.removesuffix("s")
        return f"{self.count} {unit}"


class AnchorKind(StrEnum):
    """What a rule can count from."""

    FACT = "fact"
    """a date or instant held in a fact of the case"""
    ENTERED = "entered"
    """the place of the task was last entered from outside"""
    LAST = "last"
    """the latest such event since that place was last entered"""
    EVER = "ever"
    """the latest such event in the whole case"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a rule counts from. `name` is a fact or an event; empty for `entered`."""

    kind: AnchorKind
    name: str = ""

    def __str__(self) -> str:
        if self.kind is AnchorKind.FACT:
            return self.name
        return f"{self.kind.value}({self.name})" if self.name else self.kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`within: SPAN` `of: ANCHOR`, or, backwards, `within: SPAN` `before: ANCHOR`."""

    span: Span
    anchor: Anchor | Rule
    backwards: bool = False
    when: object = None
    """the condition that arms this part; opaque here, asked of `Known.holds`; None: always armed"""
    source: Source | None = None

    def __post_init__(self) -> None:
        # Refused when the rule is built, so that it cannot come up on some day of some case.
        if self.span.count < 1:
            raise ValueError(
                f"`within: {self.span}` counts nothing: write `same day of:` or"
                " `same working day of:`, which say whether the day has to be a working day"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDay:
    """`same day of: ANCHOR`, or `same working day of:` (if not worked, the next that is)."""

    anchor: Anchor | Rule
    working: bool = False
    when: object = None
    source: Source | None = None


class Choice(StrEnum):
    """How one date is taken from several parts."""

    EARLIEST = "earliest"
    LATEST = "latest"
    FIRST_KNOWN = "first_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """`earliest:`, `latest:` or `first_known:` of the armed parts whose date is known."""

    choice: Choice
    parts: tuple[Rule, ...]
    when: object = None
    source: Source | None = None


Rule = Count | SameDay | Pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """`first:` for the first occurrence in one stay, `then:` for every later one.

    With `then` None a task is due once in each stay.
    """

    first: Rule
    then: Rule | None = None

    def rule(self, done: int) -> Rule:
        """The rule for the next occurrence when `done` were done since the place was entered."""
        return self.then if done and self.then is not None else self.first


def anchors(rule: Rule) -> Iterator[Anchor]:
    """Everything that a rule can count from, with what the rules inside it count from."""
    if isinstance(rule, Pick):
        for part in rule.parts:
            yield from anchors(part)
    elif isinstance(rule.anchor, Anchor):
        yield rule.anchor
    else:
        yield from anchors(rule.anchor)
